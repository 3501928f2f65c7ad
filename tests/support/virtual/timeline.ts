import type { Command } from '../../../src/core/command.js';
import type { Milestone } from '../../../src/core/milestone.js';
import type { Answer, Signal } from '../../../src/core/signal.js';

/** What went in and out of the core, to be read by a person when a scenario fails. */
export class Timeline {
  readonly #lines: string[] = [];

  constructor(private readonly startsAt: number) {}

  signal(at: number, signal: Signal): void {
    if (signal.kind === 'time-passed') this.#add(at, '   ', 'time passed');
    else if (signal.kind === 'plan-loaded') this.#add(at, '-> ', `plan-loaded ${signal.plan.version}`);
    else this.#add(at, '-> ', sentence(signal));
  }

  commands(at: number, commands: readonly Command[]): void {
    for (const command of commands) this.#add(at, '   <- ', sentence(command));
  }

  milestones(at: number, milestones: readonly Milestone[]): void {
    for (const milestone of milestones)
      if (milestone.kind !== 'plan-in-force') this.#add(at, '      * ', sentence(milestone));
  }

  answers(at: number, answers: readonly Answer[]): void {
    for (const answer of answers) if (!answer.ok) this.#add(at, '   <- ', `refused ${sentence(answer)}`);
  }

  note(at: number, text: string): void {
    this.#add(at, '== ', text);
  }

  toString(): string {
    return this.#lines.join('\n');
  }

  #add(at: number, mark: string, text: string): void {
    this.#lines.push(`${((at - this.startsAt) / 1000).toFixed(3).padStart(9)} ${mark}${text}`);
  }
}

/** `kind a=1 b=two`. */
function sentence(value: object): string {
  const { kind, ...rest } = value as { readonly kind?: string };
  const words = Object.entries(rest).map(
    ([name, part]) => `${name}=${typeof part === 'string' ? part : JSON.stringify(part)}`,
  );
  return [kind ?? '', ...words].join(' ').trim();
}
