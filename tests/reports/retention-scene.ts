import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Milestone } from '../../src/core/milestone.js';
import { replacementOf } from '../../src/retention/replacement.js';
import { RecordingFolders } from '../../src/retention/recording-folders.js';
import type { RetentionParts, RetentionRules } from '../../src/retention/run-retention.js';
import { SavedFiles } from '../../src/retention/saved-files.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { askStore } from '../store/ask-store.js';
import {
  aCall,
  aCallback,
  aCallbackAsked,
  anArrival,
  anEvent,
  aRecording,
  recordsOf,
  silentLog,
} from '../store/sample-facts.js';

const DAY_MS = 86_400_000;
export const NOW = Date.UTC(2026, 2, 2, 3);
export const OLD = NOW - 100 * DAY_MS;
/** More than are treated at once. */
const OLD_CALLS = 130;
export const NUMBER = '+359880000001';
const KEY = Buffer.alloc(32, 7);
export const RULES: RetentionRules = {
  numbers: { keepMs: 90 * DAY_MS, rule: 'replace' },
  recordings: { archiveAfterMs: 30 * DAY_MS, deleteAfterMs: 180 * DAY_MS },
  asideMs: 4 * DAY_MS,
};
export const standsFor = (number: string): string => replacementOf(number, '359', KEY);

/** Reads of what a run does, which change nothing. */
const RECORDINGS = ['2025/08/01/x-1.wav', '2025/08/01/x-2.wav', '2026/01/15/x-3.wav', '2026/01/15/x-4.wav'];
const NEW_RECORDING = '2026/03/01/x-5.wav';

/** A data folder, a folder of recordings and an archive, with something old and something new everywhere. */
export class RetentionScene {
  private constructor(
    readonly folder: string,
    readonly store: Store,
  ) {}

  /** A new one, filled. */
  static async fill(t: TestContext): Promise<RetentionScene> {
    const folder = mkdtempSync(join(tmpdir(), 'callplane-retention-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const scene = await RetentionScene.at(folder);
    await scene.store.migrate();
    await fillStore(scene.store);
    const put = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    for (const path of [...RECORDINGS, NEW_RECORDING]) put(`recording/${path}`, `sound of ${path}`);
    put('archive/2025/07/31/x-0.wav', 'sound of x-0');
    put('data/reports/nightly-2025-11-01.html', `report with ${NUMBER}`);
    put('data/reports/nightly-2025-11-01.calls-made.csv', `report with ${NUMBER}`);
    put('data/reports/nightly-2025-11-01-corrected.pdf', `report with ${NUMBER}`);
    put('data/reports/large/weekly/shown/weekly-2025-11-24_2025-11-30.zip', `report with ${NUMBER}`);
    put('data/reports/nightly-2026-03-01.html', 'a new report');
    put('data/reports/plan-of-2025-01-01.odt', 'no report');
    put('data/journal-aside-2025-10-01T00-00-00-000Z/segment-1.journal', `from ${NUMBER}`);
    const rescue = (at: number): string =>
      `${JSON.stringify({ at, leg: `leg-${at}`, did: 'hung-up', from: NUMBER, dialled: '700' })}\n`;
    put('data/rescues.jsonl', `${rescue(OLD)}${rescue(OLD + 1)}${rescue(NOW - DAY_MS)}{"at":1,"torn`);
    return scene;
  }

  /** One that is there. */
  static async at(folder: string): Promise<RetentionScene> {
    const store = await openStore({ sqliteFile: join(folder, 'data', 'callplane.sqlite'), log: silentLog });
    return new RetentionScene(folder, store);
  }

  /** The same once more, elsewhere. */
  async copy(name: string): Promise<RetentionScene> {
    const folder = join(this.folder, '..', `${this.folder.split('/').at(-1) ?? ''}-${name}`);
    cpSync(this.folder, folder, { recursive: true, preserveTimestamps: true });
    return RetentionScene.at(folder);
  }

  parts(): RetentionParts {
    return {
      books: this.store.retention,
      replacer: () => Promise.resolve(standsFor),
      saved: new SavedFiles(
        join(this.folder, 'data/reports'),
        join(this.folder, 'data/rescues.jsonl'),
        join(this.folder, 'data/journal'),
        null,
        join(this.folder, 'data/queue-log.json'),
      ),
      recordings: new RecordingFolders(join(this.folder, 'recording'), join(this.folder, 'archive')),
      now: NOW,
      pause: () => Promise.resolve(),
      log: silentLog,
    };
  }

  /** Everything that stands somewhere: the files with what is in them, the rows. */
  async everything(): Promise<object> {
    return { files: this.files(), rows: await this.rows() };
  }

  async rows(): Promise<Readonly<Record<string, unknown>>> {
    const rows: Record<string, unknown> = {};
    for (const table of TABLES)
      rows[table] = await askStore(this.#address, `SELECT * FROM ${table} ORDER BY 1, 2`);
    return rows;
  }

  /** The bytes of everything, as text. */
  bytes(): string {
    return this.#paths('')
      .map((path) => readFileSync(join(this.folder, path), 'latin1'))
      .join('\n');
  }

  files(): Readonly<Record<string, string>> {
    const paths = this.#paths('').filter((path) => !path.includes('callplane.sqlite'));
    return Object.fromEntries(
      paths.sort().map((path) => [path, readFileSync(join(this.folder, path), 'utf8')]),
    );
  }

  get #address(): { readonly sqliteFile: string } {
    return { sqliteFile: join(this.folder, 'data', 'callplane.sqlite') };
  }

  #paths(below: string): readonly string[] {
    const folder = join(this.folder, below);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(below, entry.name);
      return entry.isDirectory() ? this.#paths(path) : [path];
    });
  }
}

