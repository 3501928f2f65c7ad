import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { parseDatabaseUrl } from '../../src/store/database-url.js';
import { mysqlSource, sqliteSource } from '../../src/store/data-source.js';
import { openStore, type StoreAddress } from '../../src/store/open-store.js';
import { createLog } from '../../src/log/create-log.js';
import { writeInBulk } from './bulk.js';
import { companyPlan } from './company.js';
import { past } from './past.js';
import type { Shape } from './shape.js';

/** What is to be made up, and where it goes. */
export interface Seeding {
  readonly shape: Shape;
  readonly address: StoreAddress;
  /** Whether days of this past that are there already are left as they are, or anything that is there is refused. */
  readonly what: 'all' | 'rest';
}

/** The command line is wrong; the message says how, and what is right. */
export class WrongSeeding extends Error {}

const USAGE = `scripts/seed-history --calls N (--sqlite FILE | with DATABASE_URL set) [options]
  --calls N           calls in all
  --days N            days they are spread over (400)
  --queues N          queues (20)
  --agents N          agents (300)
  --last-day DATE     the newest day (2026-10-31)
  --seed N            another past of the same shape (1)
  --rest              go on with a past of the same shape that was broken off
`;

/** Reads the words behind scripts/seed-history. Throws a WrongSeeding with the usage. */
export function readSeeding(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Seeding {
  const values = parsed(words);
  const number = (name: 'calls' | 'days' | 'queues' | 'agents' | 'seed'): number => {
    const text = values[name] ?? '';
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    throw wrong(`--${name}: found "${text}"; right is a whole number above 0`);
  };
  const lastDay = values['last-day'];
  if (Number.isNaN(Date.parse(`${lastDay}T00:00:00Z`)) || !/^\d{4}-\d\d-\d\d$/.test(lastDay))
    throw wrong(`--last-day: found "${lastDay}"; right is a date such as 2026-10-31`);
  const shape = {
    ...{ calls: number('calls'), days: number('days'), queues: number('queues'), agents: number('agents') },
    ...{ seed: number('seed'), lastDay },
  };
  return { shape, address: addressOf(values.sqlite, environment), what: values.rest ? 'rest' : 'all' };
}

/** Where the past is: the file that is named, or the database of the environment. Throws a WrongSeeding. */
export function addressOf(
  sqliteFile: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): StoreAddress {
  const url = environment['DATABASE_URL'] ?? '';
  if (sqliteFile !== undefined) return { sqliteFile };
  if (url !== '') return { url };
  throw wrong('neither --sqlite nor DATABASE_URL says where the database is');
}

/** A connection to the tables themselves. */
export async function connected(address: StoreAddress): Promise<DataSource> {
  const source =
    'url' in address ? mysqlSource(parseDatabaseUrl(address.url)) : sqliteSource(address.sqliteFile);
  return source.initialize();
}

/** Makes the tables and writes the past into them, a day in one transaction. Throws a WrongSeeding where something is already. */
export async function seed({ shape, address, what }: Seeding, say: (text: string) => void): Promise<void> {
  const log = createLog({ level: 'error', shape: 'terminal', destination: process.stderr });
  const store = await openStore({ ...address, log });
  try {
    await store.migrate();
  } finally {
    await store.close();
  }
  const source = await connected(address);
  try {
    const upTo = await writtenUpTo(source, shape, what);
    const begun = performance.now();
    let calls = 0;
    for (const { day, records } of past(shape)) {
      if (day.period.from <= upTo) continue;
      await writeInBulk(source, records);
      calls += day.calls;
      const seconds = (performance.now() - begun) / 1_000;
      say(`${day.date}: ${day.before + day.calls} of ${shape.calls} calls, ${Math.round(calls / seconds)}/s`);
    }
  } finally {
    await source.destroy();
  }
}

/** The beginning of the newest day that is there; before all days when none is. */
async function writtenUpTo(source: DataSource, shape: Shape, what: Seeding['what']): Promise<number> {
  const newest = await oneOf(source, 'SELECT MAX(arrived_at) AS one FROM stored_calls');
  const version = await oneOf(source, 'SELECT MAX(version) AS one FROM plan_versions');
  if (newest === null && version === null) return -Infinity;
  if (what === 'all')
    throw new WrongSeeding('There are facts in this database. Name an empty one, or go on with --rest.');
  if (version !== companyPlan(shape).version)
    throw new WrongSeeding('The facts in this database are not those of this past. Name an empty one.');
  return Number(newest);
}

async function oneOf(source: DataSource, sql: string): Promise<string | number | null> {
  const rows = await source.query<{ one: string | number | null }[]>(sql);
  return rows[0]?.one ?? null;
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        calls: { type: 'string' },
        days: { type: 'string', default: '400' },
        queues: { type: 'string', default: '20' },
        agents: { type: 'string', default: '300' },
        seed: { type: 'string', default: '1' },
        'last-day': { type: 'string', default: '2026-10-31' },
        sqlite: { type: 'string' },
        rest: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(found: string): WrongSeeding {
  return new WrongSeeding(`${found}\n${USAGE}`);
}
