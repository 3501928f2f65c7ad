import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Signal } from '../../src/core/signal.js';
import { freeze } from '../../src/core/snapshot.js';
import { createState, type State, step } from '../../src/core/step.js';
import { listSnapshots } from '../../src/journal/journal-folder.js';
import { openJournalReader, openJournalWriter } from '../../src/journal/open-journal.js';
import { openReplica, type OwnReplica } from '../../src/main-standby.js';
import type { JournalRecord, JournalWriter } from '../../src/ports/journal.js';
import { StreamClient } from '../../src/standby/stream-client.js';
import type { Encryption } from '../../src/standby/stream-link.js';
import { type StreamServer, serveStream } from '../../src/standby/stream-server.js';
import { plan, queue } from '../core/plan-builder.js';
import { KeptLog } from '../journal/journal-scene.js';
import { until } from '../system/support/until.js';

const SECRET = 'a-secret-of-sixteen-letters';
const DAY_MS = 86_400_000;
const SETTINGS = { durability: 'process', journalKeepMs: 0 } as const;

/** A leader in a folder: takes steps, and gives its journal. */
class Leader {
  readonly log = new KeptLog();
  readonly state: State = createState({ prefix: 'lead', seed: 1 });
  stored = 0;
  leads: 'yes' | 'no' = 'yes';
  received = 0;
  server: StreamServer | null = null;
  #at = 1_000_000;

  constructor(
    readonly journal: JournalWriter,
    private readonly folder: string,
  ) {}

  static async open(t: TestContext, folder: string, encryption: Encryption = 'none'): Promise<Leader> {
    const log = new KeptLog();
    const keep = { forMs: SETTINGS.journalKeepMs, now: () => Date.now() };
    const journal = await openJournalWriter({ folder, durability: 'process', log, boot: 'b', keep });
    const leader = new Leader(journal, folder);
    leader.takes({
      kind: 'plan-loaded',
      plan: plan({ agents: ['anna'], queues: [queue('sales', ['anna'])] }),
      by: 't',
    });
    leader.snapshot();
    leader.server = await serveStream({
      place: { host: '127.0.0.1', port: 0 },
      encryption,
      secret: SECRET,
      installation: 'leader',
      source: () => (leader.leads === 'yes' ? leader.source() : null),
      mintNonce: () => 'n1',
      heard: ({ received }) => (leader.received = received),
      log: leader.log,
    });
    t.after(async () => {
      leader.server?.close();
      await journal.close();
    });
    return leader;
  }

  source() {
    return {
      openReader: () => openJournalReader(this.folder, this.log),
      durable: () => this.journal.durable,
      stored: () => this.stored,
      hears: () => true,
      http: 'http://127.0.0.1:1',
    };
  }

