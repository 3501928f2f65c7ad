import type { Failure, LegId, RecordingId, Signal } from '../core/signal.js';
import type { Log } from '../ports/log.js';
import type { Reply } from './failure.js';
import { existsAlready, failureOf, isSuccess, messageIn } from './failure.js';
import type { AriHttpClient, AriRequest } from './http-client.js';
import type { LegBook } from './leg-book.js';
import { count } from './metrics.js';
import type { AriMetrics } from './metrics.js';
import type { AriLimits } from './options.js';
import { failedCommand, outcomeOf } from './outcome.js';
import type { Outcome } from './outcome.js';
import type { PlaybackBook } from './playback-book.js';
import { ReferWords } from './refer-words.js';
import { requestsFor } from './requests.js';
import type { LegCommand } from './requests.js';
import { bridgeKey, lineKey, referKey, ringKey } from './urgency.js';
import { WorkLists } from './work-lists.js';

export interface CommanderOptions {
  readonly http: AriHttpClient;
  readonly application: string;
  readonly limits: AriLimits;
  readonly legs: LegBook;
  readonly playbacks: PlaybackBook;
  readonly metrics: AriMetrics;
  readonly log: Log;
  readonly tell: (signal: Signal) => void;
  /** Lets a request out, now or later or never. */
  readonly pass: (send: () => void) => void;
}

/**
 * Carries commands out: those of one leg or one bridge in order, one at a time, the rest side by side; a hang-up at
 * once, and what still waits for its leg is dropped.
 */
export class Commander {
  readonly #options: CommanderOptions;
  readonly #lists = new WorkLists();
  readonly #ringing = new Set<LegId>();
  /** Legs that are being hung up, and what lets their phones ring again: a second hang-up takes over from the first. */
  readonly #clearing = new Map<LegId, () => void>();
  readonly #words: ReferWords;
  #state: 'acting' | 'fenced' = 'acting';

  constructor(options: CommanderOptions) {
    this.#options = options;
    this.#words = new ReferWords(options.limits.referMs);
  }

