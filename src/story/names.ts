import { partnerOf } from '../core/partner/partner.js';
import type { AgentId, Plan } from '../core/plan.js';

/** How agents are called in a story. */
export type NameOf = (agent: AgentId) => string;

/** By the plan's names, with the id where that is another word; without a plan by their ids. */
export function namesOf(plan: Plan | null): NameOf {
  return (agent) => {
    const partner = partnerOf(agent);
    if (partner !== null) return partnerName(plan, partner);
    const name = plan?.agents[agent]?.name;
    return name === undefined || name === agent ? agent : `${name} (${agent})`;
  };
}

function partnerName(plan: Plan | null, partner: string): string {
  const name = plan?.partners?.[partner]?.name ?? partner;
  return name === partner ? `the partner ${partner}` : `the partner ${name} (${partner})`;
}

/** A list in a sentence: `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1);
  if (last === undefined) return 'nobody';
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** A length of time in a sentence: `2 min 5 s`. */
export function lasting(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  const parts = [
    ...(hours === 0 ? [] : [`${hours} h`]),
    ...(minutes === 0 ? [] : [`${minutes} min`]),
    ...(rest === 0 ? [] : [`${rest} s`]),
  ];
  return parts.join(' ');
}
