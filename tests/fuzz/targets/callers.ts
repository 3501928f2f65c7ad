import { readFileSync } from 'node:fs';
import { loadPlan } from '../../../src/routing/load.js';
import type { Dice } from '../../simulation/dice.js';
import { must } from '../../simulation/must.js';
import { mustBeInside } from '../inside-a-file.js';
import { awkward, editLines, editText, wellFormed } from '../mutation.js';
import type { FuzzTarget } from '../target.js';

const TABLES = ['tests/routing/good/clients.csv', 'tests/routing/good/unused.csv'];
const ROUTING = [
  'callplane: 1',
  'company: { name: Test, timezone: Europe/Sofia, country: BG }',
  'prompts: { welcome: { file: welcome }, menu: { file: menu } }',
  'agents: { anna: { phone: PJSIP/1 }, boris: { phone: PJSIP/2 }, head: { phone: PJSIP/3 } }',
  'callers: { file: clients.csv }',
  'queues: { sales: { agents: [anna, boris, head], exits: { nobody: hangup } } }',
  'numbers: { "100": [{ play: [welcome, menu] }, { queue: sales }] }',
].join('\n');
const SEPARATORS = [',', ';', '\t', '|', '"', '""', '\r', '\uFEFF', '\n\n'];

/** Tables of callers: whatever stands in one, the plan loads or the table has no numbers; every line is known or told. */
export function callersTarget(): FuzzTarget {
  const corpus = [...TABLES.map((path) => readFileSync(path, 'utf8')), 'number\n0888000001\n'];
  return { corpus, mutate, run, close: () => Promise.resolve() };
}

function mutate(dice: Dice, known: () => string): string {
  const input = known();
  const kind = dice.between(0, 9);
  if (kind <= 2) return editLines(dice, input, known());
  if (kind <= 4) return editText(dice, input, known());
  const at = dice.between(0, input.length);
  const put = kind <= 7 ? dice.pick(SEPARATORS) : awkward(dice);
  return wellFormed(input.slice(0, at) + put + input.slice(at + dice.between(0, 2)));
}

function run(input: string): string {
  const sources = [{ path: 'routing.yml', text: ROUTING }];
  const loaded = loadPlan(sources, { fetchTable: () => ({ ok: true, text: input }) });
  const files = [...sources, { path: 'clients.csv', text: input }];
  for (const finding of loaded.ok ? loaded.warnings : loaded.faults) mustBeInside(finding, files);
  if (!loaded.ok) {
    const codes = loaded.faults.map(({ code }) => code).join(' ');
    must(codes === 'caller-table-without-numbers', `a table came to ${codes}`);
    return codes;
  }
  const { callers = {}, agents, prompts } = loaded.plan;
  for (const [number, { greeting, manager, backups, priority }] of Object.entries(callers)) {
    must(/^\+[1-9]\d{4,16}$/.test(number), `a caller has the number ${number}`);
    must(greeting === null || prompts[greeting] !== undefined, `a greeting is no prompt: ${greeting ?? ''}`);
    for (const agent of [...backups, ...(manager === null ? [] : [manager])])
      must(agents[agent] !== undefined, `a caller has the agent ${agent}`);
    must(Number.isInteger(priority) && Math.abs(priority) <= 10, `a caller has priority ${priority}`);
  }
  const lines = input.split(/\r?\n/).filter((line) => line.trim() !== '').length - 1;
  must(Object.keys(callers).length <= lines, 'more callers than lines');
  const told = new Set(loaded.warnings.map(({ code }) => code));
  return `${Math.min(Object.keys(callers).length, 5)} callers ${[...told].sort().join(' ')}`;
}
