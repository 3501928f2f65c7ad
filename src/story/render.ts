import { localTime } from '../core/calendar.js';
import type { Instant } from '../core/signal.js';
import type { CallStory } from '../ports/story.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** The story as text for a terminal: one line for each thing that happened, what there is to say about it below. */
export function renderStory({ call, zone, steps }: CallStory): string {
  let day = '';
  const lines = steps.flatMap(({ at, text, more }) => {
    const { date } = localTime(zone, at);
    const heading = date === day ? [] : [`${date} (${zone})`];
    day = date;
    return [...heading, `  ${clock(zone, at)}  ${text}`, ...more.map((line) => `${' '.repeat(16)}${line}`)];
  });
  return `${[`Call ${call}`, ...lines].join('\n')}\n`;
}

/** To a tenth of a second, which is cut off, not rounded. */
function clock(zone: string, at: Instant): string {
  const { minute } = localTime(zone, at);
  const second = Math.floor((at % MINUTE_MS) / SECOND_MS);
  const parts = [Math.floor(minute / 60), minute % 60, second].map((part) => String(part).padStart(2, '0'));
  return `${parts.join(':')}.${Math.floor((at % SECOND_MS) / 100)}`;
}
