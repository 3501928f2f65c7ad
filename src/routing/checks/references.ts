import { BUILT_IN_VARIABLES } from '../../core/flow/variables.js';
import type { Place } from '../fault.js';
import type { Desk, NameKind } from '../form/desk.js';
import { showText } from '../source-node.js';
import { didYouMean, enumerate } from '../suggestion.js';

const SECTIONS: Readonly<Record<NameKind, string>> = {
  hours: 'hours',
  prompt: 'prompts',
  agent: 'agents',
  team: "the agents' teams",
  skill: "the agents' skills",
  people: 'people',
  chain: 'the chains of transfers',
  queue: 'queues',
  partner: 'partners',
  flow: 'flows',
  'voicemail box': 'voicemail',
  number: 'numbers',
  variable: 'the variables',
  secret: 'collect',
  'known caller': 'callers',
  'last agent': 'callers',
  'tag of callers': 'callers',
  'group of callers': 'callers',
};

/** Every name that is used must be given somewhere. */
export function checkReferences(desk: Desk): void {
  for (const { kind, name, at, shown } of desk.references) {
    if (desk.isFull()) return;
    const known = desk.namesOf(kind);
    if (kind === 'variable' && desk.namesOf('secret').has(name)) refuseToTell(name, at, desk);
    if (known.has(name)) continue;
    const names = [...known.keys(), ...(kind === 'variable' ? BUILT_IN_VARIABLES : [])];
    const right =
      names.length === 0
        ? `a name that is given under ${SECTIONS[kind]}, where there is none yet`
        : `one of ${SECTIONS[kind]}: ${enumerate(names, 12)}${didYouMean(name, names)}`;
    desk.add('unknown-name', at, `the unknown ${kind} ${showText(shown)}`, right);
  }
}

function refuseToTell(name: string, at: Place, desk: Desk): void {
  const found = `the secret ${showText(name)} where it would be told`;
  desk.add('secret-told', at, found, 'no secret here: secret digits reach no text, comparison or report');
}
