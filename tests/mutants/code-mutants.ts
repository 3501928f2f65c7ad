import type { Mutant } from './mutant.js';

/** Faults about codes that agents dial. */
export const CODE_MUTANTS: readonly Mutant[] = [
  {
    name: 'code-key-told',
    what: 'a PIN that is keyed at a phone stands in the journal',
    file: 'core/keys.ts',
    find: 'codeCalls.has(leg) && isDigit(key) ? HIDDEN_DIGIT : key',
    replace: "codeCalls.has(leg) && key === '' ? HIDDEN_DIGIT : key",
  },
  {
    name: 'code-secret-kept',
    what: 'what was keyed stays in memory when the phone has hung up',
    file: 'core/codes/hearing.ts',
    find: '  if (call === undefined) return;\n  forgetKeyed(work, call);\n',
    replace: '  if (call === undefined) return;\n',
  },
  {
    name: 'code-offered-meanwhile',
    what: 'a caller rings the phone at which a code is just dialled',
    file: 'core/agent/availability.ts',
    find: "if (seen?.state !== 'unreachable' && isCoding(state, agent.phone)) return 'busy-elsewhere';",
    replace: '',
  },
  {
    name: 'pin-never-locked',
    what: 'a PIN can be guessed for ever',
    file: 'core/codes/pin.ts',
    find: 'if (agent.pin.wrong < lock.wrong) return;',
    replace: 'if (agent.pin.wrong < lock.wrong + 1000) return;',
  },
  {
    name: 'pin-locked-is-of-use',
    what: 'a locked PIN signs in all the same',
    file: 'core/codes/pin.ts',
    find: 'return agent.pin.lockedUntil === null ? agent : null;',
    replace: 'return agent;',
  },
  {
    name: 'pin-wrong-ones-add-up',
    what: 'wrong PINs of weeks lock somebody who is right each morning',
    file: 'core/codes/signing-in.ts',
    find: '  agent.pin = untriedPin();\n  signIn(',
    replace: '  signIn(',
  },
  {
    name: 'code-at-anothers-phone',
    what: 'an agent is signed in while he stands at another phone',
    file: 'core/agent/presence.ts',
    find: 'if (wanted !== null && wanted !== phone) return',
    replace: 'if (wanted !== null && phone === NO_PHONE) return',
  },
  {
    name: 'pause-of-a-time-goes-on',
    what: 'a pause for ten minutes lasts until somebody ends it',
    file: 'core/agent/presence.ts',
    find: "if (wanted.until !== undefined) work.state.deadlines.set('pause', agent.id, wanted.until);",
    replace: '',
  },
  {
    name: 'pause-ends-another',
    what: 'a pause for a time ends the one that was asked for after it',
    file: 'core/agent/presence.ts',
    find: "  agent.pause = null;\n  state.deadlines.cancel('pause', agent.id);",
    replace: "  agent.pause = null;\n  state.deadlines.has('pause', agent.id);",
  },
  {
    name: 'desk-of-two',
    what: 'two agents are signed in at the phone of one',
    file: 'core/agent/presence.ts',
    find: 'return other === undefined || isShared ?',
    replace: 'return other === undefined || other !== agent.id ?',
  },
  {
    name: 'desk-kept',
    what: 'an agent without a phone is still at the one that he has left',
    file: 'core/agent/presence.ts',
    find: 'if (planInForce(work.state).agents[agent.id]?.phone === null) agent.phone = NO_PHONE;',
    replace: '',
  },
];
