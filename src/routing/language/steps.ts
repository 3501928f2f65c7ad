import type { Condition } from '../../core/plan.js';
import type { BlockDraft, StepDraft } from '../draft.js';
import type { Name } from '../form/desk.js';
import { byKey, byShape, list, listOrOne } from '../form/collections.js';
import { mapped, shared, type Form } from '../form/form.js';
import { defaulted, group, notEmpty, optional, required, single } from '../form/group.js';
import { nameOf, numberDialled } from '../form/names.js';
import { exactly, flag, label, oneOf } from '../form/scalars.js';
import { menuForm } from './menu.js';
import { ringForm } from './ring.js';

const STEP = 'a step such as play: welcome, queue: sales, or hangup';
const BLOCK = 'a step or a list of steps, such as [{ play: welcome }, hangup]';

/** Steps, one after another; one step alone stands for a list of one. */
export const blockForm: Form<BlockDraft> = shared('steps', BLOCK, () => {
  const one = mapped(stepForm, (step): BlockDraft => ({ at: step.at, steps: [step] }));
  const many = mapped(list(stepForm, BLOCK), (steps, node): BlockDraft => ({ at: node.at, steps }));
  return byShape({ right: BLOCK, scalar: one, map: one, list: many });
});

/** One step. A step with a fault is still a step, so that the rest of its list is checked too. */
const stepForm: Form<StepDraft> = shared('step', STEP, () => {
  const form = byShape({ right: STEP, scalar: wordStep, map: byKey(stepVariants, 'a step') });
  return {
    ...form,
    read: (node, desk) => form.read(node, desk) ?? { do: 'unreadable', at: node.at },
  };
});

const wordStep: Form<StepDraft> = mapped(oneOf(['hangup', 'closed']), (word, node) => ({
  do: word,
  at: node.at,
}));

interface Played {
  readonly prompt: Name;
  readonly information: boolean;
}

const playedForm: Form<Played> = byShape({
  right: "a prompt's name, or { prompt: name, information: true }",
  scalar: mapped(nameOf('prompt'), (prompt): Played => ({ prompt, information: false })),
  map: group(
    {
      prompt: required(nameOf('prompt'), 'What is played.'),
      information: defaulted(
        flag(),
        false,
        'A caller who has heard it has been served, even if he then hangs up.',
      ),
    },
    'prompt and information',
  ),
});

const conditionForm: Form<Condition> = mapped(
  notEmpty(
    group(
      {
        inside: optional(nameOf('hours'), 'Holds while this calendar is open.'),
        outside: optional(nameOf('hours'), 'Holds while this calendar is closed.'),
        dialled: optional(
          listOrOne(numberDialled(), 'a list of telephone numbers in quotes'),
          'Holds when the caller dialled this number, or one of these.',
        ),
      },
      'a condition: inside, outside, dialled (all that are named must hold)',
    ),
  ),
  ({ inside, outside, dialled }) => ({
    inHours: inside?.name ?? null,
    outside: outside?.name ?? null,
    dialled: dialled?.map((number) => number.name) ?? null,
  }),
);

const ifForm: Form<StepDraft> = mapped(
  group(
    {
      if: required(conditionForm, 'What must hold.'),
      then: required(blockForm, 'What happens when it holds.'),
      else: optional(blockForm, 'What happens when it does not; the next step when left out.'),
    },
    'if, then and perhaps else',
  ),
  (read, node) => ({
    do: 'if',
    at: node.at,
    condition: read.if,
    then: read.then,
    otherwise: read.else,
  }),
);

export const stepVariants: Readonly<Record<string, Form<StepDraft>>> = {
  play: mapped(single('play', playedForm, 'Plays a prompt.'), (played, node) => ({
    do: 'play',
    at: node.at,
    prompt: played.prompt,
    information: played.information,
  })),
  menu: mapped(single('menu', menuForm(blockForm), 'Lets the caller choose by key.'), (menu, node) => ({
    ...menu,
    at: node.at,
  })),
  if: ifForm,
  queue: mapped(single('queue', nameOf('queue'), 'Hands the caller to a queue.'), (queue, node) => ({
    do: 'queue',
    at: node.at,
    queue,
  })),
  ring: mapped(
    single('ring', ringForm, 'Rings people without a queue; the next step follows when nobody answers.'),
    (ring, node) => ({ ...ring, at: node.at }),
  ),
  go: mapped(single('go', nameOf('flow'), 'Goes on with another flow.'), (flow, node) => ({
    do: 'go',
    at: node.at,
    flow,
  })),
  tag: mapped(single('tag', label(), 'Marks the call for reports.'), (tag, node) => ({
    do: 'tag',
    at: node.at,
    tag,
  })),
  closed: mapped(single('closed', exactly(true), 'Counts the call as out of hours.'), (_true, node) => ({
    do: 'closed',
    at: node.at,
  })),
  hangup: mapped(single('hangup', exactly(true), 'Ends the call.'), (_true, node) => ({
    do: 'hangup',
    at: node.at,
  })),
};
