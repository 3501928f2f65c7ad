import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { loadSettings, type Settings } from '../../src/app/settings.js';
import type { Milestone } from '../../src/core/milestone.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import {
  aCall,
  aCallback,
  aCallbackAsked,
  anAttempt,
  anEvent,
  anOutcome,
  aPlan,
  aRating,
  aRecording,
  recordsOf,
  silentLog,
} from '../store/sample-facts.js';

export const DAY_MS = 86_400_000;
export const HIS = '+359880000001';
export const OTHER = '+359880000101';
/** Where he once asked to be called back. */
export const MOBILE = '+359880000777';
/** Yesterday, as reports and recordings name it. */
export const DAY = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
export const DAY_FOLDER = DAY.replaceAll('-', '/');
export const EVERYTHING = { from: 0, to: Number.MAX_SAFE_INTEGER };

export interface Scene {
  readonly folder: string;
  readonly settings: Settings;
  readonly inStore: <Answer>(work: (store: Store) => Promise<Answer>) => Promise<Answer>;
}

/** A company with a recent and an old call of his, in two ways of writing, and calls of somebody else. */
export async function company(t: TestContext, country: string | null = 'BG'): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-person-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const environment = {
    CALLPLANE_DATA: join(folder, 'data'),
    CALLPLANE_ROUTING: join(folder, 'routing.yml'),
    CALLPLANE_RETENTION_NUMBER_DAYS: '90',
    CALLPLANE_RECORDINGS: join(folder, 'recording'),
    CALLPLANE_RECORDINGS_DELETE_DAYS: '400',
  };
  const settings = loadSettings(environment, folder);
  const inStore: Scene['inStore'] = async (work) => {
    const store = await openStore({ sqliteFile: join(settings.data, 'callplane.sqlite'), log: silentLog });
    await store.migrate();
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  await inStore((store) => fill(store, country));
  for (const name of ['talk-his', 'talk-other', 'talk-back', 'talk-back-other'])
    put(join(folder, `recording/${DAY_FOLDER}/${name}.wav`), 'sound');
  put(join(folder, `data/reports/journal-${DAY}.csv`), `call;${HIS}`);
  put(join(folder, `data/reports/callbacks-${DAY}.csv`), `${MOBILE};name of mobile`);
  put(join(folder, `data/reports/nightly-${DAY}.html`), 'no number');
  put(
    join(folder, 'data/rescues.jsonl'),
    `${JSON.stringify({ at: Date.now(), leg: 'l', did: 'hung-up', from: HIS })}\n`,
  );
  return { folder, settings, inStore };
}

export async function fill(store: Store, country: string | null): Promise<void> {
  const now = Date.now();
  const plan = aPlan({
    plan: JSON.stringify({ company: { timezone: 'UTC', country }, queues: {}, agents: {} }),
  });
  const recording = (name: string, call: string): Milestone => {
    return {
      kind: 'recording-ended',
      ...aRecording({ recording: `${DAY_FOLDER}/talk-${name}`, conversation: name, call }),
    };
  };
  await store.recorder.record(
    0,
    recordsOf(
      1,
      [plan, ...called('old', HIS, now - 100 * DAY_MS), ...called('old-other', OTHER, now - 99 * DAY_MS)],
      [...called('new', '0880 000 001', now - DAY_MS), recording('his', 'new'), ...afterwards('new')],
      [...called('newest', HIS, now - DAY_MS / 2)],
      [...called('other', OTHER, now - DAY_MS), recording('other', 'other'), ...afterwards('other')],
      called('hidden', null, now - DAY_MS),
      [
        ...calledBack('back', HIS, now - DAY_MS, 'new'),
        recording('back', 'made-back'),
        ...calledBack('mobile', MOBILE, now - DAY_MS / 2, 'newest'),
        ...calledBack('back-old', HIS, now - 100 * DAY_MS, null),
        ...calledBack('back-other', OTHER, now - DAY_MS, 'other'),
        recording('back-other', 'made-back-other'),
        {
          kind: 'callback-asked',
          ...aCallbackAsked({ callback: 'open', number: HIS, name: 'Анна', askedAt: now }),
        },
      ],
    ),
  );
  const slots = store.slots('one');
  for (const [index, number] of [HIS, OTHER].entries()) {
    const key = { schedule: 'journal', dueAt: now + index, edition: 0 };
    await slots.putDown(key, { period: { from: now - DAY_MS, to: now }, as: 'due', said: null }, now);
    await slots.claim(key, 60_000);
    const content = gzipSync(JSON.stringify({ tables: [number] })).toString('base64');
    const built = { builtAt: now, rows: 1, hash: 'h', tookMs: 1, openCalls: [], deliveries: [] };
    await slots.built(key, { ...built, content });
  }
}

export function called(call: string, from: string | null, at: number): Milestone[] {
  return [
    anEvent({ call, at, event: 'collected', detail: { collect: 'c', value: `code of ${call}` } }),
    { kind: 'call-ended', ...aCall({ call, from, fromName: 'Анна', arrivedAt: at, endedAt: at + 9 }) },
  ];
}

/** Asked for in this call; the call that was made for it. */
export function calledBack(
  callback: string,
  number: string,
  askedAt: number,
  call: string | null,
): Milestone[] {
  const made = `made-${callback}`;
  const name = `name of ${callback}`;
  return [
    anEvent({ call: made, at: askedAt + 1, event: 'dialled', detail: { callback, try: 1 } }),
    { kind: 'callback-attempt-ended', ...anAttempt({ attempt: `try-${callback}`, callback, call: made }) },
    { kind: 'callback-ended', ...aCallback({ callback, number, name, call, askedAt, endedAt: askedAt + 9 }) },
  ];
}

export function afterwards(call: string): Milestone[] {
  return [
    { kind: 'rating-ended', ...aRating({ rating: `rating-${call}`, conversation: call, call }) },
    { kind: 'outcome-settled', ...anOutcome({ conversation: call, call }) },
  ];
}

export function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

export const bytesOf = ({ folder }: Scene): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('\n');

export const callers = ({ inStore }: Scene): Promise<Map<string, string | null>> =>
  inStore(
    async (store) => new Map((await store.reader.calls(EVERYTHING)).map(({ call, from }) => [call, from])),
  );
