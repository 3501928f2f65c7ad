import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, runLoad } from '../load/run-load.js';
import type { Contender } from '../machine/contender.js';
import { foreignCpu, readCpu } from '../machine/processes.js';
import { plain } from '../report/numbers.js';
import { type Effort, type LiveCase, steadyLoad } from './live-cases.js';
import type { Measurement } from './measurement.js';

/** Above this share of a core other programs disturb. */
const QUIET_PERCENT = 12;
const LISTEN_MS = 1_000;
const QUIET_WITHIN_MS = { quick: 5_000, full: 60_000 } as const;
const WARM_UP_SECONDS = 5;

/** Lets both, and the compiler of Node, see some calls first. */
export async function warmUp(bench: Bench, contenders: readonly Contender[]): Promise<void> {
  for (const contender of contenders) {
    await contender.engage();
    await runLoad(bench, contender, steadyLoad(WARM_UP_SECONDS, 'sip'));
    await contender.release();
  }
}

/** Every case in every round on each contender; who begins changes from round to round. */
export async function playRounds(
  bench: Bench,
  contenders: readonly Contender[],
  cases: readonly LiveCase[],
  effort: Effort,
  say: (text: string) => void,
): Promise<Measurement[]> {
  const all: Measurement[] = [];
  for (let round = 1; round <= effort.rounds; round += 1) {
    const order = round % 2 === 1 ? contenders : [...contenders].reverse();
    for (const each of cases) {
      for (const contender of order) {
        const measured = await playQuietly(bench, each, contender, effort);
        all.push({ ...measured, case: each.name, round });
        say(`round ${round}, ${each.name}, ${contender.name}: ${described(measured)}`);
      }
    }
  }
  return all;
}

type Outcome = Awaited<ReturnType<LiveCase['measure']>>;

/** Repeats a run that was disturbed; when all were, the one that was disturbed least counts. */
async function playQuietly(
  bench: Bench,
  each: LiveCase,
  contender: Contender,
  effort: Effort,
): Promise<Outcome> {
  await contender.engage();
  let best: Outcome | null = null;
  for (let tries = 0; tries <= effort.repeats; tries += 1) {
    await waitForQuiet(bench, QUIET_WITHIN_MS[effort.mode]);
    const measured = await each.measure(bench, contender, effort);
    if (best === null || measured.foreignPercent < best.foreignPercent) best = measured;
    if (best.foreignPercent <= QUIET_PERCENT) break;
  }
  if (best === null) throw new Error('a case must be played at least once');
  await contender.release();
  return best;
}

async function waitForQuiet(bench: Bench, longestMs: number): Promise<void> {
  const deadline = Date.now() + longestMs;
  for (;;) {
    const before = readCpu();
    await sleep(LISTEN_MS);
    const own = [...bench.callplanePids(), bench.asterisk.pid, process.pid];
    const percent = (foreignCpu(before, readCpu(), own) / (LISTEN_MS / 1000)) * 100;
    if (percent <= QUIET_PERCENT || Date.now() > deadline) return;
  }
}

function described({ figures, samples, failed, foreignPercent }: Outcome): string {
  const words = Object.entries(figures).map(([name, value]) => `${name} ${plain(value)}`);
  return `${words.join(', ')} (${samples} samples, ${failed} failed, noise ${Math.round(foreignPercent)} %)`;
}
