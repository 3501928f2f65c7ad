import type { BlockDraft, GreetDraft, PlayDraft, StepDraft } from '../draft.js';
import { giveVariable, textWithBraces, VARIABLE } from '../form/braces.js';
import { byKey, byShape, entries, list, listOrOne, unless } from '../form/collections.js';
import { checked, mapped, shared, type Form } from '../form/form.js';
import { defaulted, type Field, group, optional, required, single } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { exactly, flag, label, oneOf, whole } from '../form/scalars.js';
import { isText, type SourceNode, valueOf } from '../source-node.js';
import { callbackStepForm } from './callbacks.js';
import { collectForm } from './collect.js';
import { LANGUAGES } from './company.js';
import { conditionForm } from './conditions.js';
import { dialForm } from './dial.js';
import { menuForm } from './menu.js';
import { rateForm } from './rate.js';
import { ringForm } from './ring.js';
import { sayForm } from './say.js';
import { lookupForm, notifyForm } from './web.js';
import { needsOfCall } from './skills.js';

const STEP = 'a step such as play: welcome, queue: sales, or hangup';
const BLOCK = 'a step or a list of steps, such as [{ play: welcome }, hangup]';

/** Steps, one after another; one step alone stands for a list of one. */
export const blockForm: Form<BlockDraft> = shared('steps', BLOCK, () => {
  const one = mapped(stepForm, (step): BlockDraft => ({ at: step.at, steps: [step] }));
  const many = mapped(list(stepForm, BLOCK), (steps, node): BlockDraft => ({ at: node.at, steps }));
  return byShape({ right: BLOCK, scalar: one, map: one, list: many });
});

/** What a caller comes to whose conversation the agent has ended; behind its last step the call is over. */
export function afterCallField(): Field<BlockDraft | null> {
  return optional(
    blockForm,
    'What a caller comes to when the agent has hung up, such as { rate: { prompt: please-rate } }; nothing when left out.',
  );
}

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

type Played = Omit<PlayDraft, 'at'> | Omit<GreetDraft, 'at'>;

const PLAYED = "a prompt's name, a list of them, or { prompt: name, information: true }";
const plainly: Form<Played> = mapped(listOrOne(nameOf('prompt'), PLAYED), (prompts) => ({
  do: 'play',
  prompts,
  information: false,
}));

/** The one prompt that differs from caller to caller. */
const GREETING = '{caller.greeting}';
const greeted = checked(exactly(GREETING), (_word, node, desk) =>
  desk.mention('known caller', GREETING, node.at),
);
const greetedOr: Form<Played> = mapped(
  group(
    {
      prompt: required(greeted, "The caller's own greeting."),
      otherwise: optional(nameOf('prompt'), 'What who has none hears; nothing when left out.'),
    },
    'prompt and otherwise',
  ),
  ({ otherwise }) => ({ do: 'greet', otherwise }),
);

const playedForm: Form<Played> = byShape<Played>({
  right: PLAYED,
  scalar: unless(
    (node) => isText(node, GREETING),
    plainly,
    mapped(greeted, () => ({ do: 'greet', otherwise: null })),
  ),
  list: plainly,
  map: unless((node) => isGreeting(node), played(), greetedOr),
});

function isGreeting(node: SourceNode): boolean {
  const prompt = node.kind === 'map' ? valueOf(node, 'prompt') : null;
  return prompt !== null && isText(prompt, GREETING);
}

function played(): Form<Played> {
  return mapped(
    group(
      {
        prompt: required(
          listOrOne(nameOf('prompt'), "a prompt's name, or a list of them"),
          'What is played.',
        ),
        information: defaulted(
          flag(),
          false,
          'A caller who has heard it has been served, even if he then hangs up.',
        ),
      },
      'prompt and information',
    ),
    ({ prompt, information }) => ({ do: 'play', prompts: prompt, information }),
  );
}

const setForm = entries(
  {
    right: 'the name of a variable: up to 64 letters a-z, digits, - and _, beginning with a letter',
    pattern: VARIABLE,
    about: 'The value, which may hold other variables in braces.',
    seen: (entry, desk) => giveVariable(entry.key, { at: entry.keyAt }, desk),
  },
  textWithBraces('a value'),
  'variables and their values, such as { subject: sales }',
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
  play: mapped(single('play', playedForm, 'Plays a prompt.'), (read, node) => ({ ...read, at: node.at })),
  menu: mapped(single('menu', menuForm(blockForm), 'Lets the caller choose by key.'), (menu, node) => ({
    ...menu,
    at: node.at,
  })),
  say: mapped(
    single('say', sayForm, 'Speaks a number, digits, a date, a time, money or a text.'),
    (say, node) => ({
      ...say,
      at: node.at,
    }),
  ),
  collect: mapped(single('collect', collectForm(blockForm), 'Asks for digits.'), (collect, node) => ({
    ...collect,
    at: node.at,
  })),
  rate: mapped(
    single('rate', rateForm, 'Asks the caller to rate the conversation that is over, with one key.'),
    (rate, node) => ({ ...rate, at: node.at }),
  ),
  lookup: mapped(
    single('lookup', lookupForm, 'Asks another system over HTTP; the caller hears nothing of it.'),
    (lookup, node) => ({ ...lookup, at: node.at }),
  ),
  notify: mapped(single('notify', notifyForm, 'Tells another system over HTTP.'), (notify, node) => ({
    ...notify,
    at: node.at,
  })),
  if: ifForm,
  set: mapped(single('set', setForm, 'Gives variables their values.'), (values, node) => ({
    do: 'set',
    at: node.at,
    values,
  })),
  language: mapped(
    single('language', oneOf(LANGUAGES), 'The language that the caller hears from here on.'),
    (language, node) => ({ do: 'language', at: node.at, language }),
  ),
  priority: mapped(
    single(
      'priority',
      whole(-10, 10),
      'How many minutes of waiting the caller is ahead of others (or behind).',
    ),
    (priority, node) => ({ do: 'priority', at: node.at, priority }),
  ),
  record: mapped(
    single('record', flag(), 'Whether the conversations that follow may be recorded: false, and none is.'),
    (record, node) => ({ do: 'record', at: node.at, record }),
  ),
  needs: mapped(
    single('needs', needsOfCall, 'What agents must be able to do to be rung for this call by a queue.'),
    ({ needs }, node) => ({ do: 'needs', at: node.at, needs }),
  ),
  queue: mapped(single('queue', nameOf('queue'), 'Hands the caller to a queue.'), (queue, node) => ({
    do: 'queue',
    at: node.at,
    queue,
  })),
  ring: mapped(
    single('ring', ringForm, 'Rings people without a queue; the next step follows when nobody answers.'),
    (ring, node) => ({ ...ring, at: node.at }),
  ),
  callback: mapped(
    single('callback', callbackStepForm(blockForm), 'Promises the caller that he will be called back.'),
    (callback, node) => ({ ...callback, at: node.at }),
  ),
  dial: mapped(
    single('dial', dialForm(blockForm), 'Connects the caller with a number outside, under the dial policy.'),
    (dial, node) => ({ ...dial, at: node.at }),
  ),
  voicemail: mapped(
    single(
      'voicemail',
      nameOf('voicemail box'),
      'Lets the caller leave a message in a voicemail box; behind it the next step follows, or the call is over.',
    ),
    (box, node) => ({ do: 'voicemail', at: node.at, box }),
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
