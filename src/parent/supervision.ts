import type { Instant } from '../core/signal.js';

/**
 * The parent's decisions, pure: what happened and the time go in, what is to be done comes out.
 *
 * A child is `absent` (waits for its turn to be started), `starting` (not ready yet), `up`, `leaving` (asked to
 * stop), `dying` (killed, its end is awaited) or `gone` (not started again). Only the line is pinged: the books may
 * be busy for long, and calls do not notice.
 */
export type ChildName = 'line' | 'books';

export interface Limits {
  /** How often the line is pinged, and how often the parent looks at all. */
  readonly pingMs: number;
  /** Longest silence of a line that was ready once. */
  readonly hangLimitMs: number;
  /** Longest silence of a line that starts: it may have a long journal to replay. */
  readonly startLimitMs: number;
  /** So long without a word of any line, and the callers are taken care of without it. */
  readonly rescueMs: number;
  /** How often then: talks end, and new legs are left alone. */
  readonly rescueAgainMs: number;
  /** How long a child that was asked to stop may take. */
  readonly stopMs: number;
  /** Second start after a failure; the first one is at once, each later one waits twice as long. */
  readonly restartFirstMs: number;
  readonly restartLongestMs: number;
  /** A child that was up for so long has recovered: its next failure counts as the first. */
  readonly recoveredMs: number;
  /** Exit codes of a child, before it was ever ready, with which starting it again would change nothing. */
  readonly fatal: Readonly<Record<ChildName, readonly number[]>>;
}

export const DEFAULT_LIMITS: Limits = {
  pingMs: 1000,
  hangLimitMs: 15_000,
  startLimitMs: 120_000,
  rescueMs: 30_000,
  rescueAgainMs: 5_000,
  stopMs: 15_000,
  restartFirstMs: 1000,
  restartLongestMs: 30_000,
  recoveredMs: 60_000,
  fatal: { line: [1, 2, 3], books: [1, 2] },
};

export type Happening =
  | { readonly kind: 'ready' | 'answered'; readonly child: ChildName }
  /** `code` null: it was killed by a signal. */
  | { readonly kind: 'exited'; readonly child: ChildName; readonly code: number | null }
  | { readonly kind: 'stop-asked' }
  | { readonly kind: 'time-passed' };

export type Act =
  | { readonly do: 'spawn' | 'ping' | 'ask-to-stop' | 'kill'; readonly child: ChildName }
  | { readonly do: 'tell-of-books'; readonly state: 'up' | 'away' }
  /** No line is there: callers go to the emergency destination. */
  | { readonly do: 'rescue' }
  | {
      readonly do: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly child: ChildName;
      readonly detail: number | string | null;
    }
  /** Everything is over; the parent leaves with this exit code. */
  | { readonly do: 'end'; readonly code: number };

interface Child {
  state: 'absent' | 'starting' | 'up' | 'leaving' | 'dying' | 'gone';
  /** When the state began. */
  since: Instant;
  heardAt: Instant;
  /** `absent`: when it is started; `leaving`: when it is killed. */
  dueAt: Instant;
  /** In a row. */
  failures: number;
  wasEverReady: boolean;
}

/** The line leads no more and becomes a follower: no failure, and it is started again at once. */
export const STEPPED_ASIDE = 10;

/** Exit code of a stop that was not in order: something had to be killed. */
const NOT_IN_ORDER = 4;

export class Supervision {
  private phase: 'running' | 'stopping' | 'ended' = 'running';
  private endCode = 0;
  private lookedAt: Instant;
  /** A line that does its work was heard, whichever. */
  private lineHeardAt: Instant;
  private rescueDueAt: Instant;
  private readonly children: Record<ChildName, Child>;
  private acts: Act[] = [];

  constructor(
    private readonly limits: Limits,
    now: Instant,
  ) {
    this.lookedAt = now;
    this.lineHeardAt = now;
    this.rescueDueAt = now;
    this.children = { line: absent(now), books: absent(now) };
  }

  /** Carries one happening to its end and tells what is to be done, in this order. */
  step(happening: Happening, now: Instant): readonly Act[] {
    this.acts = [];
    if (this.phase !== 'ended') this.take(happening, now);
    return this.acts;
  }

  private take(happening: Happening, now: Instant): void {
    switch (happening.kind) {
      case 'ready':
        return this.ready(happening.child, now);
      case 'answered':
        return this.heard(happening.child, now);
      case 'exited':
        return this.exited(happening.child, happening.code, now);
      case 'stop-asked':
        return this.phase === 'running' ? this.beginStop(0, now) : this.cutShort();
      case 'time-passed':
        return this.look(now);
    }
  }

  private ready(name: ChildName, now: Instant): void {
    const child = this.children[name];
    const isFirst = child.state === 'starting';
    if (isFirst) this.enter(child, 'up', now);
    this.heard(name, now);
    if (!isFirst) return;
    child.wasEverReady = true;
    this.log('info', 'a process is ready', name, null);
    if (name === 'books') this.acts.push({ do: 'tell-of-books', state: 'up' });
    else if (this.children.books.state === 'up') this.acts.push({ do: 'tell-of-books', state: 'up' });
  }

  private heard(name: ChildName, now: Instant): void {
    const child = this.children[name];
    child.heardAt = now;
    if (name === 'line' && child.state === 'up') this.lineHeardAt = now;
  }

