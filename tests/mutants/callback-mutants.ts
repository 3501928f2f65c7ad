import type { Mutant } from './mutant.js';

/** Faults about who is called back, when, and by how many. */
export const CALLBACK_MUTANTS: readonly Mutant[] = [
  {
    name: 'callback-jumps-ahead',
    what: 'whoever is to be called back is older than everybody who waits on the line',
    file: 'core/callback/reviewing.ts',
    find: 'keptMs: now - callback.since',
    replace: 'keptMs: now - callback.since + 3_600_000',
  },
  {
    name: 'callback-loses-its-place',
    what: 'whoever asks to be called back stands at the end of the line',
    file: 'core/callback/asking.ts',
    find: 'since: work.now - call.keptMs - call.waitMs',
    replace: 'since: work.now',
  },
  {
    name: 'callback-twice-for-a-number',
    what: 'two abandons of one number are two callbacks',
    file: 'core/callback/asking.ts',
    find: "state.index.callbackOf.get(wish.number) ?? ''",
    replace: "wish.origin === 'abandon' ? '' : (state.index.callbackOf.get(wish.number) ?? '')",
  },
  {
    name: 'client-before-agent',
    what: "the client's phone rings while the agent still hears what it is about",
    file: 'core/callback/attempt.ts',
    find: 'if (media === null) {',
    replace: 'if (media !== null || notice === null) {',
  },
  {
    name: 'callback-although-he-calls',
    what: 'a client who calls himself is called back meanwhile',
    file: 'core/callback/meeting.ts',
    find: 'if (callback === undefined || isMade(work.state, callback)) return;',
    replace: 'if (callback === undefined || isMade(work.state, callback) || callback.asks > 0) return;',
  },
  {
    name: 'callback-although-reached',
    what: 'a client who has talked with an agent is called back all the same',
    file: 'core/callback/meeting.ts',
    find: 'if (callback === undefined || talk === null) return;',
    replace: 'if (callback === undefined || talk === null || call.outbound === null) return;',
  },
  {
    name: 'callback-out-of-hours',
    what: 'clients are called at night',
    file: 'core/callback/reviewing.ts',
    find: 'if (dueAt > now || !window.isOpen) {',
    replace: 'if (dueAt > now) {',
  },
  {
    name: 'callback-for-ever',
    what: 'a client who is never reached is called again and again',
    file: 'core/callback/attempt.ts',
    find: 'if (callback.tries >= rule.tries) {',
    replace: 'if (callback.tries < 0) {',
  },
  {
    name: 'callback-without-pause',
    what: 'a client whose phone was busy is called again at once',
    file: 'core/callback/attempt.ts',
    find: 'callback.restUntil = work.now + rule.everyMs;',
    replace: 'callback.restUntil = work.now;',
  },
  {
    name: 'callback-anywhere',
    what: 'numbers that the dial policy refuses are called',
    file: 'core/callback/policy.ts',
    find: 'policy.refuse.some(beginsWith)',
    replace: 'policy.refuse.every(beginsWith)',
  },
  {
    name: 'callback-lost-in-restart',
    what: 'after a restart a second callback is begun for a number that has one',
    file: 'core/snapshot.ts',
    find: 'index.callbackOf.set(number, id);',
    replace: 'void [number, id];',
  },
  {
    name: 'agent-kept-after-busy',
    what: 'the agent is left alone on the line when the client was busy',
    file: 'core/callback/attempt.ts',
    find: "  closeVisit(work, call, visit, 'removed', null);\n  hangUp(work, agentLeg, 'normal');",
    replace: "  closeVisit(work, call, visit, 'removed', null);\n  void agentLeg;",
  },
];
