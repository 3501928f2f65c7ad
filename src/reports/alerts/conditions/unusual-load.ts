import type { Condition } from '../alert.js';
import type { Present, Reading } from '../reading.js';
import { callsIn } from '../usual-hours.js';

/** How many calls have arrived since the hour began, against mean + k deviations of that hour in earlier weeks. */
export async function unusualLoad(
  { deviations, weeks, atLeast, numbers }: Extract<Condition, { kind: 'unusual-load' }>,
  { reader, plan, now, usual }: Present,
): Promise<readonly Reading[]> {
  const { timezone: zone } = plan.company;
  const known = await usual.of(reader, { zone, now, weeks, numbers });
  if (known === null) return [{ kind: 'unknown', subject: '' }];
  const { from } = usual.hourOf({ zone, now });
  const figure = await callsIn(reader, { from, to: now + 1 }, numbers);
  const limit = known.mean + deviations * known.deviation;
  return [{ kind: figure > limit && figure >= atLeast ? 'holds' : 'calm', subject: '', figure, limit }];
}