  private exited(name: ChildName, code: number | null, now: Instant): void {
    const child = this.children[name];
    const before = child.state;
    const wasUpForMs = before === 'up' ? now - child.since : 0;
    if (name === 'books') this.acts.push({ do: 'tell-of-books', state: 'away' });
    if (this.phase === 'stopping') return this.left(name, code, now);
    if (!child.wasEverReady && code !== null && this.limits.fatal[name].includes(code)) {
      this.enter(child, 'gone', now);
      return this.beginStop(code, now);
    }
    if (name === 'line' && code === STEPPED_ASIDE) return this.startAnew(now);
    this.log('error', 'a process ended and is started again', name, code);
    child.failures = wasUpForMs >= this.limits.recoveredMs ? 1 : child.failures + 1;
    this.enter(child, 'absent', now);
    child.dueAt = now + restartAfterMs(child.failures, this.limits);
    this.startDue(name, now);
  }

  private startAnew(now: Instant): void {
    this.log('info', 'the line leads no more; it is started again as a follower', 'line', STEPPED_ASIDE);
    this.enter(this.children.line, 'absent', now);
    this.children.line.dueAt = now;
    this.startDue('line', now);
  }

  private look(now: Instant): void {
    this.forgiveOwnSleep(now);
    for (const name of ['line', 'books'] as const) {
      this.startDue(name, now);
      const child = this.children[name];
      if (child.state === 'leaving' && now >= child.dueAt) this.kill(name, 'did not stop in time', now);
    }
    this.lookAtLine(now);
    this.rescueIfAlone(now);
  }

  /** When the parent itself was frozen, nobody could answer it. */
  private forgiveOwnSleep(now: Instant): void {
    const sleptMs = now - this.lookedAt - this.limits.pingMs;
    this.lookedAt = now;
    if (sleptMs <= this.limits.pingMs) return;
    this.children.line.heardAt = now;
    this.lineHeardAt = now;
  }

  private rescueIfAlone(now: Instant): void {
    const isAlone = now - this.lineHeardAt >= this.limits.rescueMs;
    if (this.phase !== 'running' || !isAlone || now < this.rescueDueAt) return;
    this.rescueDueAt = now + this.limits.rescueAgainMs;
    this.acts.push({ do: 'rescue' });
  }

  private lookAtLine(now: Instant): void {
    const line = this.children.line;
    if (line.state !== 'starting' && line.state !== 'up') return;
    const limitMs = line.state === 'up' ? this.limits.hangLimitMs : this.limits.startLimitMs;
    if (now - line.heardAt < limitMs) this.acts.push({ do: 'ping', child: 'line' });
    else this.kill('line', 'does not answer', now);
  }

  private startDue(name: ChildName, now: Instant): void {
    const child = this.children[name];
    if (this.phase !== 'running' || child.state !== 'absent' || now < child.dueAt) return;
    this.enter(child, 'starting', now);
    child.heardAt = now;
    this.acts.push({ do: 'spawn', child: name });
  }

  /** The line first, so that the books can store all that it wrote. */
  private beginStop(code: number, now: Instant): void {
    this.phase = 'stopping';
    this.endCode = code;
    this.stop('line', now);
    if (this.children.line.state === 'gone') this.stop('books', now);
    this.endWhenAllGone();
  }

  private stop(name: ChildName, now: Instant): void {
    const child = this.children[name];
    if (child.state === 'absent') this.enter(child, 'gone', now);
    if (child.state !== 'starting' && child.state !== 'up') return;
    this.enter(child, 'leaving', now);
    child.dueAt = now + this.limits.stopMs;
    this.acts.push({ do: 'ask-to-stop', child: name });
  }

  private left(name: ChildName, code: number | null, now: Instant): void {
    this.enter(this.children[name], 'gone', now);
    if (code !== 0 && this.endCode === 0) this.endCode = code ?? NOT_IN_ORDER;
    if (name === 'line') this.stop('books', now);
    this.endWhenAllGone();
  }

  private cutShort(): void {
    for (const name of ['line', 'books'] as const) {
      const { state } = this.children[name];
      if (state !== 'absent' && state !== 'gone') this.acts.push({ do: 'kill', child: name });
    }
    this.end(this.endCode === 0 ? NOT_IN_ORDER : this.endCode);
  }

  private kill(name: ChildName, why: string, now: Instant): void {
    this.log('error', 'a process is killed', name, why);
    this.enter(this.children[name], 'dying', now);
    this.acts.push({ do: 'kill', child: name });
  }

  private endWhenAllGone(): void {
    const { line, books } = this.children;
    if (line.state === 'gone' && books.state === 'gone') this.end(this.endCode);
  }

  private end(code: number): void {
    this.phase = 'ended';
    this.acts.push({ do: 'end', code });
  }

  private enter(child: Child, state: Child['state'], now: Instant): void {
    child.state = state;
    child.since = now;
  }

  private log(
    level: 'info' | 'warn' | 'error',
    message: string,
    child: ChildName,
    detail: number | string | null,
  ): void {
    this.acts.push({ do: 'log', level, message, child, detail });
  }
}

function absent(now: Instant): Child {
  return { state: 'absent', since: now, heardAt: now, dueAt: now, failures: 0, wasEverReady: false };
}

/** 0, then doubling from `restartFirstMs` up to `restartLongestMs`. */
function restartAfterMs(failures: number, limits: Limits): number {
  if (failures <= 1) return 0;
  return Math.min(limits.restartFirstMs * 2 ** (failures - 2), limits.restartLongestMs);
}
