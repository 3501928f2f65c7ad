import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import { fromChild, type FromChild, type ToChild } from './messages.js';
import { Supervision, type Act, type ChildName, type Happening, type Limits } from './supervision.js';

export interface ParentParts {
  /** Start a child with a channel (`forkChild`). */
  readonly spawn: Readonly<Record<ChildName, () => ChildProcess>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: Limits;
  /** Takes care of callers while no line is there; says in the log what it did, and never rejects. */
  readonly rescue: () => Promise<void>;
}

/** The running parent. */
export interface Parent {
  /** Ends both children in order, the line first; the second time at once. */
  stop(): void;
  /** Has the line read the routing file again. */
  reload(): void;
  /** Resolves with the exit code when all is over. */
  readonly ended: Promise<number>;
}

/** Starts line and books and keeps them running until `stop`. */
export function runParent(parts: ParentParts): Parent {
  const watch = new Watch(parts);
  watch.begin();
  return {
    stop: () => watch.happened({ kind: 'stop-asked' }),
    reload: () => watch.tell('line', { kind: 'reload' }),
    ended: watch.ended,
  };
}

class Watch {
  readonly ended: Promise<number>;
  private resolveEnded: (code: number) => void = () => undefined;
  private readonly children = new Map<ChildName, ChildProcess>();
  private readonly supervision: Supervision;
  private timer: NodeJS.Timeout | null = null;
  private rescuing: Promise<void> | null = null;

  constructor(private readonly parts: ParentParts) {
    this.supervision = new Supervision(parts.limits, parts.clock.now());
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve));
  }

  begin(): void {
    this.timer = setInterval(() => this.happened({ kind: 'time-passed' }), this.parts.limits.pingMs);
    this.happened({ kind: 'time-passed' });
  }

  happened(happening: Happening): void {
    for (const act of this.supervision.step(happening, this.parts.clock.now())) this.carryOut(act);
  }

  tell(name: ChildName, message: ToChild): void {
    const child = this.children.get(name);
    if (child?.connected !== true) return;
    child.send(message, (error) => {
      if (error !== null)
        this.parts.log.debug('a message did not arrive', { child: name, error: error.message });
    });
  }

  private carryOut(act: Act): void {
    switch (act.do) {
      case 'spawn':
        return this.spawn(act.child);
      case 'ping':
        return this.tell(act.child, { kind: 'ping' });
      case 'ask-to-stop':
        return this.tell(act.child, { kind: 'stop' });
      case 'kill':
        this.children.get(act.child)?.kill('SIGKILL');
        return;
      case 'tell-of-books':
        return this.tell('line', { kind: 'books', state: act.state });
      case 'rescue':
        this.rescuing ??= this.parts.rescue().finally(() => (this.rescuing = null));
        return;
      case 'log':
        return this.parts.log[act.level](act.message, { child: act.child, detail: act.detail ?? undefined });
      case 'end':
        return this.end(act.code);
    }
  }

  private spawn(name: ChildName): void {
    const child = this.parts.spawn[name]();
    this.children.set(name, child);
    child.on('message', (message) => this.heard(name, message));
    child.on('error', (error) =>
      this.parts.log.error('a process could not be started', { child: name, error }),
    );
    child.once('close', (code) => {
      this.children.delete(name);
      this.happened({ kind: 'exited', child: name, code });
    });
    this.parts.log.info('a process was started', { child: name, pid: child.pid });
  }

  private heard(name: ChildName, raw: unknown): void {
    const message = fromChild(raw);
    if (message?.kind === 'ready') this.happened({ kind: 'ready', child: name });
    if (message?.kind === 'pong') this.happened({ kind: 'answered', child: name });
    if (message !== null && name === 'books' && isPassedOn(message)) this.tell('line', message);
    if (message !== null && name === 'line' && isPassedOn(message)) this.tell('books', message);
  }

  private end(code: number): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.resolveEnded(code);
  }
}

/** What one child tells the other. */
function isPassedOn(message: FromChild): message is Exclude<FromChild, { kind: 'ready' | 'pong' }> {
  return message.kind !== 'ready' && message.kind !== 'pong';
}
