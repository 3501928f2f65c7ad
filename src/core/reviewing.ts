import type { Outcome } from './agent/presence.js';
import type { Actor, ChangeDetail } from './change.js';
import type { AgentId } from './plan.js';
import type { CallId, Instant, ReviewId, ReviewRequest } from './signal.js';
import { mint } from './state.js';
import type { Work } from './work.js';

/** The scores there are. */
export const SCORES = { lowest: 1, highest: 10 } as const;

/** What somebody who has listened to a call thinks of it; of the same call, agent and reviewer the newest counts. */
export interface ReviewFact {
  readonly review: ReviewId;
  readonly call: CallId;
  /** Whose talk it is about; null: nobody talked, or it is about the call as a whole. */
  readonly agent: AgentId | null;
  /** null: only a conclusion. */
  readonly score: number | null;
  readonly conclusion: string | null;
  /** Who has listened. */
  readonly reviewer: string;
  readonly reviewedAt: Instant;
}

/** Keeps a review. The call is over and known to the books only, so whose it was is looked at before it comes here. */
export function answerReviewRequest(work: Work, request: ReviewRequest, by: Actor): Outcome {
  const { call, agent, score, conclusion } = request;
  const fault = faultOf(request);
  if (fault !== null) return { ok: false, code: 'wrong-state', detail: fault };
  work.milestones.push({
    ...{ kind: 'call-reviewed', review: mint(work.state, 'review'), call, agent, score, conclusion },
    ...{ reviewer: by.name, reviewedAt: work.now },
  });
  return { ok: true };
}

function faultOf({ agent, score, conclusion }: ReviewRequest): string | null {
  const { lowest, highest } = SCORES;
  if (score === null) return conclusion === null ? 'a review has a score, a conclusion, or both' : null;
  if (agent === null) return "a score is an agent's; nobody is named";
  if (Number.isInteger(score) && score >= lowest && score <= highest) return null;
  return `a score is a whole number from ${lowest} to ${highest}, not ${score}`;
}

/** What was said of the call, for the record of changes; the conclusion stands in the facts, as it has an end there. */
export function reviewStanding({ agent, score, conclusion }: ReviewRequest): ChangeDetail {
  return { agent, score, concluded: conclusion !== null };
}