const TABLES = [
  ...['stored_calls', 'stored_open_calls', 'stored_call_events', 'dialplan_calls', 'report_slots'],
  ...['stored_callbacks', 'stored_open_callbacks', 'recording_places', 'retention_marks'],
];

async function fillStore(store: Store): Promise<void> {
  const steps: (readonly Milestone[])[] = Array.from({ length: OLD_CALLS }, (_, index) =>
    called(`old-${index}`, OLD + index),
  );
  const recordings = [...RECORDINGS, NEW_RECORDING].map((path, index) => ({
    kind: 'recording-ended' as const,
    ...aRecording({ recording: path.replace('.wav', ''), conversation: `talk-${index}` }),
  }));
  await store.recorder.record(
    0,
    recordsOf(1, ...steps, called('new', NOW - DAY_MS), recordings, calledBack()),
  );
  await store.recorder.recordDialplan({
    calls: [
      { leg: 'leg-1', from: NUMBER, dialled: '700', arrivedAt: OLD, answeredAt: null, endedAt: OLD + 5 },
    ],
    rescues: [{ leg: 'leg-2', at: OLD, did: 'hung-up', from: NUMBER, dialled: '700' }],
  });
  const [slots, key] = [store.slots('one'), { schedule: 'daily', dueAt: OLD, edition: 0 }];
  await slots.putDown(key, { period: { from: OLD - DAY_MS, to: OLD }, as: 'due', said: null }, OLD);
  await slots.claim(key, 60_000);
  const built = { builtAt: OLD, rows: 1, hash: 'h', tookMs: 1, openCalls: [], deliveries: [] };
  await slots.built(key, { ...built, content: `packed ${NUMBER}` });
}

/** Old ones, one of them still open. */
function calledBack(): readonly Milestone[] {
  const his = { number: NUMBER, name: 'Анна', askedAt: OLD };
  return [
    { kind: 'callback-ended', ...aCallback(his) },
    { kind: 'callback-asked', ...aCallbackAsked(his) },
  ];
}

function called(call: string, at: number): readonly Milestone[] {
  return [
    anArrival({ call, leg: `leg-${call}`, from: NUMBER, at }),
    anEvent({ call, at, event: 'collected', detail: { collect: 'c', value: '4711471147114711' } }),
    {
      kind: 'call-ended',
      ...aCall({ call, from: NUMBER, fromName: 'Анна', arrivedAt: at, endedAt: at + 9 }),
    },
  ];
}
