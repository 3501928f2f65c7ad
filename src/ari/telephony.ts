import type { Command } from '../core/command.js';
import type { Existing, LegId, Signal } from '../core/signal.js';
import type {
  NewCalls,
  Telephony,
  TelephonyCheck,
  TelephonyListener,
  TelephonyState,
} from '../ports/telephony.js';
import { Charge } from './charge.js';
import { checkAsterisk } from './check.js';
import { Commander } from './commander.js';
import { decodeEvent } from './decode.js';
import type { AriEvent } from './event.js';
import { setEventFilter } from './event-filter.js';
import { EventSocket } from './event-socket.js';
import { isSuccess } from './failure.js';
import { AriHttpClient } from './http-client.js';
import { LegBook } from './leg-book.js';
import { count, newMetrics } from './metrics.js';
import type { AriMetrics } from './metrics.js';
import { DEFAULT_LIMITS } from './options.js';
import type { AriLimits, AriOptions } from './options.js';
import { libraryPhoneSource } from './phone-source.js';
import type { LibraryPhoneSource } from './phone-source.js';
import { PhoneWatch } from './phones.js';
import { PlaybackBook } from './playback-book.js';
import type { LegCommand } from './requests.js';
import { wrongPassword } from './reach.js';
import { byUrgency } from './urgency.js';
import { StallWatch } from './stall-watch.js';
import { takeSnapshot } from './snapshot.js';
import { Translator } from './translator.js';

/** The telephony port on a real Asterisk, with its counters. */
export interface AriTelephony extends Telephony {
  readonly metrics: AriMetrics;
  /**
   * Tells the dialplan where to take new calls, by the global variable `CALLPLANE_DRAINING_<application>`, which lives as
   * long as Asterisk's process. `silent`: Asterisk did not say that it has it.
   */
  takeNewCalls(newCalls: NewCalls): Promise<'told' | 'silent'>;
}

/** Throws `TypeError` for a URL that is none, is not http(s), or carries credentials. */
export function createAriTelephony(options: AriOptions): AriTelephony {
  checkUrl(options.url);
  return new Adapter(options);
}

/** The name of the dialplan's variable that sends new calls elsewhere when it is `yes`. */
function drainingVariable(application: string): string {
  return `CALLPLANE_DRAINING_${application.replace(/\W/g, '_')}`;
}

function checkUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isGood =
    parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username + parsed.password === '';
  if (isGood) return;
  throw new TypeError(
    "the address of Asterisk's HTTP server must look like http://127.0.0.1:8088, without user and password (they have settings of their own)",
  );
}

/** Events that come before the snapshot is handed over wait; afterwards they go straight through. */
type Stream =
  /** This process was frozen: only whether it was replaced is still read, and nothing is sent. */
  | { readonly phase: 'stale' }
  | { readonly phase: 'closed' }
  | { readonly phase: 'buffering'; readonly generation: number; readonly events: AriEvent[] }
  | { readonly phase: 'live'; readonly generation: number };

class Adapter implements AriTelephony {
  readonly metrics: AriMetrics;
  readonly #options: AriOptions;
  readonly #limits: AriLimits;
  readonly #http: AriHttpClient;
  readonly #legs: LegBook;
  readonly #playbacks = new PlaybackBook();
  readonly #commander: Commander;
  readonly #translator: Translator;
  readonly #charge: Charge;
  readonly #stalls: StallWatch;
  /** `old`: we were frozen, and what is wanted now rests on what was true before. */
  #belief: 'checked' | 'old' = 'checked';
  readonly #phoneSource: LibraryPhoneSource;
  readonly #phones: PhoneWatch;
  readonly #socket: EventSocket;
  #listener: TelephonyListener | null = null;
  #stream: Stream = { phase: 'closed' };
  #told: TelephonyState | null = null;
  #startupTime: string | null = null;
  #opening: { resolve: () => void; reject: (error: Error) => void } | null = null;
  #lastRefusal = '';

