import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { clientPrograms } from '../backup/client-programs.js';
import { ask, freshDatabase, startServers, type Servers } from '../store/databases.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { MailRoom } from '../support/mail/mail-room.js';
import { AskedSystem } from '../support/real/asked-system.js';
import { WebHook } from '../support/web/web-hook.js';
import { command, type CommandEnd } from '../system/support/command.js';
import { storedFacts } from '../system/support/facts.js';
import { ROUTING, toldOf } from '../system/support/site.js';
import { agentIs, Stage } from '../system/support/stage.js';
import { eventually, until } from '../system/support/until.js';
import { WayOut } from './way-out.js';

const wayOut = new WayOut();
/** Who has something to tell at home does so soon after a start, or after an end. */
const TELLS_WITHIN_MS = 5_000;
/** Reports and alerts are looked at four times a minute. */
const SENT_WITHIN_MS = 60_000;
const DAY_MS = 86_400_000;

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

test('C07: Asterisk, Callplane, the far end and the database work on a network without a way out, and nothing looks for one', async (t) => {
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

/** The systems of the company that Callplane asks, tells and mails by itself: all of them stand on the premises. */
class OtherSystems {
  private constructor(
    readonly clients: AskedSystem,
    readonly hook: WebHook,
    readonly mail: MailRoom,
  ) {}

  static async open(): Promise<OtherSystems> {
    const clients = await AskedSystem.open();
    await clients.set(`${clients.url}/clients`, { afterMs: 20, body: '{"level":"premium"}' });
    const mail = await MailRoom.open({ certificate: null, login: null });
    return new OtherSystems(clients, await WebHook.open(), mail);
  }

  /** Each caller is looked up at one of them, and told to another. */
  routing(): string {
    const lookup = `{ lookup: { url: "${this.clients.url}/clients/one?number={caller.number}", values: { level: none } } }`;
    const notify = `{ notify: { url: "${this.hook.url}", values: { level: "{level}" } } }`;
    return ROUTING.replace(
      "'700': { queue: main }",
      `'700': { flow: [${lookup}, ${notify}, { queue: main }] }`,
    );
  }

  /** What is mailed, and to whom it is told when nobody is signed in. */
  settings(folder: string): Readonly<Record<string, string>> {
    const file = join(folder, 'schedules.yml');
    writeFileSync(
      file,
      `schedules:
  - { name: daily, report: queues, every: day, at: "00:00", timezone: UTC, mail: { to: [boss@example.com], attach: [pdf, xlsx, csv] } }
alerts:
  - { name: nobody, when: nobody-signed-in, hours: always, for: 0s, webhook: { url: "${this.hook.url}" } }
`,
    );
    return {
      ...{ CALLPLANE_SCHEDULES: file, CALLPLANE_SMTP_HOST: '127.0.0.1' },
      ...{ CALLPLANE_SMTP_PORT: String(this.mail.port), CALLPLANE_SMTP_SECURITY: 'none' },
      CALLPLANE_SMTP_FROM: 'reports@example.com',
    };
  }

  async close(): Promise<void> {
    this.clients.close();
    await Promise.all([this.hook.close(), this.mail.close()]);
  }
}

test('C07: mails, web hooks and questions to other systems go to the premises, and nowhere else', async (t) => {
  wayOut.reset();
  const systems = await OtherSystems.open();
  t.after(() => systems.close());
  const site = stage.site(t);
  writeFileSync(site.routing, systems.routing());
  const database = await freshDatabase(servers.url('mariadb'));
  const callplane = await site.start({ DATABASE_URL: database, ...systems.settings(site.folder) });
  const posted = (what: string): readonly string[] =>
    systems.hook.posted.flatMap(({ body }) => (what in body ? [String(body[what])] : []));
  await until('the alert', () => posted('event').includes('raised'), SENT_WITHIN_MS);

  const call = await stage.talkTo(callplane, 'anna');
  await until('the caller to be told', () => posted('level').length === 1);
  assert.deepEqual(posted('level'), ['premium'], 'what was looked up is what is told');
  await stage.hangUp(call);
  await agentIs(callplane, 'anna', 'available');

  const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const asked = await command(callplane.environment, 'report', 'resend', 'daily', '--due', yesterday);
  assert.equal(asked.code, 0, asked.err);
  const mail = await eventually('the report', () => systems.mail.accepted[0], SENT_WITHIN_MS);
  assert.deepEqual(mail.to, ['boss@example.com']);
  const attached = mail.parts.map(({ type }) => type).join();
  assert.match(attached, /pdf.*spreadsheetml.*csv/);
  await toldOf(callplane, /a scheduled report was delivered/, 1);
  const { code, out } = await command(callplane.environment, 'doctor');
  assert.ok(code === 0 || code === 1, out);
  assert.match(out, new RegExp(`127\\.0\\.0\\.1:${systems.mail.port} answers`));
  await pause(TELLS_WITHIN_MS);
  assert.equal(await callplane.stop(), 0);
  const [{ count } = { count: 0 }] = await ask(
    database,
    "SELECT COUNT(*) AS count FROM call_events WHERE event IN ('looked-up', 'notified')",
  );
  assert.equal(Number(count), 2);
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
