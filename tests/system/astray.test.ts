import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Callplane } from '../support/callplane/callplane.js';
import { AriLink } from '../support/far-end/ari-link.js';
import { logOf } from './support/site.js';
import { agentIs, Stage } from './support/stage.js';
import { until } from './support/until.js';

interface BridgeSeen {
  readonly id: string;
  readonly channels: readonly string[];
}

let stage: Stage;
let asterisk: AriLink;
before(async () => {
  stage = await Stage.open('system-astray');
  asterisk = new AriLink(stage.set.pbx, 'none');
});
after(async () => {
  asterisk.close();
  await stage.close();
});

async function bridges(): Promise<readonly BridgeSeen[]> {
  return (await asterisk.demand('GET', '/bridges')) as readonly BridgeSeen[];
}

function repairsTold(callplane: Callplane): number {
  return logOf(callplane).filter(({ message }) => message === 'found astray and put right').length;
}

test('what went astray without an incident is put right within two looks, and a talk beside it is left alone', async (t) => {
  const callplane = await stage.site(t).start({ CALLPLANE_RECONCILE_SECONDS: '5' });
  await stage.talkTo(callplane, 'anna');
  const talk = await stage.talkTo(callplane, 'boris');
  const [first] = await bridges();
  assert.ok(first !== undefined);

  // Somebody at Asterisk's console: a leg taken out of its bridge, a bridge and a leg of ours that nobody knows.
  await asterisk.demand('POST', `/bridges/${first.id}/removeChannel?channel=${first.channels[0] ?? ''}`);
  await asterisk.demand('POST', '/bridges/stray-bridge?type=mixing&name=callplane');
  await asterisk.demand('POST', '/channels/stray-leg', {
    endpoint: 'Local/700@callplane-hand-over',
    app: 'callplane',
    appArgs: 'leg',
  });

  await until('the bridges to be as they should', async () => {
    const now = await bridges();
    return now.length === 2 && now.every(({ channels }) => channels.length === 2);
  });
  await until('the stray leg to be gone', async () => {
    const { status } = await asterisk.send('GET', '/channels/stray-leg');
    return status === 404;
  });
  // Asterisk has it before the log has come through its pipe.
  await until('the log to tell of two repairs', () => repairsTold(callplane) >= 2);
  assert.ok(repairsTold(callplane) <= 4, `${repairsTold(callplane)} repairs`);
  await stage.nobodyHangsUp(talk);
  await agentIs(callplane, 'anna', 'talking');
  await agentIs(callplane, 'boris', 'talking');
  await stage.everybodyHangsUp();
  await agentIs(callplane, 'anna', 'available');
  assert.equal(await callplane.stop(), 0);
});
