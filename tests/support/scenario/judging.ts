import { spoken } from './duration.js';
import type { Happened } from './happened.js';
import type { Scenario } from './scenario.js';

/** Every line of `then:` that does not hold, and every refused request that no line expects. */
export function failures(scenario: Scenario, happened: Happened, toleranceMs: number): readonly string[] {
  const broken = scenario.then.flatMap(({ line, text, check }) => {
    const problem = check(happened, toleranceMs);
    return problem === null ? [] : [`${scenario.file}:${line}: ${text}\n    but ${problem}`];
  });
  const expected = scenario.then.filter(({ text }) => text.includes(' is refused as ')).length;
  const refusals = happened.refusals.map(
    ({ agent, at, code }) => `the request of ${agent} at ${spoken(at)} was refused as ${code}`,
  );
  return refusals.length > expected ? [...broken, ...refusals] : broken;
}
