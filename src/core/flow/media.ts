import type { Language, Plan } from '../plan.js';

/** The media of a prompt in a language, or in the company's where it has none; null: the plans know no such prompt. */
export function mediaOf(
  callPlan: Plan,
  planInForce: Plan,
  prompt: string,
  language: Language,
): readonly string[] | null {
  const known = callPlan.prompts[prompt] ?? planInForce.prompts[prompt];
  const media = known?.media[language] ?? known?.media[callPlan.company.language] ?? known?.media.en;
  return media === undefined ? null : [media];
}
