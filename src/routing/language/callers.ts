import type { KnownCaller } from '../../core/plan.js';
import { entries, listOrOne } from '../form/collections.js';
import type { Name } from '../form/desk.js';
import { mapped, type Form, type Read } from '../form/form.js';
import { defaulted, group, notEmpty, optional } from '../form/group.js';
import { nameOf, NUMBER, NUMBER_RULE } from '../form/names.js';
import { days, flag, label, shapedText, whole } from '../form/scalars.js';
import { agentList } from './agents.js';

/** How many steps of priority a caller may be ahead or behind. */
export const priorityForm = whole(-10, 10);

const callerGroup = group(
  {
    name: optional(label(), 'The name, for {caller.name}, the phones of agents and reports.'),
    group: optional(label(), 'What he belongs to, for conditions and {caller.group}.'),
    tags: optional(listOrOne(label(), 'a list of tags'), 'Go with his calls into conditions and reports.'),
    priority: defaulted(priorityForm, 0, 'The priority with which his calls begin.'),
    greeting: optional(nameOf('prompt'), 'A prompt of his own, for play: "{caller.greeting}".'),
    manager: optional(nameOf('agent'), 'The agent who looks after him, for {caller.manager}.'),
    backups: optional(agentList(), 'Who answers for the manager, for {caller.backups}.'),
    blocked: defaulted(flag(), false, 'His calls are turned away with the busy tone.'),
  },
  'a caller: name, group, tags, priority, greeting, manager, backups, blocked',
);

const callerForm: Form<KnownCaller> = mapped(callerGroup, toCaller);

function toCaller(read: Read<typeof callerGroup>): KnownCaller {
  return {
    name: read.name,
    group: read.group,
    tags: read.tags ?? [],
    priority: read.priority,
    greeting: read.greeting?.name ?? null,
    manager: read.manager?.name ?? null,
    backups: (read.backups ?? []).map(({ name }) => name),
    blocked: read.blocked,
  };
}

const tableName: Form<Name> = shapedText({
  right: 'the name of a CSV file that stands beside this file, such as clients.csv',
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}\.csv$/,
  parse: (name, node) => ({ name, at: node.at }),
});

/** The directory: who calls from which number. */
export const callersForm = notEmpty(
  group(
    {
      known: optional(
        entries(
          { right: NUMBER_RULE, pattern: NUMBER, about: 'Who calls from this number.' },
          callerForm,
          'callers by telephone number',
        ),
        'Callers by their numbers.',
      ),
      file: optional(
        listOrOne(tableName, 'a list of CSV files'),
        'CSV files beside this file: number, name, group, tags, priority, greeting, manager, backups, blocked.',
      ),
      remember_agent: optional(
        days(366),
        'How long it is remembered whom a caller last talked with; 30d when a step asks for it.',
      ),
    },
    'the directory: known, file, remember_agent',
  ),
);
export type CallersDraft = Read<typeof callersForm>;