  /** `after`: key of work that must be over first (see `byUrgency`); null: none. */
  carryOut(command: LegCommand, after: string | null = null): void {
    if (this.#state === 'fenced') return;
    if (after !== null) this.#queueBehind(after, command);
    else if (command.kind === 'hang-up') this.#hangUp(command);
    else this.#queue(command);
  }

  /** Sends nothing from now on; what is in flight ends by itself. */
  fence(): void {
    this.#state = 'fenced';
    this.#lists.dropAll();
  }

  /** Waits for the key without holding it: what waits together begins together. */
  #queueBehind(key: string, command: LegCommand): void {
    this.#lists.add({
      keys: [key],
      run: (done) => {
        this.carryOut(command);
        done();
      },
    });
  }

  /** A phone has been told what has come of its transfer. */
  toldReferrer(leg: LegId): void {
    this.#words.told(leg);
  }

  #queue(command: LegCommand): void {
    if (command.kind === 'ring') this.#options.legs.made(command.leg, lineOf(command));
    this.#lists.add({ keys: keysOf(command), run: (done) => this.#begin(command, done) });
  }

  #hangUp(command: Extract<LegCommand, { kind: 'hang-up' }>): void {
    this.#lists.drop(command.leg);
    // A leg that is being made cannot be hung up before Asterisk knows it.
    const keys = this.#ringing.has(command.leg) ? [command.leg] : [];
    const cancelMs = this.#options.legs.wasAnswered(command.leg) ? 0 : this.#options.limits.cancelMs;
    const cleared = this.#holdBackRings(command.leg);
    this.#lists.add({
      keys,
      run: (done) =>
        this.#begin(command, () => {
          done();
          if (cancelMs === 0) cleared();
          else setTimeout(cleared, cancelMs);
        }),
    });
  }

  /**
   * Until the hang-up of a leg is answered, and a moment longer when it rang in vain, its phone, or line, is not rung for anybody,
   * else an INVITE could overtake the CANCEL: the phone would be busy, or ring twice. The hang-up itself waits for nobody.
   * Returns what ends the wait.
   */
  #holdBackRings(leg: LegId): () => void {
    const line = this.#options.legs.lineOf(leg);
    const before = this.#clearing.get(leg);
    if (before !== undefined) return before;
    if (line === null) return () => undefined;
    let state: 'hanging-up' | 'cleared' = 'hanging-up';
    let release = (): void => undefined;
    this.#lists.add({
      keys: [lineKey(line)],
      run: (done) => {
        if (state === 'cleared') done();
        else release = done;
      },
    });
    const cleared = (): void => {
      state = 'cleared';
      this.#clearing.delete(leg);
      release();
    };
    this.#clearing.set(leg, cleared);
    return cleared;
  }

  #begin(command: LegCommand, done: () => void): void {
    if (isPointless(command, this.#options.legs)) {
      this.#fail(command, 'gone', 'the leg has ended');
      done();
      return;
    }
    if (command.kind === 'verify-recording') {
      this.#askForRecording(command, done);
      return;
    }
    if (command.kind === 'ring') this.#ringing.add(command.leg);
    if (command.kind === 'stop-playback') this.#options.playbacks.stopping(command.playback);
    if (command.kind === 'answer-refer') this.#words.begin(command.leg);
    const { application, limits } = this.#options;
    this.#send(command, requestsFor(command, application, limits), 0, (outcome, reply) => {
      if (command.kind === 'ring') this.#ringing.delete(command.leg);
      this.#conclude(command, outcome, reply);
      if (command.kind !== 'answer-refer') done();
      else this.#afterWord(command.leg, outcome, done);
    });
  }

  #afterWord(leg: LegId, outcome: Outcome, done: () => void): void {
    if (outcome.kind !== 'done') this.#words.failed(leg);
    this.#words.afterwards(leg, done);
  }

  #send(
    command: LegCommand,
    requests: readonly AriRequest[],
    at: number,
    conclude: (outcome: Outcome, reply: Reply) => void,
  ): void {
    const request = requests[at];
    if (request === undefined) return;
    this.#sendNow({ ...request, isWanted: () => this.#isWanted(command) }, (reply) => {
      if (command.kind === 'ring' && existsAlready(reply)) {
        this.#confirm(command, conclude);
        return;
      }
      const outcome = outcomeOf(command.kind, reply);
      if (outcome.kind !== 'done' || at === requests.length - 1) conclude(outcome, reply);
      else if (this.#state === 'acting') this.#send(command, requests, at + 1, conclude);
    });
  }

  /** While it waited for a connection its leg may have gone, or the phone may not be wanted to ring any more. */
  #isWanted(command: LegCommand): boolean {
    return command.kind === 'ring'
      ? !this.#clearing.has(command.leg)
      : !isPointless(command, this.#options.legs);
  }

  /**
   * "Already exists" is no proof: after one such answer Asterisk says it again on the same connection for a phone that
   * it cannot reach. The leg itself is asked for.
   */
  #confirm(
    command: Extract<LegCommand, { kind: 'ring' }>,
    conclude: (outcome: Outcome, reply: Reply) => void,
  ): void {
    const { application, limits } = this.#options;
    const [request] = requestsFor({ kind: 'verify-leg', leg: command.leg }, application, limits);
    if (request === undefined) return;
    this.#sendNow(request, (reply) => {
      const outcome = outcomeOf('verify-leg', reply);
      conclude(outcome.kind === 'gone' ? { kind: 'failed', failure: 'unreachable' } : outcome, reply);
    });
  }

  #sendNow(request: AriRequest, done: (reply: Reply) => void): void {
    this.#options.pass(() => this.#options.http.send(request, done));
  }

  /** It goes on, or it is stored, or there is none. */
  #askForRecording(command: VerifyRecording, done: () => void): void {
    const { application, limits, tell } = this.#options;
    const { recording } = command;
    const [live, stored] = requestsFor(command, application, limits);
    const answer = (signal: Signal | null, reply: Reply): void => {
      if (signal === null) this.#fail(command, failureOf(reply), describe(reply));
      else tell(signal);
      done();
    };
    if (live === undefined || stored === undefined) return;
    this.#sendNow(live, (reply) => {
      if (isSuccess(reply)) answer({ kind: 'recording-started', recording }, reply);
      else if (failureOf(reply) !== 'gone') answer(null, reply);
      else this.#sendNow(stored, (last) => answer(storedSignal(recording, last), last));
    });
  }

  #conclude(command: LegCommand, outcome: Outcome, reply: Reply): void {
    if (outcome.kind === 'failed') {
      this.#fail(command, outcome.failure, describe(reply));
      return;
    }
    if (outcome.kind === 'gone') {
      if (command.kind === 'stop-playback') this.#options.playbacks.notThere(command.playback);
      this.#foundGone(command);
      return;
    }
    if (command.kind === 'answer' && this.#options.legs.answered(command.leg)) {
      this.#options.tell({ kind: 'leg-answered', leg: command.leg });
    }
  }

  #foundGone(command: LegCommand): void {
    if (command.kind !== 'hang-up' && command.kind !== 'verify-leg') return;
    if (this.#options.legs.vanished(command.leg)) {
      this.#options.tell({ kind: 'leg-ended', leg: command.leg, end: 'unknown' });
    }
  }

  #fail(command: LegCommand, failure: Failure, why: string): void {
    const failed = failedCommand(command);
    count(this.#options.metrics.failures, `${command.kind}:${failure}`);
    this.#options.log.debug('command failed', { ...failed, failure, why });
    this.#options.tell({ kind: 'command-failed', command: failed, failure });
  }
}

