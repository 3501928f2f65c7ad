import type { Mutant } from './mutant.js';

/** Faults about calls that agents make. */
export const OUTGOING_MUTANTS: readonly Mutant[] = [
  {
    name: 'outgoing-code-kept',
    what: 'a PIN that is dialled behind a code stands among the numbers called',
    file: 'core/outgoing/refusing.ts',
    find: "return first === '*' || first === '#' ? first : number;",
    replace: 'return first === undefined ? first : number;',
  },
  {
    name: 'file-uses-up-the-number',
    what: 'what the file calls counts among the calls that others may make to the number',
    file: 'core/outside/dialling.ts',
    find: '  if (isWritten) noteInHour(state, now);\n  else noteDialled(state, policy, number, now);',
    replace: '  void [isWritten, noteInHour];\n  noteDialled(state, policy, number, now);',
  },
  {
    name: 'outgoing-by-two-at-once',
    what: 'two agents ring one client',
    file: 'core/outgoing/dialling.ts',
    find: "if (isBeingCalled(state, number, own)) return 'being-called';",
    replace: '',
  },
  {
    name: 'outgoing-from-shared-phone',
    what: 'where two agents are signed in at one phone, the first is held to what the other dials',
    file: 'core/outgoing/dialling.ts',
    find: 'users.length === 1 ?',
    replace: 'users.length > 0 ?',
  },
  {
    name: 'outgoing-from-busy-agent',
    what: 'an agent who talks begins a second call',
    file: 'core/outgoing/dialling.ts',
    find: "?? (mayCall(agent) ? null : 'agent-busy')",
    replace: '?? null',
  },
  {
    name: 'outgoing-judged-once',
    what: 'a click before the drain is called in the middle of it',
    file: 'core/outgoing/dialling.ts',
    find: "rules === null ? 'switched-off' : whyNot(work, rules, call.dialled, call.id);",
    replace: "rules === null ? 'switched-off' : null;",
  },
  {
    name: 'outgoing-end-made-up',
    what: 'a talk whose end nobody heard was ended by the agent',
    file: 'core/leg-ending.ts',
    find: "    const by = end === 'unknown' ? 'unknown' : 'agent';",
    replace: "    const by = 'agent' as const;",
  },
  {
    name: 'dial-ungoverned',
    what: 'a number that a caller brings is called whatever the dial policy says',
    file: 'core/outside/dialling.ts',
    find: 'const refusal = refusalOf(state, policy, number, now);',
    replace: 'const refusal = null as OutgoingRefusal | null;',
  },
  {
    name: 'dial-outlives-caller',
    what: 'a phone outside goes on ringing when the caller has hung up',
    file: 'core/outside/ending.ts',
    find: "  hangUp(work, leg, 'normal');",
    replace: '',
  },
];
