import type { Mutant } from './mutant.js';

/** Faults about more calls than can be handled. */
export const OVERLOAD_MUTANTS: readonly Mutant[] = [
  {
    name: 'overload-unseen',
    what: 'commands pile up without end, and calls are taken in all the same',
    file: 'core/overload.ts',
    find: "return now - since >= afterMs ? { kind: 'raised' } : { kind: 'rising', since };",
    replace: "return { kind: 'rising', since };",
  },
  {
    name: 'overload-for-ever',
    what: 'after one overload no call is ever taken in again',
    file: 'core/overload.ts',
    find: "return now - since >= wall.clearedAfterMs ? { kind: 'calm' } : { kind: 'falling', since };",
    replace: "return { kind: 'falling', since };",
  },
  {
    name: 'burst-refused',
    what: 'a moment at the limit is taken for an overload, and callers of a burst hear busy',
    file: 'core/overload.ts',
    find: 'raisedAfterMs: 1_000, meanOverMs: 300',
    replace: 'raisedAfterMs: 0, meanOverMs: 1',
  },
  {
    name: 'stall-refused',
    what: 'a moment in which the machine stood still is taken for an overload',
    file: 'core/overload.ts',
    find: 'raisedAfterMs: 1_000, meanOverMs: 300',
    replace: 'raisedAfterMs: 100, meanOverMs: 300',
  },
  {
    name: 'overload-flickers',
    what: 'the door opens at the limit itself, so it opens and shuts with every call',
    file: 'core/overload.ts',
    find: 'if (figure >= limit * wall.clearBelow)',
    replace: 'if (figure >= limit)',
  },
  {
    name: 'few-calls-refused',
    what: 'a handful of calls whose commands come all at once is taken for an overload',
    file: 'core/overload.ts',
    find: "load['open-calls'] < FEW_CALLS;",
    replace: 'false;',
  },
  {
    name: 'valve-never-opens',
    what: 'what was once refused as too much is refused for as long as many calls are open',
    file: 'core/overload.ts',
    find: 'Math.min(manner.fastest, figure / limit - 1)',
    replace: 'Math.min(manner.fastest, Math.max(0, figure / limit - 1))',
  },
  {
    name: 'share-ignored',
    what: 'once a share of the calls must be refused, all of them are',
    file: 'core/overload.ts',
    find: 'if (owed < 1) return',
    replace: 'if (owed === 0) return',
  },
  {
    name: 'shed-call-untold',
    what: 'a refused call ends like any that ended in its flow: nobody can count those',
    file: 'core/call/arriving.ts',
    find: "call.activity = { kind: 'leaving', by: 'callplane', place: 'shed' };",
    replace: "call.activity = { kind: 'leaving', by: 'callplane', place: 'flow' };",
  },
  {
    name: 'shed-call-stays',
    what: 'a refused call whose hang-up is lost stays in Asterisk for ever',
    file: 'core/legs.ts',
    find: "  work.commands.push({ kind: 'send-on', leg: id });\n  mustGo(work, id);",
    replace: "  work.commands.push({ kind: 'send-on', leg: id });",
  },
  {
    name: 'shed-calls-fill-house',
    what: 'calls that are being refused take the places of those that could be handled',
    file: 'core/state.ts',
    find: 'return state.calls.size - state.index.beingShed.size - ',
    replace: 'return state.calls.size - ',
  },
];
