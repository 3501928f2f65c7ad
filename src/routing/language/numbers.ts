import type { AnswerDraft, NumberDraft } from '../draft.js';
import { byKey, byShape, listOrOne } from '../form/collections.js';
import { mapped, type Form } from '../form/form.js';
import { group, optional, required } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { label } from '../form/scalars.js';
import { recordField } from './agents.js';
import { afterCallField, blockForm, stepVariants } from './steps.js';

const flowByName: Form<AnswerDraft> = mapped(nameOf('flow'), (flow) => ({ by: 'flow', flow }));
const ownSteps: Form<AnswerDraft> = mapped(blockForm, (block) => ({ by: 'steps', block }));

const answerForm: Form<AnswerDraft> = byShape({
  right: 'the name of a flow, or steps',
  scalar: flowByName,
  list: ownSteps,
  map: ownSteps,
});

const longForm: Form<NumberDraft> = mapped(
  group(
    {
      flow: required(answerForm, 'What answers: a flow by its name, or steps.'),
      tags: optional(listOrOne(label(), 'a list of tags'), 'Marks of calls to this number, for reports.'),
      hours: optional(nameOf('hours'), 'The calendar for "in hours"; the company\'s when left out.'),
      record: recordField('The conversations of calls to this number'),
      after_call: afterCallField(),
    },
    'flow, and perhaps tags, hours, record and after_call',
  ),
  ({ at, flow, tags, hours, record, after_call: afterCall }) => ({
    at,
    answer: flow,
    tags: tags ?? [],
    hours,
    record,
    afterCall,
  }),
);

const withoutExtras = (answer: AnswerDraft, at: NumberDraft['at']): NumberDraft => ({
  at,
  answer,
  tags: [],
  hours: null,
  record: null,
  afterCall: null,
});

const oneStep = mapped(blockForm, (block, node) => withoutExtras({ by: 'steps', block }, node.at));
/** Beside a flow `record` is the number's own; alone it would answer nobody. */
const words = Object.keys(stepVariants).filter((word) => word !== 'record');
const stepsByWord = Object.fromEntries(words.map((word) => [word, oneStep]));

/** What answers a number: a flow's name, steps, or a group with flow, tags and hours. */
export const numberForm: Form<NumberDraft> = byShape({
  right: 'the name of a flow, steps, or { flow: …, tags: …, hours: …, record: …, after_call: … }',
  scalar: mapped(flowByName, (answer, node) => withoutExtras(answer, node.at)),
  list: mapped(blockForm, (block, node) => withoutExtras({ by: 'steps', block }, node.at)),
  map: byKey({ flow: longForm, ...stepsByWord }, 'what answers'),
});
