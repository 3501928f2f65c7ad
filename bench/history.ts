import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { historyDocument, isInTime } from './history/document.js';
import { keepAhead, measured, type Answer } from './history/measure.js';
import { questionsOf } from './history/questions.js';
import { addressOf, connected, WrongSeeding } from './history/seed.js';
import { writeBetweenMarkers } from './report/markers.js';

/** Measures the reports on a past that scripts/seed-history has made. Ends with 1 when one of them misses its goal. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sqlite: { type: 'string' },
      runs: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
      goals: { type: 'string', default: '1' },
      write: { type: 'boolean', default: false },
    },
  });
  const source = await connected(addressOf(values.sqlite, process.env));
  try {
    const answers: Answer[] = [];
    const { questions, keptAhead } = await questionsOf(source);
    const aheadMs = await keepAhead(source, keptAhead);
    for (const asked of questions) {
      if (!asked.name.includes(values.only)) continue;
      const question = { ...asked, goalMs: asked.goalMs * Number(values.goals) };
      const answer = await measured(source, question, Number(values.runs));
      say(`${question.name}: ${Math.round(answer.bestMs)} ms, ${Math.round(answer.cpuMs)} ms of CPU`);
      answers.push(answer);
    }
    const text = historyDocument({ ...(await about(source)), aheadMs, answers });
    say(`\n${text}`);
    const late = answers.filter((answer) => !isInTime(answer)).map(({ question }) => question.name);
    if (late.length > 0) process.stderr.write(`Not in time: ${late.join('; ')}.\n`);
    if (late.length > 0 || answers.length === 0) process.exitCode = 1;
    if (values.write) writeBetweenMarkers(resolve('docs/history.md'), 'bench:history', text);
  } finally {
    await source.destroy();
  }
}

async function about(source: DataSource): Promise<{ database: string; calls: number; days: number }> {
  const isSqlite = source.options.type === 'better-sqlite3';
  const version = isSqlite ? 'sqlite_version()' : 'VERSION()';
  const [row] = await source.query<{ version: string; calls: unknown; first: unknown; last: unknown }[]>(
    `SELECT ${version} AS version, COUNT(*) AS calls, MIN(arrived_at) AS first, MAX(arrived_at) AS last FROM stored_calls`,
  );
  const days = Math.ceil((Number(row?.last) - Number(row?.first)) / 86_400_000);
  return { database: `${isSqlite ? 'SQLite ' : ''}${row?.version ?? ''}`, calls: Number(row?.calls), days };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof WrongSeeding)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
