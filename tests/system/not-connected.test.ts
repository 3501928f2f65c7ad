import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { consoleCommand } from '../support/asterisk/instances.js';
import type { FarCall, FarRing } from '../support/far-end/records.js';
import { agentIs, Stage } from './support/stage.js';
import { eventually, until } from './support/until.js';

const SET = 'system-not-connected';
const AGENT = 'phone-001';
const EMERGENCY = 'phone-002';
/** The dialplan asks ten times more, every 2 s. */
const EMERGENCY_AFTER_MS = 20_000;
/** A machine with much to do is late, never early. */
const LATE_MS = 8_000;
const EARLY_MS = 500;
/** So long at least the second caller hears ringing before Callplane is back. */
const AWAY_MS = 6_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open(SET);
  await consoleCommand(SET, 'pbx', `dialplan set global EMERGENCY_DIAL PJSIP/${EMERGENCY}`);
});
after(() => stage.close());

function callFrom(from: string): Promise<string> {
  return stage.far.call({ number: '700', from, toneHz: null });
}

function recordOf(call: string): FarCall {
  const record = stage.far.callRecord(call);
  assert.ok(record !== undefined);
  return record;
}

/** The answered ringing of this phone for this caller. */
function talkAt(phone: string, call: string): FarRing | undefined {
  return stage.far.phones
    .rings()
    .find(
      (ring) =>
        ring.phone === phone && ring.callerNumber === recordOf(call).from && ring.outcome === 'answered',
    );
}

/** The caller hears ringing since he called, and nobody has answered. */
function assertRinging(call: string): void {
  const { placedAt, ringingAt, answeredAt, endedAt } = recordOf(call);
  assert.ok(ringingAt !== null && ringingAt - placedAt < 2_000, 'the caller hears no ringing');
  assert.deepEqual({ answeredAt, endedAt }, { answeredAt: null, endedAt: null });
}

test('Callplane is not connected: callers hear ringing, unanswered; the emergency destination after 20 s, Callplane when it is back before', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  await callplane.api('POST', '/api/agents/anna/sign-in');
  await agentIs(callplane, 'anna', 'available');
  assert.equal(await callplane.stop(), 0);
  assert.doesNotMatch(await consoleCommand(SET, 'pbx', 'ari show apps'), /callplane/);

  const first = await callFrom('+4930000001');
  const { placedAt } = recordOf(first);
  const secondFrom = placedAt + EMERGENCY_AFTER_MS - AWAY_MS;
  await until('the first caller to have rung for a while', () => Date.now() >= secondFrom);
  assertRinging(first);
  assert.deepEqual(stage.far.phones.rings(), [], 'a phone was rung too early');
  const second = await callFrom('+4930000002');

  const emergency = await eventually('the emergency phone to talk', () => talkAt(EMERGENCY, first));
  const rangAfterMs = emergency.rangAt - placedAt;
  t.diagnostic(`emergency after ${rangAfterMs} ms`);
  assert.ok(rangAfterMs >= EMERGENCY_AFTER_MS - EARLY_MS, `after ${rangAfterMs} ms already`);
  assert.ok(rangAfterMs <= EMERGENCY_AFTER_MS + LATE_MS, `only after ${rangAfterMs} ms`);
  await until('the first caller to be answered', () => recordOf(first).answeredAt !== null);
  assert.ok((recordOf(first).answeredAt ?? 0) >= emergency.rangAt, 'answered before anybody was there');

  assertRinging(second);
  const backFrom = Date.now();
  const back = await site.start();
  const talk = await eventually('the agent to talk', () => talkAt(AGENT, second));
  await agentIs(back, 'anna', 'talking');
  t.diagnostic(`the second caller was taken ${talk.rangAt - recordOf(second).placedAt} ms after calling`);
  assert.ok(talk.rangAt >= backFrom && (recordOf(second).answeredAt ?? 0) >= backFrom);
  assert.ok(backFrom - recordOf(second).placedAt >= AWAY_MS - EARLY_MS);
  assert.equal(talkAt(EMERGENCY, second), undefined);
  await stage.nobodyHangsUp(first);
  await stage.nobodyHangsUp(second);
  await stage.everybodyHangsUp();
  assert.equal(await back.stop(), 0);
});
