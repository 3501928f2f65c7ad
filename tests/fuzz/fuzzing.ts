import { Dice } from '../simulation/dice.js';
import type { FuzzTarget } from './target.js';

/** An input that broke what must hold. */
export interface Finding {
  readonly input: string;
  readonly error: string;
}

export interface FuzzResult {
  readonly executions: number;
  /** Different outcomes that inputs came to. */
  readonly outcomes: number;
  readonly slowestMs: number;
  readonly findings: readonly Finding[];
}

export interface FuzzOptions {
  readonly seed: number;
  readonly forMs: number;
  /** Called before every input. */
  readonly beforeEach: (input: string) => void;
}

/** More findings than these tell nothing new. */
const FINDINGS_AT_MOST = 5;
/** One input may take so much of the processor. */
const INPUT_WITHIN_MS = 2_000;
/** Most inputs kept beside those of the beginning; an older one makes room. */
const KEPT_AT_MOST = 3_000;
/** Runs and time that may be spent on making an input shorter. */
const SHORTENING_RUNS = 300;
const SHORTENING_MS = 5_000;
/** So many changes at most are made to a known input. */
const CHANGES_AT_MOST = 4;

/** Mutates inputs and runs them until the time is over; the same seed makes the same inputs. */
export async function fuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzResult> {
  const run = new Run(target, options);
  return run.go();
}

class Run {
  readonly #dice: Dice;
  readonly #known: string[];
  readonly #outcomes = new Set<string>();
  readonly #findings: Finding[] = [];
  #executions = 0;
  #slowestMs = 0;

  constructor(
    private readonly target: FuzzTarget,
    private readonly options: FuzzOptions,
  ) {
    this.#dice = new Dice(options.seed);
    this.#known = [...target.corpus];
  }

  async go(): Promise<FuzzResult> {
    const until = performance.now() + this.options.forMs;
    for (const input of this.target.corpus) await this.#try(input);
    while (performance.now() < until && this.#findings.length < FINDINGS_AT_MOST)
      await this.#try(this.#another());
    const [executions, slowestMs, findings] = [this.#executions, this.#slowestMs, this.#findings];
    return { executions, outcomes: this.#outcomes.size, slowestMs, findings };
  }

  #another(): string {
    const pick = (): string => this.#dice.pick(this.#known);
    let input = pick();
    for (let left = this.#dice.between(1, CHANGES_AT_MOST); left > 0; left -= 1) {
      const before = input;
      let first = true;
      input = this.target.mutate(this.#dice, () => {
        const known = first ? before : pick();
        first = false;
        return known;
      });
    }
    return input;
  }

  async #try(input: string): Promise<void> {
    const result = await this.#run(input);
    if (result.kind === 'broken') await this.#found({ input, error: result.error });
    else if (!this.#outcomes.has(result.outcome)) this.#keep(input, result.outcome);
  }

  async #run(
    input: string,
  ): Promise<
    { readonly kind: 'held'; readonly outcome: string } | { readonly kind: 'broken'; readonly error: string }
  > {
    this.options.beforeEach(input);
    this.#executions += 1;
    const since = process.cpuUsage();
    try {
      const outcome = await this.target.run(input);
      const { user, system } = process.cpuUsage(since);
      const tookMs = (user + system) / 1000;
      this.#slowestMs = Math.max(this.#slowestMs, tookMs);
      if (tookMs > INPUT_WITHIN_MS) return { kind: 'broken', error: `takes ${Math.round(tookMs)} ms` };
      return { kind: 'held', outcome };
    } catch (error) {
      return {
        kind: 'broken',
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
  }

  #keep(input: string, outcome: string): void {
    this.#outcomes.add(outcome);
    const place = this.#known.length - this.target.corpus.length;
    if (place < KEPT_AT_MOST) this.#known.push(input);
    else this.#known[this.target.corpus.length + this.#dice.between(0, KEPT_AT_MOST - 1)] = input;
  }

  async #found(finding: Finding): Promise<void> {
    const isKnown = this.#findings.some(({ error }) => kindOf(error) === kindOf(finding.error));
    if (!isKnown) this.#findings.push(await this.#shortened(finding));
  }

  /** Leaves out pieces, lines first, as long as the same thing is wrong. */
  async #shortened(finding: Finding): Promise<Finding> {
    const until = performance.now() + SHORTENING_MS;
    let left = SHORTENING_RUNS;
    let best = finding;
    for (const separator of ['\n', '']) {
      const countOf = (): number => best.input.split(separator).length;
      for (let size = Math.ceil(countOf() / 2); ; size = Math.ceil(size / 2)) {
        for (let at = 0; at < countOf() && left > 0 && performance.now() < until; left -= 1) {
          const shorter = await this.#without(best, separator, at, size);
          if (shorter === null) at += size;
          else best = shorter;
        }
        if (size <= 1) break;
      }
    }
    return best;
  }

  /** The input without a stretch of its pieces, when that is enough for the same fault; null: it is not. */
  async #without(finding: Finding, separator: string, at: number, size: number): Promise<Finding | null> {
    const pieces = finding.input.split(separator);
    const input = [...pieces.slice(0, at), ...pieces.slice(at + size)].join(separator);
    const result = await this.#run(input);
    const isSame = result.kind === 'broken' && kindOf(result.error) === kindOf(finding.error);
    return isSame ? { input, error: result.error } : null;
  }
}

/** The first line of the message without what differs from input to input. */
function kindOf(error: string): string {
  return (error.split('\n')[0] ?? '')
    .replace(/\d+/g, '#')
    .replace(/"[^"]*"/g, '"…"')
    .slice(0, 100);
}
