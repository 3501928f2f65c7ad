import {
  STRATEGIES,
  type AtOnce,
  type Counting,
  type CountingWindow,
  type StrategyName,
  type WrapUpRule,
} from '../../core/plan.js';
import type { Desk } from '../form/desk.js';
import { valueOf, type SourceNode } from '../source-node.js';
import { byShape } from '../form/collections.js';
import { checked, mapped, type Form } from '../form/form.js';
import { defaulted, defaultedGroup, group, optional, required, type Field } from '../form/group.js';
import { duration, oneOf, shapedText, whole } from '../form/scalars.js';

/** In which order, and how many at once, agents are rung. */
export const strategyForm = oneOf(STRATEGIES);

const LONGEST_WINDOW_HOURS = 24 * 92;
const HOUR_MS = 3_600_000;

/** `day`, `week`, `shift`, or a duration for a window that moves with the clock. */
function countingWindow(): Form<CountingWindow> {
  const rolling = duration({ zero: 'refused', atMostMs: LONGEST_WINDOW_HOURS * HOUR_MS });
  return shapedText<CountingWindow>({
    right: 'day, week, shift, or a duration such as 8h',
    pattern: /^(day|week|shift|0*[1-9][0-9]{0,8}(ms|s|m|h))$/,
    parse: (written, node, desk) => {
      if (written === 'day' || written === 'week' || written === 'shift') return { kind: written };
      const lengthMs = rolling.read(node, desk);
      return lengthMs === null ? null : { kind: 'rolling', lengthMs };
    },
    more: { examples: ['day', 'shift', '8h'] },
  });
}

const countingFields = {
  window: defaulted(countingWindow(), 'day', 'Conversations since when.'),
  newcomers: defaulted(
    oneOf(['first', 'fair']),
    'first',
    'Who has nothing counted yet is rung first, or starts with the mean of those signed in.',
  ),
  talk: defaulted(
    oneOf(['mean', 'total']),
    'mean',
    'For least-talk: the mean of a conversation, or the sum.',
  ),
};

/** What least-calls and least-talk count in a queue. */
export const queueCountingForm: Form<Counting> = mapped(
  group(
    {
      ...countingFields,
      calls: defaulted(
        oneOf(['all-queues', 'this-queue']),
        'all-queues',
        'Conversations of all queues, or of this one.',
      ),
    },
    'what is counted: window, newcomers, talk, calls',
  ),
  ({ window, newcomers, talk, calls }) => ({ window, newcomers, talk, calls }),
);

/** What least-calls and least-talk count in a ring step: always the conversations of all queues. */
export const ringCountingForm: Form<Counting> = mapped(
  group(countingFields, 'what is counted: window, newcomers, talk'),
  ({ window, newcomers, talk }) => ({ window, newcomers, talk, calls: 'all-queues' }),
);

const wrapUpTime = duration({ zero: 'allowed' });

const wrapUpGroup: Form<WrapUpRule> = mapped(
  checked(
    group(
      {
        time: required(wrapUpTime, 'Time for notes after a conversation; no offers meanwhile.'),
        extend_to: optional(
          duration({ zero: 'allowed' }),
          'The longest wrap-up, from its beginning, that an agent may extend it to; not at all when left out.',
        ),
      },
      'time and extend_to',
    ),
    ({ time, extend_to: extendTo, at }, _node, desk) => {
      if (extendTo === null || extendTo >= time) return;
      const found = 'an extend_to shorter than time';
      desk.add(
        'extension-too-short',
        at,
        found,
        'an extend_to at least as long as time: both count from the end of the talk',
      );
    },
  ),
  ({ time, extend_to: extendTo }) => ({ timeMs: time, extendToMs: extendTo ?? time }),
);

const wrapUpForm: Form<WrapUpRule> = byShape({
  right: 'a duration such as 20s, or { time: 20s, extend_to: 60s }',
  scalar: mapped(wrapUpTime, (timeMs) => ({ timeMs, extendToMs: timeMs })),
  map: wrapUpGroup,
});

/** Keys that a queue and a ring step have in common. */
export function wrapUpField(): Field<WrapUpRule> {
  return defaulted(wrapUpForm, '0s', 'Time for notes after a conversation.');
}

export function offerField(): Field<number> {
  return defaulted(duration({ zero: 'refused', atMostMs: HOUR_MS }), '15s', 'How long one offer lasts.');
}

const atOnceGroup: Form<AtOnce> = mapped(
  group(
    {
      first: required(whole(1, 100), 'How many ring at once when a wave begins.'),
      more: required(whole(1, 100), 'How many more ring after each time of every.'),
      every: required(duration({ zero: 'refused' }), 'How long nobody has answered when more ring.'),
    },
    'first, more and every',
  ),
  ({ first, more, every }) => ({ first, more, everyMs: every }),
);

/** How many of a parallel wave ring at once. */
export function atOnceField(): Field<AtOnce | null> {
  const form: Form<AtOnce> = byShape({
    right: 'a number of agents such as 3, or { first: 3, more: 2, every: 5s }',
    scalar: mapped(whole(1, 100), (first) => ({ first, more: 0, everyMs: HOUR_MS })),
    map: atOnceGroup,
  });
  return optional(form, 'For the strategy parallel: how many ring at once; all when left out.');
}

/** How many ring at once is only a question where several do. */
export function checkAtOnce(
  { strategy, at_once: atOnce }: { readonly strategy: StrategyName; readonly at_once: AtOnce | null },
  node: SourceNode,
  desk: Desk,
): void {
  if (atOnce === null || strategy === 'parallel') return;
  const at = (node.kind === 'map' ? valueOf(node, 'at_once')?.at : undefined) ?? node.at;
  const found = `at_once beside the strategy ${strategy}, which rings one after another`;
  desk.add('at-once-alone', at, found, 'strategy: parallel, or no at_once');
}

const restForm = duration({ zero: 'allowed' });

function offerPolicy(rest: string) {
  return group(
    {
      rest: defaulted(restForm, rest, 'No further offer to this agent for so long.'),
      rank: defaulted(
        oneOf(['keep', 'last']),
        'keep',
        'Whether the agent comes last now, as if he had just had a conversation.',
      ),
      pause_after_missed: optional(
        whole(1, 100),
        'Pause the agent after so many missed offers in a row; never when left out.',
      ),
    },
    'rest, rank and pause_after_missed',
  );
}

/** What a missed offer does to the agent, by its result. */
export const offersForm = group(
  {
    'no-answer': defaultedGroup(offerPolicy('0s'), 'The phone rang and nobody answered.'),
    declined: defaultedGroup(offerPolicy('10s'), 'The agent refused the call.'),
    busy: defaultedGroup(offerPolicy('5s'), 'The phone was busy.'),
    unreachable: defaultedGroup(offerPolicy('30s'), 'The phone could not be reached.'),
    'not-confirmed': defaultedGroup(
      offerPolicy('10s'),
      'Somebody answered at the phone of an agent with confirm, and nobody took the call by key.',
    ),
  },
  'results of an offer: no-answer, declined, busy, unreachable, not-confirmed',
);
