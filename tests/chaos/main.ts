import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hitsInWords, hitsOf, missedAims } from './aim.js';
import { kills } from './cases.js';
import { LAST_CASES, OTHER_CASES } from './other-cases.js';
import { runChaos } from './run.js';
import { writeBetweenMarkers } from '../../bench/report/markers.js';
import { faultsOf, tableOf, thinHouses } from './table.js';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const DOCUMENT = join(REPOSITORY, 'docs/reliability.md');

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '60' },
    write: { type: 'boolean', default: false },
  },
});

/** `--kills 5 --short`: CI. `--minutes 15`: no case is begun later. `--only TEXT`: cases whose name holds it. `--write`: the table into docs/reliability.md. */
const [others, last] = values.short ? [[], []] : [OTHER_CASES, LAST_CASES];
const cases = [...others, ...kills(Number(values.kills)), ...last].filter(
  ({ name }) => values.only === undefined || name.includes(values.only),
);
const rows = await runChaos(cases, {
  seed: Number(values.seed),
  withinMs: Number(values.minutes) * 60_000,
  way: values.short ? 'quick' : 'long',
  tell: (line) => process.stdout.write(`${line}\n`),
});
const table = tableOf(rows);
const hits = hitsOf(rows.map(({ incident }) => incident.aim));
// Of 30 kills five of each. Parts of the run are too short for that: what they miss is told, and no fault.
const isWhole = !values.short && values.only === undefined;
const faults = [
  ...rows.flatMap(faultsOf),
  ...(isWhole ? [...thinHouses(rows), ...missedAims(hits, Math.floor(Number(values.kills) / 6))] : []),
];
process.stdout.write(
  `\n${table}\n\n${hitsInWords(hits)}\n${faults.length} faults\n${faults.map((fault) => `- ${fault}\n`).join('')}`,
);
if (values.write) {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  }).trim();
  const when = new Date().toISOString().slice(0, 10);
  writeBetweenMarkers(
    DOCUMENT,
    'chaos',
    `Made by \`npm run chaos -- --write\` on commit ${commit}, ${when}, seed ${values.seed}; ${faults.length} faults; ${hitsInWords(hits)}.\n\n${table}`,
  );
}
process.exitCode = faults.length === 0 ? 0 : 1;
