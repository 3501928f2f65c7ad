import type { BlockDraft, StepDraft } from '../draft.js';
import type { Desk } from '../form/desk.js';
import { afterCalls, innerBlocks, waysOut } from '../languages.js';
import type { RoutingDraft } from '../routing-draft.js';

const LAST_STEPS = 'queue, go or hangup';

/**
 * Whether a call goes on after a step or block: always or sometimes, never, or hidden by a fault. Behind what `rests` it
 * goes on, and may as well be over: a caller who has left his message has said what he wanted.
 */
type Passing = 'passes' | 'rests' | 'stays' | 'unknown';

/** Every flow, number and exit says how a call ends, and no step stands where no call comes. */
export function checkEndings(draft: RoutingDraft, desk: Desk): void {
  for (const { key, value } of draft.flows) checkRoot(value, `the flow ${key}`, desk);
  for (const { key, value } of draft.numbers) {
    if (value?.answer.by === 'steps') checkRoot(value.answer.block, `the number ${key}`, desk);
  }
  for (const { key, value } of draft.queues) {
    if (value === null) continue;
    for (const { name, block } of waysOut(value)) checkRoot(block, `${name} of ${key}`, desk);
  }
  checkRoot(draft.transfers?.otherwise ?? null, 'otherwise of transfers', desk);
  // A call whose after_call is over is over.
  for (const block of afterCalls(draft)) checkReached(block, desk);
}

function checkRoot(block: BlockDraft | null, name: string, desk: Desk): void {
  if (block === null) return;
  checkReached(block, desk);
  if (passing(block) !== 'passes') return;
  const found = `${name} that ends here without saying what happens to the call`;
  desk.add('dead-end', block.steps.at(-1)?.at ?? block.at, found, `a last step such as ${LAST_STEPS}`);
}

function checkReached(block: BlockDraft, desk: Desk): void {
  block.steps.forEach((step, index) => {
    const next = block.steps[index + 1];
    if (next !== undefined && stepPassing(step) === 'stays') {
      const found = `a step that no call comes to, because nothing goes on after ${step.do}`;
      const right = step.do === 'queue' ? 'this step in an exit of the queue' : 'no step here';
      desk.add('step-never-reached', next.at, found, right);
    }
    for (const inner of innerBlocks(step)) checkReached(inner, desk);
  });
}

function passing(block: BlockDraft): Passing {
  const steps = block.steps.map((step) => stepPassing(step));
  if (steps.includes('stays')) return 'stays';
  if (steps.includes('unknown')) return 'unknown';
  return steps.at(-1) === 'rests' ? 'rests' : 'passes';
}

function stepPassing(step: StepDraft): Passing {
  switch (step.do) {
    case 'queue':
    case 'go':
    case 'hangup':
      return 'stays';
    case 'unreadable':
      return 'unknown';
    case 'voicemail':
      return 'rests';
    // Who was connected does not come back: behind it go on those who were not.
    case 'dial':
      return passing(step.otherwise);
    case 'if':
      return either([passing(step.then), step.otherwise === null ? 'passes' : passing(step.otherwise)]);
    case 'menu': {
      const keys = step.keys.map(({ value }) => (value === null ? 'unknown' : passing(value)));
      return either([...keys, passing(step.otherwise)]);
    }
    case 'play':
    case 'greet':
    case 'lookup':
    case 'notify':
    case 'say':
    case 'tell':
    case 'collect':
    case 'rate':
    case 'set':
    case 'language':
    case 'priority':
    case 'record':
    case 'needs':
    case 'tag':
    case 'closed':
    case 'ring':
    case 'callback':
      return 'passes';
  }
}

function either(ways: readonly Passing[]): Passing {
  if (ways.includes('passes')) return 'passes';
  if (ways.includes('unknown')) return 'unknown';
  return ways.includes('rests') ? 'rests' : 'stays';
}
