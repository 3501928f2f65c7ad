import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Finding, FuzzResult } from './fuzzing.js';
import { TARGETS, type TargetName } from './target.js';
import { fuzzInThread } from './watching.js';

/** Inputs that broke something are written here; a mended one belongs under tests/fuzz/cases. */
const FINDINGS = '.tests/fuzz';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '15' }, seed: { type: 'string', default: '1' } },
});
const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
const strangers = positionals.filter((name) => !isTarget(name));
if (strangers.length > 0 || !(seconds > 0) || !Number.isInteger(seed)) {
  console.error(`npm run fuzz -- [${TARGETS.join(' | ')}] [--seconds N] [--seed S]`);
  process.exit(2);
}
process.exitCode = await main(positionals.length > 0 ? positionals.filter(isTarget) : TARGETS);

/** One target after the other, each for the time given. */
async function main(targets: readonly TargetName[]): Promise<number> {
  let findings = 0;
  for (const target of targets) {
    const result = await fuzzInThread(target, seed, seconds * 1000);
    console.log(tell(target, result));
    result.findings.forEach((finding, index) => keep(target, finding, index));
    findings += result.findings.length;
  }
  return findings === 0 ? 0 : 1;
}

function tell(target: TargetName, { executions, outcomes, slowestMs, findings }: FuzzResult): string {
  return [
    target.padEnd(9),
    `seed ${seed}`,
    `${seconds} s`,
    `${executions} inputs`,
    `${outcomes} outcomes`,
    `slowest ${slowestMs.toFixed(0)} ms`,
    `${findings.length} findings`,
  ].join('  ');
}

function keep(target: TargetName, { input, error }: Finding, index: number): void {
  mkdirSync(FINDINGS, { recursive: true });
  const path = join(FINDINGS, `${target}-${seed}-${index}.txt`);
  writeFileSync(path, input);
  console.error(`\n${target}: ${error}\ninput: ${path}\n${JSON.stringify(input.slice(0, 400))}`);
}

function isTarget(name: string): name is TargetName {
  return (TARGETS as readonly string[]).includes(name);
}