type VerifyRecording = Extract<LegCommand, { kind: 'verify-recording' }>;

/** null: the reply says nothing. */
function storedSignal(recording: RecordingId, reply: Reply): Signal | null {
  if (!isSuccess(reply) && failureOf(reply) !== 'gone') return null;
  const end = isSuccess(reply) ? 'complete' : 'missing';
  return { kind: 'recording-ended', recording, end, durationMs: null };
}

/** What rings one leg at a time: a phone, or a line of one that has several. */
function lineOf({ line, phone }: Extract<LegCommand, { kind: 'ring' }>): string {
  return line ?? phone;
}

function keysOf(command: LegCommand): readonly string[] {
  const legs = [...new Set(legsOf(command))];
  if (command.kind === 'ring') return [ringKey(command.leg), lineKey(lineOf(command)), ...legs];
  if (command.kind === 'answer-refer') return [referKey(command.leg), ...legs];
  if (command.kind === 'start-ringback' && command.standsIn !== undefined)
    return [bridgeKey(command.standsIn), ...legs];
  // Nothing that a call waits for queues behind its recording.
  if ('recording' in command) return [`recording ${command.recording}`];
  return 'bridge' in command ? [bridgeKey(command.bridge), ...legs] : legs;
}

/** Commands for a leg that has ended that Asterisk would only answer with "not found". */
const NEEDS_LEG: ReadonlySet<LegCommand['kind']> = new Set([
  'answer',
  'indicate-ringing',
  'start-music',
  'start-ringback',
  'play',
  'connect',
  'join-bridge',
  'leave-bridge',
  'record-message',
  'answer-refer',
  'send-on',
]);

function isPointless(command: LegCommand, legs: LegBook): boolean {
  return NEEDS_LEG.has(command.kind) && legsOf(command).some((leg) => legs.hasEnded(leg));
}

function legsOf(command: LegCommand): readonly LegId[] {
  if (command.kind === 'connect') return command.legs;
  return 'leg' in command ? [command.leg] : [];
}

function describe(reply: Reply): string {
  return reply.kind === 'no-reply' ? reply.why : `${reply.status} ${messageIn(reply)}`.trim();
}
