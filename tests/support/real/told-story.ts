import { spoken } from '../scenario/duration.js';
import type { CallerStory, Happened, Heard, PhoneStory, Ring } from '../scenario/happened.js';

/** What happened, to be read by a person when a scenario fails on the real stage. */
export function toldStory({ callers, phones, facts, refusals }: Happened): string {
  const lines = [
    ...[...callers].flatMap(([caller, story]) => callerLines(caller, story)),
    ...[...phones].flatMap(([agent, story]) => phoneLines(agent, story)),
    ...Object.entries(facts).flatMap(([kind, list]) =>
      (list as readonly object[]).map((fact) => `stored ${kind}: ${JSON.stringify(fact)}`),
    ),
    ...refusals.map((refusal) => `refused ${JSON.stringify(refusal)}`),
  ];
  return lines.join('\n');
}

function callerLines(caller: string, { heard, ...rest }: CallerStory): readonly string[] {
  return [`${caller} ${JSON.stringify(rest)}`, `    heard ${heardLine(heard)}`];
}

function phoneLines(agent: string, { rings, heard }: PhoneStory): readonly string[] {
  return [`${agent} rang ${rings.map(ringWords).join('; ') || 'never'}`, `    heard ${heardLine(heard)}`];
}

function ringWords({ fromAt, toAt, caller, answered }: Ring): string {
  return `${spoken(fromAt)}-${spoken(toAt)} for ${caller ?? 'nobody known'}${answered ? ', answered' : ''}`;
}

function heardLine(heard: readonly Heard[]): string {
  return (
    heard.map(({ what, fromAt, toAt }) => `${what} ${spoken(fromAt)}-${spoken(toAt)}`).join(', ') || 'nothing'
  );
}
