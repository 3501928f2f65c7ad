import type {
  Bound,
  CallerCondition,
  Condition,
  QueueCondition,
  QueueFigure,
  VariableCondition,
} from '../../core/condition.js';
import { dialledKey } from '../../core/plan.js';
import { plainValue, variableRead } from '../form/braces.js';
import { byKey, byShape, listOrOne } from '../form/collections.js';
import { checked, mapped, type Form } from '../form/form.js';
import { group, notEmpty, optional, required } from '../form/group.js';
import { nameOf, numberDialled } from '../form/names.js';
import { duration, label, oneOf, percentage, text, whole } from '../form/scalars.js';
import type { Name } from '../form/desk.js';
import { dates } from './dates.js';

const prefixes = listOrOne(
  text('the beginning of a telephone number in quotes, such as "+7 495"', /^(?=.*[0-9])[+0-9 ().-]{1,40}$/),
  'a list of beginnings in quotes',
);

const callerForm: Form<CallerCondition> = byShape<CallerCondition>({
  right: 'hidden, shown, known, unknown, or a group with prefix, tag or group',
  scalar: checked(
    mapped(oneOf(['hidden', 'shown', 'known', 'unknown']), (is) => ({ is })),
    ({ is }, node, desk) => {
      if (is === 'known' || is === 'unknown') desk.mention('known caller', `caller: ${is}`, node.at);
    },
  ),
  map: byKey<CallerCondition>(
    {
      prefix: mapped(
        group({ prefix: required(prefixes, 'The number begins with this, or one of these.') }, 'prefix'),
        ({ prefix }) => ({ is: 'prefix', prefixes: prefix.map((each) => dialledKey(each)) }),
      ),
      tag: mapped(
        group({ tag: required(marks('tag of callers'), 'The caller has this tag, or one of these.') }, 'tag'),
        ({ tag }) => ({ is: 'tag', tags: tag }),
      ),
      group: mapped(
        group(
          { group: required(marks('group of callers'), 'The caller is of this group, or one of these.') },
          'group',
        ),
        (read) => ({ is: 'group', groups: read.group }),
      ),
    },
    'what the caller is',
  ),
});

/** Tags or groups of known callers. */
function marks(kind: 'tag of callers' | 'group of callers'): Form<string[]> {
  const mark = checked(label(), (value, node, desk) => {
    desk.mention('known caller', `a ${kind}`, node.at);
    desk.mention(kind, value, node.at);
  });
  return listOrOne(mark, `a ${kind}, or a list of them`);
}

/** A number with or without quotes. */
const numberForm: Form<number> = {
  right: 'a number such as 100',
  read: (node, desk) =>
    node.kind === 'scalar' && typeof node.value === 'number' && Number.isFinite(node.value)
      ? node.value
      : desk.wrong(node, 'a number such as 100'),
  schema: () => ({ type: 'number' }),
};

const nameField = required(variableRead(), 'Whose value is compared.');
const valueForm = plainValue('a value such as "123"');

const variableForm: Form<VariableCondition> = byKey<VariableCondition>(
  {
    is: mapped(
      group(
        {
          name: nameField,
          is: required(listOrOne(valueForm, 'a list of values'), 'It is this, or one of these.'),
        },
        'name and is',
      ),
      ({ name, is }) => ({ name, is }),
    ),
    above: mapped(
      group({ name: nameField, above: required(numberForm, 'It is a number above this.') }, 'name and above'),
      ({ name, above }) => ({ name, above }),
    ),
    below: mapped(
      group({ name: nameField, below: required(numberForm, 'It is a number below this.') }, 'name and below'),
      ({ name, below }) => ({ name, below }),
    ),
  },
  'how a variable is compared',
);

/** More or less than so much. */
function boundForm(amount: Form<number>): Form<Bound> {
  return byKey<Bound>(
    {
      above: mapped(group({ above: required(amount, 'It is more than this.') }, 'above'), ({ above }) => ({
        above,
      })),
      below: mapped(group({ below: required(amount, 'It is less than this.') }, 'below'), ({ below }) => ({
        below,
      })),
    },
    'a bound',
  );
}

const queueName = required(nameOf('queue'), 'Whose figure is compared.');
const countForm = boundForm(whole(0, 10_000));

function ofQueue({ name }: Name, figure: QueueFigure, bound: Bound): QueueCondition {
  return { name, figure, ...bound };
}

const queueForm: Form<QueueCondition> = byKey<QueueCondition>(
  {
    waiting: mapped(
      group({ name: queueName, waiting: required(countForm, 'Callers who wait there.') }, 'name and waiting'),
      ({ name, waiting }) => ofQueue(name, 'waiting', waiting),
    ),
    signed_in: mapped(
      group(
        { name: queueName, signed_in: required(countForm, 'Its agents who are signed in, paused ones too.') },
        'name and signed_in',
      ),
      (read) => ofQueue(read.name, 'signed-in', read.signed_in),
    ),
    serving: mapped(
      group(
        { name: queueName, serving: required(countForm, 'Its agents who are not paused and can be rung.') },
        'name and serving',
      ),
      ({ name, serving }) => ofQueue(name, 'serving', serving),
    ),
    estimate: mapped(
      group(
        {
          name: queueName,
          estimate: required(
            boundForm(duration({ zero: 'allowed' })),
            'How long whoever came now would wait; while that is not known, neither above nor below holds.',
          ),
        },
        'name and estimate',
      ),
      ({ name, estimate }) => ofQueue(name, 'estimate', estimate),
    ),
  },
  'a figure of the queue',
);

/** What an `if` asks; all that are named must hold. */
export const conditionForm: Form<Condition> = mapped(
  checked(
    notEmpty(
      group(
        {
          inside: optional(nameOf('hours'), 'Holds while this calendar is open.'),
          outside: optional(nameOf('hours'), 'Holds while this calendar is closed.'),
          dialled: optional(
            listOrOne(numberDialled(), 'a list of telephone numbers in quotes'),
            'Holds when the caller dialled this number, or one of these.',
          ),
          caller: optional(callerForm, 'Holds when the caller is hidden, shown, known …'),
          variable: optional(variableForm, 'Holds when a variable has a value.'),
          queue: optional(queueForm, 'Holds when a figure of a queue is above or below a bound.'),
          date: optional(
            listOrOne(dates(), 'a list of dates'),
            "Holds on these days, in the company's time zone.",
          ),
          chance: optional(percentage(), 'Holds for this share of the calls.'),
        },
        'a condition: inside, outside, dialled, caller, variable, queue, date, chance (all that are named must hold)',
      ),
    ),
    ({ inside, outside, at }, _node, desk) => {
      if (inside === null || inside.name !== outside?.name) return;
      const found = `hours that must be open and closed at once (${inside.name})`;
      desk.add('condition-never-holds', at, found, 'inside or outside of the same hours, not both');
    },
  ),
  ({ inside, outside, dialled, caller, variable, queue, date, chance }) => ({
    inHours: nameIn(inside),
    outside: nameIn(outside),
    dialled: dialled?.map((number) => number.name) ?? null,
    ...(caller === null ? {} : { caller }),
    ...(variable === null ? {} : { variable }),
    ...(queue === null ? {} : { queue }),
    ...(date === null ? {} : { dates: date.flat().map((each) => each.date) }),
    ...(chance === null ? {} : { chance }),
  }),
);

function nameIn(name: Name | null): string | null {
  return name?.name ?? null;
}
