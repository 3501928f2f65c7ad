import type { Mutant } from './mutant.js';

/** Faults about who waits where, for whom, and how long. */
export const QUEUE_MUTANTS: readonly Mutant[] = [
  {
    name: 'skill-ignored',
    what: 'an agent without the skill is rung when somebody with it is free, too',
    file: 'core/ringing/ringing.ts',
    find: 'const free = admitted(work, call, visit, freeAgents(work, rule));',
    replace: 'const free = freeAgents(work, rule);\n  void admitted;',
  },
  {
    name: 'young-wait-for-old',
    what: 'a caller whom a free agent could serve waits behind one whom he cannot',
    file: 'core/queue/dispatching.ts',
    find: 'if (isServable(work.state, call, call.activity.visit, work.now)) return place;',
    replace:
      'return isServable(work.state, call, call.activity.visit, work.now) ? place : null;',
  },
  {
    name: 'needs-never-relax',
    what: 'nobody looks again when a requirement ends or a group of agents opens',
    file: 'core/queue/admission.ts',
    find: '  dispatchLater(work, [visit.queue]);\n',
    replace: '  void dispatchLater;\n',
  },
  {
    name: 'needs-lost-in-restart',
    what: 'after a restart nobody watches whether somebody is there for callers with needs',
    file: 'core/snapshot.ts',
    find: 'if (queue !== null) noteParticular(state, queue, call, true);',
    replace: 'void queue;',
  },
  {
    name: 'weight-ignored',
    what: 'between two queues age alone decides, whatever their weights',
    file: 'core/queue/queue.ts',
    find: 'return age >= 0 ? age * weight : age / weight;',
    replace: 'return weight > 0 ? age : weight;',
  },
  {
    name: 'too-many-at-once',
    what: 'who joins a wave is not counted against its limit',
    file: 'core/ringing/ringing.ts',
    find: 'widthOf(rule.atOnce, visit, work.now) - visit.offers.length)',
    replace: 'widthOf(rule.atOnce, visit, work.now))',
  },
  {
    name: 'wave-never-widens',
    what: 'a wave that nobody answers stays as narrow as it began',
    file: 'core/ringing/ringing.ts',
    find: '  scheduleWidening(work, call, visit, rule);\n  return',
    replace: '  return',
  },
  {
    name: 'slot-stays-empty',
    what: 'where one of a limited wave has declined nobody takes his place',
    file: 'core/step.ts',
    find: "if (activity?.kind !== 'waiting') return;\n  if (activity.visit.queue === null) goOnRinging",
    replace:
      "if (activity?.kind !== 'waiting' || activity.visit.offers.length > 0) return;\n  if (activity.visit.queue === null) goOnRinging",
  },
  {
    name: 'rank-kept',
    what: 'an agent who declined is asked first again, although he should come last',
    file: 'core/ringing/offers.ts',
    find: "if (policy.rank === 'last') putLast(work, agent, rule);",
    replace: 'void putLast;',
  },
  {
    name: 'estimate-grows',
    what: 'a caller is told a longer wait than before',
    file: 'core/queue/announcements.ts',
    find: 'minutes > announcements.estimateSpoken) return null;',
    replace: 'minutes < 0) return null;',
  },
  {
    name: 'poor-estimate-spoken',
    what: 'what was wrong every time is spoken on',
    file: 'core/queue/estimate.ts',
    find: 'return estimateError === null || estimateError <= POOR_ERROR;',
    replace: 'return estimateError === null || estimateError >= 0;',
  },
  {
    name: 'estimate-forgets-notes',
    what: 'the time for notes is left out of the estimate',
    file: 'core/queue/estimate.ts',
    find: 'talkMs / conversations + rule.wrapUp.timeMs',
    replace: 'talkMs / conversations',
  },
  {
    name: 'key-waits-for-phones',
    what: 'a key of the queue does nothing while a phone rings',
    file: 'core/queue/exit-keys.ts',
    find: "  leaveWaiting(work, call.id, 'key');",
    replace:
      "  if (call.activity.kind === 'waiting' && call.activity.visit.offers.length > 0) return;\n  leaveWaiting(work, call.id, 'key');",
  },
  {
    name: 'lunch-is-somebody',
    what: 'paused agents count as somebody although the file says they do not',
    file: 'core/agent/settling.ts',
    find: 'absent === shown) !== true;',
    replace: 'absent === shown) !== null;',
  },
  {
    name: 'waits-for-nobody',
    what: 'a caller whom nobody of those who are there can serve waits on',
    file: 'core/queue/entering.ts',
    find: '!hasSomebody(work, queueId, call))',
    replace: '!hasSomebody(work, queueId, null))',
  },
];
