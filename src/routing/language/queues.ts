import { ABSENT_STATES } from '../../core/plan.js';
import { listOrOne } from '../form/collections.js';
import { checked, type Read } from '../form/form.js';
import { defaulted, defaultedGroup, group, optional, required } from '../form/group.js';
import { duration, oneOf, percentage, whole } from '../form/scalars.js';
import { showText, valueOf, type SourceNode } from '../source-node.js';
import type { Desk } from '../form/desk.js';
import { crewOfQueue, recordField } from './agents.js';
import {
  atOnceField,
  checkAtOnce,
  offerField,
  offersForm,
  queueCountingForm,
  strategyForm,
  wrapUpField,
} from './offers.js';
import { checkOutcomeTime, outcomesForm } from './outcomes.js';
import { queueCallbackForm } from './callbacks.js';
import { whisperForm } from './confirm.js';
import { overflowForm } from './partners.js';
import { needsForm } from './skills.js';
import { afterCallField, blockForm } from './steps.js';
import { waitingField } from './waiting.js';

const serviceLevelForm = group(
  {
    target: defaulted(percentage(), '80%', 'The share that shall be answered in time.'),
    within: defaulted(duration({ zero: 'refused' }), '20s', 'What "in time" means.'),
    short_abandon: defaulted(
      duration({ zero: 'allowed' }),
      '5s',
      'Who leaves sooner does not count against the service level; 0s counts everybody.',
    ),
  },
  'target, within, short_abandon',
);

const limitsForm = group(
  {
    wait: optional(duration({ zero: 'refused' }), 'The longest wait; no limit when left out.'),
    callers: optional(whole(1, 100_000), 'The most callers waiting; no limit when left out.'),
    callers_per_agent: optional(
      whole(1, 1000),
      'The most callers waiting for each agent who is signed in and not paused; no limit when left out.',
    ),
    expected_wait: optional(
      duration({ zero: 'refused' }),
      'Nobody is let in whose estimated wait is longer; no limit when left out.',
    ),
  },
  'wait, callers, callers_per_agent, expected_wait',
);

const exitsForm = group(
  {
    wait: optional(blockForm, 'What follows when limits.wait is reached.'),
    full: optional(blockForm, 'What follows when limits.callers are waiting already.'),
    crowded: optional(blockForm, 'What follows when limits.callers_per_agent are waiting already.'),
    too_long: optional(blockForm, 'What follows when limits.expected_wait would be exceeded.'),
    nobody: required(blockForm, 'What follows when nobody of the queue is signed in and reachable.'),
  },
  'a group with nobody, and an exit for each limit',
);

const queueGroup = group(
  {
    agents: required(
      crewOfQueue(),
      'Who answers: names, a team, a skill, or groups that open with waiting time.',
    ),
    weight: defaulted(
      whole(1, 10),
      1,
      'How many times as fast its callers age beside those of other queues with the same agents.',
    ),
    needs: optional(needsForm, 'What agents must be able to do to be rung for a caller of this queue.'),
    strategy: defaulted(
      strategyForm,
      'longest-idle',
      'In which order, and how many at once, agents are rung.',
    ),
    at_once: atOnceField(),
    counting: defaultedGroup(queueCountingForm, 'What least-calls and least-talk count.'),
    ring_for: offerField(),
    answer: defaulted(
      oneOf(['at-entry', 'when-agent-answers']),
      'at-entry',
      'When the call is answered, from which moment it costs the caller money.',
    ),
    hear: defaulted(oneOf(['music', 'ringing']), 'music', 'What a waiting caller hears.'),
    offers: defaultedGroup(offersForm, 'What a missed offer does to the agent, by its result.'),
    wrap_up: wrapUpField(),
    service_level: defaultedGroup(serviceLevelForm, 'What the reports measure the queue against.'),
    waiting: waitingField(),
    limits: defaultedGroup(limitsForm, 'How long and how many may wait; each limit has an exit of its own.'),
    exits: required(exitsForm, 'What follows for a caller who leaves the queue without a conversation.'),
    nobody_counts: optional(
      listOrOne(oneOf(ABSENT_STATES), 'a list of states such as [paused, talking, wrap-up]'),
      'Agents in one of these states are nobody, too; left out: everybody signed in is somebody.',
    ),
    nobody_grace: defaulted(
      duration({ zero: 'allowed' }),
      '10s',
      'How long a waiting caller stays after nobody is there any more.',
    ),
    redial_within: defaulted(
      duration({ zero: 'allowed' }),
      '2m',
      'Who hangs up waiting and calls again within so long keeps his age; 0s: he does not.',
    ),
    callback: optional(queueCallbackForm, 'Callers are called back by its agents; nobody is when left out.'),
    overflow: optional(
      overflowForm,
      'When callers go to a partner outside, beside its own agents; they never do when left out.',
    ),
    record: recordField('The conversations of this queue'),
    after_call: afterCallField(),
    outcomes: optional(outcomesForm, 'What agents say came of a conversation; nothing when left out.'),
    whisper: optional(whisperForm, 'What the agent hears before he has the caller; nothing when left out.'),
  },
  'a queue: agents, exits, and perhaps strategy, limits, waiting …',
);
export type QueueDraft = Read<typeof queueGroup>;

/** A queue: its agents, how they are rung, what callers hear, and the ways out. */
export const queueForm = checked(queueGroup, (queue, node, desk) => {
  checkAtOnce(queue, node, desk);
  checkOutcomeTime(queue, desk);
  for (const [limit, exit] of EXIT_OF_LIMIT)
    checkExit({ limit, exit, isLimited: queue.limits[limit] !== null }, node, desk);
});

/** Each limit has an exit of its own. */
const EXIT_OF_LIMIT = [
  ['wait', 'wait'],
  ['callers', 'full'],
  ['callers_per_agent', 'crowded'],
  ['expected_wait', 'too_long'],
] as const;

interface ExitRule {
  readonly limit: (typeof EXIT_OF_LIMIT)[number][0];
  readonly exit: (typeof EXIT_OF_LIMIT)[number][1];
  readonly isLimited: boolean;
}

function checkExit({ limit, exit, isLimited }: ExitRule, node: SourceNode, desk: Desk): void {
  const limitNode = inner(node, 'limits', limit);
  const exitNode = inner(node, 'exits', exit);
  if (isLimited && exitNode === null) {
    const found = `limits.${limit} without the exit that belongs to it`;
    desk.add('exit-missing', limitNode?.at ?? node.at, found, `exits.${exit} with the steps that follow`);
  }
  if (limitNode === null && exitNode !== null) {
    const found = `the exit ${showText(exit)}, which no caller can ever take`;
    desk.add('exit-without-cause', exitNode.at, found, `limits.${limit} beside it, or no such exit`);
  }
}

function inner(node: SourceNode, outer: string, key: string): SourceNode | null {
  const found = node.kind === 'map' ? valueOf(node, outer) : null;
  return found?.kind === 'map' ? valueOf(found, key) : null;
}