  constructor(options: AriOptions) {
    this.#options = options;
    this.metrics = newMetrics(options.monotonicMs);
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { application, log } = options;
    const limits = this.#limits;
    const tell = (signal: Signal): void => this.#listener?.signal(signal);
    this.#http = new AriHttpClient(options, limits, this.metrics);
    this.#legs = new LegBook(limits.endedLegs);
    this.#commander = new Commander({
      http: this.#http,
      application,
      limits,
      legs: this.#legs,
      playbacks: this.#playbacks,
      metrics: this.metrics,
      log,
      tell,
      pass: (send) => (options.leader === undefined ? send() : options.leader.pass(send)),
    });
    this.#phoneSource = libraryPhoneSource(this.#http, options, application, limits.requestTimeoutMs);
    this.#phones = new PhoneWatch({
      source: this.#phoneSource,
      log,
      retryMs: limits.reconnectLongestMs,
      tell,
    });
    this.#translator = new Translator({
      legs: this.#legs,
      playbacks: this.#playbacks,
      log,
      tell,
      phoneChanged: (device, state) => this.#phones.changed(device, state),
      toldReferrer: (leg) => this.#commander.toldReferrer(leg),
      callerArrived: (leg) => this.#charge.take(leg),
    });
    this.#stalls = new StallWatch(options.monotonicMs, limits.stallMs);
    this.#charge = new Charge({
      http: this.#http,
      log,
      timeoutMs: limits.requestTimeoutMs,
      hasEnded: (leg) => this.#legs.hasEnded(leg),
    });
    this.#socket = new EventSocket({
      access: options,
      application,
      limits,
      random: options.random,
      log,
      mayConnect: options.leader?.mayConnect ?? null,
      opened: (generation) => this.#opened(generation),
      message: (text) => this.#message(text),
      lost: (why, unheardMs) => this.#lost(why, unheardMs),
      refused: (status, why) => this.#refused(status, why),
    });
  }

  check(): Promise<TelephonyCheck> {
    return checkAsterisk({
      http: this.#http,
      access: this.#options,
      limits: this.#limits,
      needs: this.#options.needs?.() ?? { languages: [], prompts: [], phones: [] },
    });
  }

  async open(listener: TelephonyListener): Promise<void> {
    this.#listener = listener;
    // Later it would hold up the event loop in the middle of calls.
    await this.#phoneSource.prepare().catch((error: unknown) => {
      this.#options.log.debug('ari-client is connected later', { why: String(error) });
    });
    await new Promise<void>((resolve, reject) => {
      this.#opening = { resolve, reject };
      this.#socket.connect();
    });
  }

  carryOut(commands: readonly Command[]): void {
    if (this.#told === 'replaced') return;
    this.#lookForStall();
    const aboutLegs: LegCommand[] = [];
    for (const command of commands) {
      if (command.kind === 'watch-phone') this.#phones.watch(command.phone);
      else if (command.kind === 'unwatch-phone') this.#phones.unwatch(command.phone);
      else aboutLegs.push(command);
    }
    if (this.#belief === 'old') return;
    const isCaller = (leg: LegId): boolean => this.#legs.isCaller(leg);
    for (const { command, after } of byUrgency(aboutLegs, isCaller)) this.#commander.carryOut(command, after);
  }

  async look(): Promise<Existing> {
    const { legs, bridges, startupTime } = await takeSnapshot(
      this.#http,
      this.#options.application,
      this.#limits.requestTimeoutMs,
    );
    const restarted = this.#startupTime !== null && this.#startupTime !== startupTime;
    // The stream of a run of Asterisk that is over: a new one tells what exists.
    if (restarted) this.#socket.restart();
    return { legs, bridges, restarted };
  }

  async takeNewCalls(newCalls: NewCalls): Promise<'told' | 'silent'> {
    if (this.#told === 'replaced') return 'silent';
    const variable = drainingVariable(this.#options.application);
    const reply = await this.#http.ask({
      name: 'new-calls',
      method: 'POST',
      path: `/asterisk/variable?variable=${variable}&value=${newCalls === 'elsewhere' ? 'yes' : 'no'}`,
      timeoutMs: this.#limits.requestTimeoutMs,
    });
    return isSuccess(reply) ? 'told' : 'silent';
  }

  inFlight(): number {
    return this.#http.inFlight;
  }

  async close(withinMs: number): Promise<void> {
    this.#commander.fence();
    this.#charge.close();
    this.#stalls.close();
    this.#phones.offline();
    await this.#http.idle(withinMs);
    this.#stream = { phase: 'closed' };
    this.#socket.close();
    await this.#http.close();
  }

  #opened(generation: number): void {
    this.metrics.connections += 1;
    this.#stream = { phase: 'buffering', generation, events: [] };
    this.#synchronise(generation).catch((error: unknown) => {
      if (this.#stream.phase !== 'buffering' || this.#stream.generation !== generation) return;
      const why = error instanceof Error ? error.message : String(error);
      this.#options.log.warn('the event stream is open, but Asterisk cannot say what exists; tried again', {
        why,
      });
      this.#socket.restart();
    });
  }

  /** The snapshot and the filter; then what exists is told, then the events that came meanwhile. */
  async #synchronise(generation: number): Promise<void> {
    const { application, log } = this.#options;
    const timeoutMs = this.#limits.requestTimeoutMs;
    const [snapshot] = await Promise.all([
      takeSnapshot(this.#http, application, timeoutMs),
      this.#charge.prepare(),
    ]);
    const known = { name: application, allowed: snapshot.eventsAllowed };
    await setEventFilter(this.#http, known, { log, timeoutMs });
    const stream = this.#stream;
    if (stream.phase !== 'buffering' || stream.generation !== generation) return;
    const restarted = this.#startupTime !== null && this.#startupTime !== snapshot.startupTime;
    this.#startupTime = snapshot.startupTime;
    this.#legs.adopt(
      snapshot.legs.map(({ leg, up, caller }) => ({ leg, up, role: caller === null ? 'ours' : 'caller' })),
    );
    this.#playbacks.forget();
    this.#socket.settled();
    this.#lastRefusal = '';
    this.#stream = { phase: 'live', generation };
    this.#belief = 'checked';
    this.#options.log.info('event stream open', { generation, restarted, legs: snapshot.legs.length });
    this.#state('connected', { legs: snapshot.legs, bridges: snapshot.bridges, restarted });
    for (const { leg, caller } of snapshot.legs) if (caller !== null) this.#charge.take(leg);
    for (const event of stream.events) this.#translator.take(event);
    this.#phones.online();
    this.#opening?.resolve();
    this.#opening = null;
  }

  #message(text: string): void {
    this.metrics.eventBytes += text.length;
    this.#lookForStall();
    const decoded = decodeEvent(text);
    if (decoded.kind === 'ignored') {
      count(this.metrics.ignored, decoded.reason);
      this.#options.log.debug('event ignored', { reason: decoded.reason });
      return;
    }
    const { event } = decoded;
    count(this.metrics.events, event.type);
    if (event.type === 'ApplicationReplaced') this.#replaced();
    else if (this.#stream.phase === 'buffering') this.#stream.events.push(event);
    else if (this.#stream.phase === 'live') this.#translator.take(event);
  }

  /**
   * What came while we were frozen is old, and acting on it may harm calls that have gone their way without us. Whether
   * another process has taken over stands in it; then a new stream tells what exists.
   */
  #lookForStall(): void {
    const sleptMs = this.#stalls.sleptMs();
    if (sleptMs === null || this.#stream.phase === 'closed' || this.#stream.phase === 'stale') return;
    this.#options.log.warn('this process was frozen; Asterisk is asked anew what exists', { sleptMs });
    this.#stream = { phase: 'stale' };
    this.#belief = 'old';
    // Not from within the step whose commands may just be on their way.
    setImmediate(() => {
      if (this.#stream.phase !== 'stale') return;
      this.#phones.offline();
      if (this.#told === 'connected') this.#state('lost', null, sleptMs);
      this.#socket.afterWhatWasSent(() => this.#socket.restart());
    });
  }

  #replaced(): void {
    this.#commander.fence();
    this.#charge.close();
    this.#phones.offline();
    this.#stream = { phase: 'closed' };
    this.#socket.close();
    this.#options.log.error(
      'another process took the application over: nothing more is sent from here. Two processes must not use one application name at a time',
      { application: this.#options.application },
    );
    this.#state('replaced', null);
  }

  #lost(why: string, unheardMs: number): void {
    this.#stream = { phase: 'closed' };
    this.#phones.offline();
    if (this.#told !== 'connected') return;
    this.#options.log.warn('event stream lost; calls go on, a new stream is tried', { why });
    this.#state('lost', null, unheardMs);
  }

  #refused(status: number | null, why: string): void {
    const isPassword = status === 401 || status === 403;
    if (this.#opening !== null && isPassword) {
      this.#socket.close();
      this.#opening.reject(wrongPassword(this.#options));
      this.#opening = null;
      return;
    }
    if (why === this.#lastRefusal) return;
    this.#lastRefusal = why;
    const { log } = this.#options;
    if (isPassword) log.error('Asterisk refuses our user or password; tried again without end', { why });
    else log.warn('Asterisk does not open the event stream; tried again without end', { why });
  }

  #state(state: TelephonyState, existing: Existing | null, unheardMs = 0): void {
    this.#told = state;
    this.#listener?.stateChanged(state, existing, unheardMs);
  }
}
