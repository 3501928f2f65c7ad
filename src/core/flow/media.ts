import type { Plan } from '../plan.js';

/** The media of a prompt in the company's language; null: the plans know no such prompt. */
export function mediaOf(callPlan: Plan, planInForce: Plan, prompt: string): readonly string[] | null {
  const known = callPlan.prompts[prompt] ?? planInForce.prompts[prompt];
  const media = known?.media[callPlan.company.language] ?? known?.media.en;
  return media === undefined ? null : [media];
}
