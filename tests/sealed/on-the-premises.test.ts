import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { clientPrograms } from '../backup/client-programs.js';
import { freshDatabase, startServers, type Servers } from '../store/databases.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { command, type CommandEnd } from '../system/support/command.js';
import { storedFacts } from '../system/support/facts.js';
import { ROUTING } from '../system/support/site.js';
import { agentIs, Stage } from '../system/support/stage.js';
import { until } from '../system/support/until.js';
import { WayOut } from './way-out.js';

const wayOut = new WayOut();
/** Who has something to tell at home does so soon after a start, or after an end. */
const TELLS_WITHIN_MS = 5_000;

let stage: Stage;
let servers: Servers;
const programs = clientPrograms();
before(async () => {
  wayOut.reset();
  stage = await Stage.open('sealed');
  servers = await startServers('sealed', 'mariadb');
});
after(async () => {
  await stage.close();
  await servers.stop();
  programs.remove();
});

function nobodyLeft(): void {
  assert.equal(wayOut.packets, 0, `something tried to leave:\n${wayOut.destinations()}`);
}

/** What an engineer and a supervisor do with it. */
async function commandsOf(callplane: Callplane, folder: string): Promise<readonly CommandEnd[]> {
  const ends: CommandEnd[] = [];
  for (const words of [
    ['doctor'],
    ['check', join(folder, 'routing.yml')],
    ['report', 'daily'],
    ['report', 'run', 'calls', '--format', 'html'],
    ['report', 'run', 'calls', '--format', 'xlsx', '--output', join(folder, 'calls.xlsx')],
    ['audit'],
    ['backup', join(folder, 'backup.tar.gz')],
  ])
    ends.push(await command(callplane.environment, ...words));
  return ends;
}

test('Asterisk, Callplane, the far end and the database work on a network without a way out, and nothing looks for one', async (t) => {
  const site = stage.site(t);
  writeFileSync(site.routing, ROUTING.replace('strategy:', 'record: true\n    strategy:'));
  const database = await freshDatabase(servers.url('mariadb'));
  const callplane = await site.start({ DATABASE_URL: database });
  const call = await stage.talkTo(callplane, 'anna');
  await stage.nobodyHangsUp(call);
  const ends = await commandsOf(callplane, site.folder);
  // The doctor ends with 1 where something is to be mended; here only faults of its own count.
  for (const { code, err } of ends) assert.ok(code === 0 || code === 1, err);
  const metrics = await fetch(`${callplane.url}/metrics`, {
    headers: { authorization: `Bearer ${callplane.environment['CALLPLANE_API_TOKEN'] ?? ''}` },
  });
  assert.match(await metrics.text(), /^callplane_calls\{state="talking"\} 1$/m);
  await stage.hangUp(call);
  await agentIs(callplane, 'anna', 'available');
  await pause(TELLS_WITHIN_MS);
  assert.equal(await callplane.stop(), 0);
  const { calls, conversations, recordings } = await storedFacts({ url: database });
  assert.deepEqual([calls.length, conversations.length, recordings[0]?.result], [1, 1, 'recorded']);
  nobodyLeft();
});

test('whoever tries to leave is seen: by a name, by an address of either family', async (t) => {
  const connects = (address: string) => (): void => {
    const socket = connect(443, address).on('error', () => undefined);
    t.after(() => socket.destroy());
  };
  const tries: Record<string, () => void> = {
    'a name': () => void lookup('callplane.example').catch(() => undefined),
    'an address': connects('203.0.113.7'),
  };
  // Where the kernel knows no IPv6, nothing can leave by it.
  if (existsSync('/proc/net/if_inet6')) tries['an address of IPv6'] = connects('2001:db8:9::1');
  for (const [what, attempt] of Object.entries(tries)) {
    wayOut.reset();
    attempt();
    await until(`${what} to be seen`, () => wayOut.packets > 0);
  }
  await until('the destinations to be written down', () =>
    [/203\.0\.113\.7\.443/, /192\.0\.2\.53\.53/].every((each) => each.test(wayOut.destinations())),
  );
});
