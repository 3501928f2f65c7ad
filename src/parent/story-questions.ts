import type { CallId } from '../core/signal.js';
import { BooksAway, type CallStory, type Stories, type StoryReach } from '../ports/story.js';
import type { StoryTold, StoryTrouble, StoryWished } from './messages.js';

/** So long the books are waited for. */
const ANSWER_WITHIN_MS = 5_000;
/** More questions are not asked while so many wait: each costs the books a look at their database. */
const WAITING_AT_MOST = 8;

interface Waiting {
  readonly resolve: (story: CallStory | null) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** The line's questions about calls that are stored, which the books answer over the parent. */
export class StoryQuestions implements Stories {
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(
    private readonly tell: (wish: StoryWished) => void,
    private readonly answerWithinMs = ANSWER_WITHIN_MS,
  ) {}

  /** Rejects with `BooksAway`, or, when the books are at fault, with another error. */
  storyOf(call: CallId, reach: StoryReach): Promise<CallStory | null> {
    if (this.#waiting.size >= WAITING_AT_MOST)
      return Promise.reject(new BooksAway('the books have enough questions to answer'));
    const question = ++this.#asked;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(question);
        reject(new BooksAway('the books did not answer in time'));
      }, this.answerWithinMs);
      this.#waiting.set(question, { resolve, reject, timer });
      this.tell({ kind: 'story-wish', question, call, reach });
    });
  }

  /** The books have answered; nobody may wait for it any more. */
  told({ question, story, trouble }: StoryTold): void {
    const waiting = this.#waiting.get(question);
    if (waiting === undefined) return;
    this.#waiting.delete(question);
    clearTimeout(waiting.timer);
    if (trouble === null) waiting.resolve(story);
    else waiting.reject(refusalOf(trouble));
  }
}

function refusalOf(trouble: StoryTrouble): Error {
  switch (trouble) {
    case 'not-open':
      return new BooksAway('the database is not open');
    case 'unreadable':
      return new BooksAway('the books cannot read the database, and their log says why');
    case 'fault':
      return new Error('the books failed to tell the story of a call; their log says why');
  }
}
