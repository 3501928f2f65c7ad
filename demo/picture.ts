import type { Writable } from 'node:stream';

/** What the live picture is drawn from: the answers of the HTTP interface. */
export interface LiveNow {
  readonly agents: readonly {
    readonly agent: string;
    readonly state: string;
    readonly since: string;
    readonly reason: string | null;
  }[];
  readonly queues: readonly {
    readonly queue: string;
    readonly strategy: string;
    readonly waiting: readonly {
      readonly call: string;
      readonly enteredAt: string;
      readonly state: string;
    }[];
  }[];
  readonly calls: readonly { readonly state: string }[];
}

const COLUMNS = 3;

/** A live picture for a terminal; elsewhere a line now and then. */
export class Picture {
  #drawnLines = 0;
  #lastLineAt = -Infinity;

  constructor(
    private readonly out: Writable & { readonly isTTY?: boolean },
    private readonly lineEveryMs: number,
  ) {}

  show(now: LiveNow, atMs: number, dayMs: number): void {
    if (this.out.isTTY === true) this.#redraw(fullPicture(now, atMs, dayMs));
    else if (atMs - this.#lastLineAt >= this.lineEveryMs) {
      this.#lastLineAt = atMs;
      this.out.write(`${oneLine(now, atMs)}\n`);
    }
  }

  #redraw(lines: readonly string[]): void {
    const up = this.#drawnLines === 0 ? '' : `\u001b[${this.#drawnLines}A`;
    this.out.write(`${up}${lines.map((line) => `\u001b[2K${line}\n`).join('')}`);
    this.#drawnLines = lines.length;
  }
}

function oneLine({ agents, queues, calls }: LiveNow, atMs: number): string {
  const count = (state: string): number => agents.filter((agent) => agent.state === state).length;
  const waiting = queues.map(({ queue, waiting: line }) => `${queue} ${line.length}`).join(', ');
  return (
    `  ${seconds(atMs)}  calls ${calls.length}, waiting: ${waiting}; ` +
    `agents: ${count('talking')} talking, ${count('offered')} offered, ${count('wrap-up')} wrap-up, ${count('available')} available`
  );
}

function fullPicture(now: LiveNow, atMs: number, dayMs: number): readonly string[] {
  const done = Math.min(1, atMs / dayMs);
  const bar = '#'.repeat(Math.round(done * 40)).padEnd(40, '.');
  return [
    '',
    `  [${bar}] ${seconds(atMs)}   calls now: ${now.calls.length}`,
    '',
    ...now.queues.map(queueLine),
    '',
    ...agentLines(now),
    '',
  ];
}

function queueLine({ queue, strategy, waiting }: LiveNow['queues'][number]): string {
  const faces = waiting.slice(0, 40).map(({ state }) => (state === 'ringing' ? '*' : 'o'));
  return `  ${queue.padEnd(9)} ${strategy.padEnd(13)} waiting ${String(waiting.length).padStart(2)}  ${faces.join('')}`;
}

function agentLines({ agents }: LiveNow): readonly string[] {
  const cells = agents.map(
    ({ agent, state, reason }) =>
      `${agent.padEnd(8)} ${(reason === null ? state : `${state}: ${reason}`).padEnd(22)}`,
  );
  const rows = Math.ceil(cells.length / COLUMNS);
  return Array.from(
    { length: rows },
    (_, row) => `  ${cells.slice(row * COLUMNS, (row + 1) * COLUMNS).join('')}`,
  );
}

function seconds(ms: number): string {
  return `${String(Math.round(ms / 1000)).padStart(3)} s`;
}
