import { formatPlace, type Place } from '../fault.js';
import type { Desk } from '../form/desk.js';
import type { RoutingDraft } from '../routing-draft.js';
import { showText } from '../source-node.js';

const CODES = ['sign_in', 'sign_out', 'pause', 'resume', 'end_wrap_up'] as const;

/** Agents call only what a dial policy allows, over what it says; each code and each number says one thing. */
export function checkPhones(draft: RoutingDraft, sections: ReadonlyMap<string, Place>, desk: Desk): void {
  const outgoing = draft.phones?.outgoing ?? null;
  if (outgoing !== null && !sections.has('dial_policy')) {
    const right = 'dial_policy: { trunk: …, allow: […] } in one of the files';
    desk.add('dial-policy-missing', outgoing.at, 'outgoing, where no number may be called', right);
  }
  checkCodes(draft, desk);
  checkNumbers(draft, sections, desk);
}

/** A code that begins another could not be told from it. */
function checkCodes({ phones }: RoutingDraft, desk: Desk): void {
  const codes = phones?.codes ?? null;
  if (codes === null) return;
  CODES.forEach((one, index) => {
    for (const other of CODES.slice(index + 1)) {
      if (!codes[one].startsWith(codes[other]) && !codes[other].startsWith(codes[one])) continue;
      const found = `the code ${showText(codes[other])} of ${other} beside ${showText(codes[one])} of ${one}`;
      desk.add('code-clash', codes.at, found, 'codes of which none begins another');
    }
  });
}

function checkNumbers(
  { agents, phones }: RoutingDraft,
  sections: ReadonlyMap<string, Place>,
  desk: Desk,
): void {
  const seen = new Map<string, Place>();
  for (const { value } of agents) {
    const number = value?.number ?? null;
    if (number === null) continue;
    const { digits, at } = number;
    const first = seen.get(digits);
    if (first === undefined) seen.set(digits, at);
    else {
      const found = `the number ${showText(digits)} a second time (first at ${formatPlace(first)})`;
      desk.add('agent-number-twice', at, found, 'a number of his own for each agent');
    }
    // Where codes cannot be read, that is the fault.
    if (sections.has('phones') && (phones === null || phones.codes !== null)) continue;
    desk.add(
      'codes-missing',
      at,
      'a number by which nobody can sign in',
      'phones: { codes: {} } in one of the files',
    );
  }
}
