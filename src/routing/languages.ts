import type { Language } from '../core/plan.js';
import type { BlockDraft, StepDraft } from './draft.js';
import type { QueueDraft } from './language/queues.js';
import type { RoutingDraft } from './routing-draft.js';

/** Every language that a caller may hear: the company's, and those that steps change to. */
export function languagesOf(draft: RoutingDraft): readonly Language[] {
  const languages = new Set<Language>(draft.company === null ? [] : [draft.company.language]);
  for (const step of stepsOf(draft)) if (step.do === 'language') languages.add(step.language);
  return [...languages];
}

/** Every step that is written anywhere, those inside others too. */
export function* stepsOf(draft: RoutingDraft): Iterable<StepDraft> {
  for (const block of blocksOf(draft)) yield* allSteps(block);
}

/** Every list of steps that stands for itself: flows, numbers, exits. */
function blocksOf({ flows, numbers, queues, transfers }: RoutingDraft): readonly BlockDraft[] {
  const blocks = [
    ...flows.map(({ value }) => value),
    ...numbers.map(({ value }) => (value?.answer.by === 'steps' ? value.answer.block : null)),
    transfers?.otherwise ?? null,
    ...afterCalls({ numbers, queues }),
    ...queues.flatMap(({ value }) => (value === null ? [] : waysOut(value).map(({ block }) => block))),
  ];
  return blocks.filter((block) => block !== null);
}

/** The ways out of a queue, by what leads there: its exits and its keys. */
export function waysOut({ exits, waiting }: QueueDraft): readonly WayOut[] {
  const { wait, full, crowded, too_long: tooLong, nobody } = exits;
  return [
    { name: 'the exit wait', taken: 'in-time', block: wait },
    { name: 'the exit full', taken: 'at-once', block: full },
    { name: 'the exit crowded', taken: 'at-once', block: crowded },
    { name: 'the exit too_long', taken: 'at-once', block: tooLong },
    { name: 'the exit nobody', taken: 'at-once', block: nobody },
    ...(waiting.keys ?? []).map(({ key, value }): WayOut => ({
      name: `the key ${key}`,
      taken: 'by-key',
      block: value,
    })),
  ];
}

/** What comes after calls. */
export function afterCalls({
  numbers,
  queues,
}: Pick<RoutingDraft, 'numbers' | 'queues'>): readonly BlockDraft[] {
  const blocks = [
    ...numbers.map(({ value }) => value?.afterCall),
    ...queues.map(({ value }) => value?.after_call),
  ];
  return blocks.filter((block) => block != null);
}

export interface WayOut {
  readonly name: string;
  readonly taken: 'at-once' | 'in-time' | 'by-key';
  /** null: there is none, or it has a fault. */
  readonly block: BlockDraft | null;
}

function* allSteps(block: BlockDraft): Iterable<StepDraft> {
  for (const step of block.steps) {
    yield step;
    for (const inner of innerBlocks(step)) yield* allSteps(inner);
  }
}

/** The lists of steps inside a step. */
export function innerBlocks(step: StepDraft): readonly BlockDraft[] {
  const blocks =
    step.do === 'menu'
      ? [...step.keys.map(({ value }) => value), step.otherwise]
      : step.do === 'if'
        ? [step.then, step.otherwise]
        : step.do === 'collect' || step.do === 'callback' || step.do === 'dial'
          ? [step.otherwise]
          : [];
  return blocks.filter((block) => block !== null);
}