  takes(signal: Signal): void {
    this.#at += 1_000;
    const { milestones } = step(this.state, signal, this.#at);
    this.journal.append({ sequence: this.journal.next, at: this.#at, signal, milestones });
  }

  call(leg: string): void {
    this.takes({ kind: 'call-arrived', leg, from: '1', fromName: null, dialled: '100' });
  }

  /** A quiet day is over, and everything is stored. */
  async dayOver(t: TestContext): Promise<void> {
    t.mock.timers.setTime(Date.now() + DAY_MS);
    this.#at += DAY_MS;
    this.takes({ kind: 'time-passed' });
    this.snapshot();
    const sequence = this.journal.next - 1;
    this.stored = sequence;
    this.journal.release(sequence);
    await until('the snapshot', () =>
      listSnapshots(this.folder).then((all) => all.at(-1)?.sequence === sequence),
    );
  }

  snapshot(): void {
    this.journal.snapshot(this.journal.next - 1, this.state.lastAt, [freeze(this.state)]);
  }
}

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-stream-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Following {
  readonly own: OwnReplica;
  readonly client: StreamClient;
  readonly log: KeptLog;
  readonly told: string[];
  /** Newest sequences of the leader, as it told them. */
  readonly heard: number[];
  readonly end: () => Promise<void>;
}

async function follow(
  t: TestContext,
  leader: Leader,
  folder: string,
  {
    secret = SECRET,
    encryption = 'none',
  }: { readonly secret?: string; readonly encryption?: Encryption } = {},
): Promise<Following> {
  const log = new KeptLog();
  const own = await openReplica(SETTINGS, folder, log);
  const told: string[] = [];
  const heard: number[] = [];
  const client = new StreamClient({
    place: { host: '127.0.0.1', port: leader.server?.port ?? 0 },
    encryption,
    secret,
    installation: 'follower',
    follower: own.replica,
    mintNonce: () => 'n2',
    hears: () => true,
    heard: ({ sequence }) => heard.push(sequence),
    toldToTakeOver: () => told.push('take-over'),
    log,
  });
  const end = async (): Promise<void> => {
    client.close();
    await own.replica.journal.close();
  };
  t.after(end);
  return { own, client, log, told, heard, end };
}

async function inStep({ own }: Following, leader: Leader): Promise<void> {
  await until('the follower to be in step', () => own.replica.received === leader.journal.next - 1);
  assert.equal(freeze(own.replica.state), freeze(leader.state));
}

async function recordsIn(folder: string): Promise<readonly JournalRecord[]> {
  const reader = openJournalReader(folder, new KeptLog());
  try {
    return await reader.read({ sequence: 0 }, 10_000);
  } finally {
    await reader.close();
  }
}

async function snapshotWritten(leader: Leader, folder: string): Promise<void> {
  const reader = openJournalReader(folder, leader.log);
  await until('the snapshot', async () => (await reader.newestSnapshot()) !== null);
  await reader.close();
}

test('a new follower gets a copy, then every record as it is written, with its number and to the same state', async (t) => {
  const [a, b] = [join(folderOf(t), 'journal'), join(folderOf(t), 'journal')];
  const leader = await Leader.open(t, a);
  await snapshotWritten(leader, a);
  leader.call('leg-1');
  const following = await follow(t, leader, b);
  await inStep(following, leader);
  leader.call('leg-2');
  leader.journal.leaveOut(leader.journal.next + 1_000_000);
  leader.call('leg-3');
  await inStep(following, leader);
  await following.end();
  assert.deepEqual(await recordsIn(b), await recordsIn(a));
  leader.server?.tellToTakeOver();
});

test('a follower that was away goes on behind its last record; the same folder, no copy', async (t) => {
  const [a, b] = [join(folderOf(t), 'journal'), join(folderOf(t), 'journal')];
  const leader = await Leader.open(t, a);
  await snapshotWritten(leader, a);
  const first = await follow(t, leader, b);
  await inStep(first, leader);
  leader.call('leg-1');
  await inStep(first, leader);
  await first.end();
  leader.call('leg-2');
  const second = await follow(t, leader, b);
  await inStep(second, leader);
  assert.ok(second.log.lines.some(({ fields }) => fields['way'] === 'goes on'));
});

test('a follower begins its journal anew every day as the leader does, with the same state and nothing older', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const [a, b] = [join(folderOf(t), 'journal'), join(folderOf(t), 'journal')];
  const leader = await Leader.open(t, a);
  await snapshotWritten(leader, a);
  const following = await follow(t, leader, b);
  await inStep(following, leader);
  leader.call('leg-1');
  leader.takes({ kind: 'leg-ended', leg: 'leg-1', end: 'normal' });
  await inStep(following, leader);
  const stand = (folder: string): boolean =>
    readdirSync(folder).some((name) => readFileSync(join(folder, name), 'latin1').includes('"leg-1"'));
  assert.deepEqual([stand(a), stand(b)], [true, true]);
  for (let day = 1; day <= 4; day += 1) {
    await leader.dayOver(t);
    await inStep(following, leader);
    const sequence = following.own.replica.received;
    await until('its snapshot', () => listSnapshots(b).then((all) => all.at(-1)?.sequence === sequence));
    await until('word of what is stored', () => following.heard.at(-1) === sequence);
  }
  await following.end();
  assert.deepEqual([stand(a), stand(b)], [false, false]);
  leader.call('leg-2');
  const again = await follow(t, leader, b);
  await inStep(again, leader);
  assert.ok(again.log.lines.some(({ fields }) => fields['way'] === 'goes on'));
});

test('a follower that was away while what it lacks went gets a copy, and its own journal is put aside', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const [a, parent] = [join(folderOf(t), 'journal'), folderOf(t)];
  const b = join(parent, 'journal');
  const leader = await Leader.open(t, a);
  await snapshotWritten(leader, a);
  const before = await follow(t, leader, b);
  await inStep(before, leader);
  await before.end();
  leader.call('leg-1');
  for (let day = 1; day <= 4; day += 1) await leader.dayOver(t);
  const afterwards = await follow(t, leader, b);
  await inStep(afterwards, leader);
  assert.equal(readdirSync(parent).filter((name) => name.startsWith('journal-aside-')).length, 1);
});

test('records that the books have not stored yet come with the copy, also those before the snapshot', async (t) => {
  const [a, b] = [join(folderOf(t), 'journal'), join(folderOf(t), 'journal')];
  const leader = await Leader.open(t, a);
  for (const leg of ['leg-1', 'leg-2', 'leg-3']) leader.call(leg);
  leader.snapshot();
  await snapshotWritten(leader, a);
  leader.stored = 2;
  const following = await follow(t, leader, b);
  await inStep(following, leader);
  assert.deepEqual(
    (await recordsIn(b)).map(({ sequence }) => sequence),
    [3, 4],
  );
});

test('a journal that has gone another way is put aside and a copy begun; it is never replayed', async (t) => {
  const [a, parent] = [join(folderOf(t), 'journal'), folderOf(t)];
  const b = join(parent, 'journal');
  const leader = await Leader.open(t, a);
  await snapshotWritten(leader, a);
  const before = await follow(t, leader, b);
  await inStep(before, leader);
  before.client.close();
  before.own.replica.take({ sequence: 2, at: 9, signal: { kind: 'time-passed' }, milestones: [] });
  await before.end();
  leader.call('leg-1');
  leader.call('leg-2');
  const afterwards = await follow(t, leader, b);
  await inStep(afterwards, leader);
  assert.ok(afterwards.log.has('warn', /put aside and never replayed/));
  assert.equal(readdirSync(parent).filter((name) => name.startsWith('journal-aside-')).length, 1);
});

test('who does not know the secret gets nothing, and believes nobody who does not know it', async (t) => {
  const a = join(folderOf(t), 'journal');
  const leader = await Leader.open(t, a);
  await snapshotWritten(leader, a);
  const secret = 'another-secret-of-somebody';
  const stranger = await follow(t, leader, join(folderOf(t), 'journal'), { secret });
  await until('the refusal', () => leader.log.has('warn', /does not know the secret/));
  assert.equal(stranger.own.replica.received, 0);
});

test('who does not lead gives nothing; when it leads the follower finds it by itself, and hears its word', async (t) => {
  const a = join(folderOf(t), 'journal');
  const leader = await Leader.open(t, a);
  await snapshotWritten(leader, a);
  leader.leads = 'no';
  const following = await follow(t, leader, join(folderOf(t), 'journal'));
  leader.leads = 'yes';
  await inStep(following, leader);
  await until('the leader to know', () => leader.received === leader.journal.durable);
  leader.server?.tellToTakeOver();
  await until('the word', () => following.told.length === 1);
});

/** A certificate for 127.0.0.1, signed by an authority that is made for it. */
function certificates(t: TestContext): Exclude<Encryption, 'none'> {
  const folder = folderOf(t);
  const openssl = (...words: string[]): void => {
    execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-subj', '/CN=authority', '-keyout', 'ca.key', '-out', 'ca.pem');
  openssl(
    'req',
    ...newKey,
    '-subj',
    '/CN=callplane',
    '-keyout',
    'own.key',
    '-out',
    'own.csr',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
  );
  openssl(
    'x509',
    '-req',
    '-in',
    'own.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-copy_extensions',
    'copy',
    '-out',
    'own.pem',
  );
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { certificate: text('own.pem'), key: text('own.key'), authority: text('ca.pem') };
}

test('over TLS: only who shows a certificate of the authority comes in, and only such a one is spoken to', async (t) => {
  const a = join(folderOf(t), 'journal');
  const [encryption, strange] = [certificates(t), certificates(t)];
  const leader = await Leader.open(t, a, encryption);
  await snapshotWritten(leader, a);
  const stranger = await follow(t, leader, join(folderOf(t), 'journal'), { encryption: strange });
  await until('the stranger to be told', () => stranger.log.has('info', /not followed/));
  const intruder = await follow(t, leader, join(folderOf(t), 'journal'), {
    encryption: { ...strange, authority: encryption.authority },
  });
  await until('the intruder to be refused', () =>
    leader.log.has('warn', /connection to the standby port was refused/),
  );
  const following = await follow(t, leader, join(folderOf(t), 'journal'), { encryption });
  await inStep(following, leader);
  assert.deepEqual([stranger.own.replica.received, intruder.own.replica.received], [0, 0]);
});
