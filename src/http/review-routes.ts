import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { isPartner, partnerInFacts } from '../core/partner/partner.js';
import { SCORES } from '../core/reviewing.js';
import type { ReviewRequest } from '../core/signal.js';
import type { CallStory, Stories } from '../ports/story.js';
import { checkedBody } from './bodies.js';
import { Problem } from './problem.js';
import { ok, post, type Route, type RouteInput, SWITCHING_ROLES } from './route.js';
import { storyInReach } from './story-routes.js';

const SCORE = `score must be a whole number from ${SCORES.lowest} to ${SCORES.highest}`;

/** A name has 64 characters at most; facts name a partner with a word before it. */
const NAME_AT_MOST = partnerInFacts('').length + 64;

/** What somebody who has listened to a call thinks of it. */
class ReviewBody {
  @IsOptional()
  @IsInt({ message: SCORE })
  @Min(SCORES.lowest, { message: SCORE })
  @Max(SCORES.highest, { message: SCORE })
  readonly score?: number;

  @IsOptional()
  @IsString({ message: 'conclusion must be a text' })
  @MaxLength(2000, { message: 'conclusion must have at most 2000 characters' })
  @Matches(/[^\s]/u, { message: 'conclusion must not be empty' })
  readonly conclusion?: string;

  @IsOptional()
  @IsString({ message: 'agent must be the id of an agent who talked in the call' })
  @MaxLength(NAME_AT_MOST, { message: `agent must have at most ${NAME_AT_MOST} characters` })
  readonly agent?: string;
}

/** Reviews of calls that are over. */
export function reviewRoutes(stories: Stories): readonly Route[] {
  return [
    post('/api/calls/:id/review', SWITCHING_ROLES, async (input) => {
      const { score = null, conclusion = null, agent } = await checkedBody(ReviewBody, input.body);
      if (score === null && conclusion === null)
        throw new Problem('invalid-body', 'The body must have a score, a conclusion, or both.');
      const story = await storyInReach(input, stories);
      refuseUnfinished(story);
      const of = agent !== undefined || score !== null ? whose(story, agent ?? null) : onlyOne(story, input);
      const request: ReviewRequest = { ask: 'review-call', call: story.call, agent: of, score, conclusion };
      const answer = await input.live.ask(request, input.by);
      if (!answer.ok) throw new Problem(answer.code, answer.detail);
      return ok({ call: story.call, agent: of, score, conclusion, reviewer: input.by.name });
    }),
  ];
}

/** Who talked in a call is known when it is over; of one that was made for a callback it is not among the calls. */
function refuseUnfinished({ call, isStoredWhole }: CallStory): void {
  if (isStoredWhole) return;
  const detail = `The call "${call}" is not over, or it was made for a callback; other calls can be reviewed, when they are over.`;
  throw new Problem('wrong-state', detail);
}

/** Whose talk is scored: where only one talked, he need not be named. */
function whose({ call, talked }: CallStory, named: string | null): string {
  const [first] = talked;
  if (named !== null) {
    if (talked.includes(named)) return named;
    throw new Problem('unknown-agent', `"${named}" did not talk in the call "${call}"; ${whoDid(talked)}.`);
  }
  if (talked.length === 1 && first !== undefined) return first;
  throw new Problem(
    'wrong-state',
    first === undefined
      ? `Nobody whom you may score talked in the call "${call}"; a conclusion can be stored without a score.`
      : `Say whom the score is for, with "agent": ${whoDid(talked)}.`,
  );
}

/** A conclusion is about the only one who talked, as far as who gives it sees him; else about the call. */
function onlyOne({ talked }: CallStory, { who, live }: RouteInput): string | null {
  const [first = null, second] = talked;
  if (first === null || second !== undefined) return null;
  return who.role !== 'supervisor' || isPartner(first) || live.agents().some(({ agent }) => agent === first)
    ? first
    : null;
}

function whoDid(talked: readonly string[]): string {
  return talked.length === 0 ? 'nobody did' : `those who did: ${talked.join(', ')}`;
}
