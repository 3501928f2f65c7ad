import type { Milestone } from '../../src/core/milestone.js';
import type { JournalRecord } from '../../src/ports/journal.js';
import { Dice } from '../simulation/dice.js';

const MINUTE_MS = 60_000;
const REVIEWERS = ['petrova', 'quality-team'];
const CONCLUSIONS = ['', 'calm and to the point', '=cmd()'];

/**
 * The week with reviews: every third call that is over has one or more, of an agent who talked or of the call as a whole, with
 * or without a score, some given again. None is given before its call is over or after the week's journal.
 */
export function reviewed(records: readonly JournalRecord[], seed: number): JournalRecord[] {
  const dice = new Dice(seed + 1_000_000);
  const agents = agentsByCall(records);
  const due: { readonly at: number; readonly milestone: Milestone }[] = [];
  let count = 0;
  const review = (call: string, at: number): void => {
    const [agent, reviewer] = [dice.pick([...(agents.get(call) ?? []), null]), dice.pick(REVIEWERS)];
    for (let times = dice.falls(0.3) ? 2 : 1, later = at; times > 0; times -= 1) {
      later += dice.between(1, 90) * MINUTE_MS;
      const score = dice.falls(0.8) ? dice.between(1, 10) : null;
      const conclusion = score === null ? 'no score' : dice.pick(CONCLUSIONS) || null;
      const what = { review: `w-${String((count += 1))}`, call, agent, score, conclusion, reviewer };
      due.push({ at: later, milestone: { kind: 'call-reviewed', ...what, reviewedAt: later } });
    }
  };
  for (const { milestones } of records)
    for (const each of milestones) {
      if (each.kind !== 'call-ended' && each.kind !== 'outgoing-ended') continue;
      for (let reviews = dice.falls(0.35) ? dice.between(1, 2) : 0; reviews > 0; reviews -= 1)
        review(each.call, each.endedAt);
    }
  due.sort((a, b) => a.at - b.at);
  return records.map((record) => {
    const mine = due.splice(0, due.filter(({ at }) => at <= record.at).length);
    return { ...record, milestones: [...record.milestones, ...mine.map(({ milestone }) => milestone)] };
  });
}

function agentsByCall(records: readonly JournalRecord[]): Map<string, string[]> {
  const agents = new Map<string, string[]>();
  for (const { milestones } of records)
    for (const each of milestones) {
      if (each.kind !== 'conversation-ended' && each.kind !== 'outgoing-ended') continue;
      if (each.agent === null) continue;
      agents.set(each.call, [...(agents.get(each.call) ?? []), each.agent]);
    }
  return agents;
}
