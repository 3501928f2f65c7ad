import type { Mutant } from './mutant.js';

/** Faults about callers who are known by their numbers. */
export const KNOWN_MUTANTS: readonly Mutant[] = [
  {
    name: 'blocked-let-in',
    what: 'a blocked number is served like any other',
    file: 'core/call/arriving.ts',
    find: "return blocked ? 'blocked' : 'welcome';",
    replace: "return 'welcome';",
  },
  {
    name: 'known-by-one-spelling',
    what: 'a client is not known when his line writes the number in another way',
    file: 'app/caller-number.ts',
    find: 'return number === null ? null : read(number);',
    replace: 'return number;',
  },
  {
    name: 'client-without-priority',
    what: 'the priority of a client is forgotten as he arrives',
    file: 'core/call/arriving.ts',
    find: '  call.priority = priority;\n',
    replace: '',
  },
  {
    name: 'one-backup-only',
    what: 'of the backups of a manager only the first is rung',
    file: 'core/ringing/rule.ts',
    find: 'return known?.backups ?? [];',
    replace: 'return (known?.backups ?? []).slice(0, 1);',
  },
  {
    name: 'last-agent-for-ever',
    what: 'a caller is sent to whom he last talked with, however long ago',
    file: 'core/agent/last-agents.ts',
    find: 'return last.at + withinMs >= now ? last.agent : null;',
    replace: 'return last.agent;',
  },
  {
    name: 'last-agent-lost-in-snapshot',
    what: 'whom callers last talked with does not survive a restart',
    file: 'core/snapshot.ts',
    find: 'lastAgents: new Map(lastAgents),',
    replace: 'lastAgents: new Map(),',
  },
  {
    name: 'lookup-lost-in-restart',
    what: 'who was being looked up when the process died is not asked about again',
    file: 'core/step.ts',
    find: '    lookUpAgain(work, call);\n',
    replace: '',
  },
  {
    name: 'late-answer-counts',
    what: 'an answer to an earlier question is taken for that to a later one',
    file: 'core/flow/looking-up.ts',
    find: "if (call?.activity.kind === 'looking-up' && call.activity.lookup === lookup) goOnWith",
    replace: "if (call?.activity.kind === 'looking-up') goOnWith",
  },
  {
    name: 'lookup-without-fallback',
    what: 'a field that the answer does not have leaves its variable empty',
    file: 'core/flow/looking-up.ts',
    find: '?? otherwise;',
    replace: "?? '';",
  },
];
