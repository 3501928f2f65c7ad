import type { Language } from '../../core/plan.js';
import { duration, NOTHING, wallTime } from '../formats.js';
import { numberOf, type Value } from '../table.js';

/** A value as people read it; a share with the two numbers it comes from. */
export function shown(value: Value, zone: string, language: Language): string {
  return local(unlocalised(value, zone), value, language);
}

function unlocalised(value: Value, zone: string): string {
  switch (value.unit) {
    case 'text':
      return value.value;
    case 'phone':
      return value.value ?? NOTHING;
    case 'count':
      return value.value === null ? NOTHING : String(value.value);
    case 'duration':
      return duration(value.value);
    case 'instant':
      return value.value === null ? NOTHING : wallTime(value.value, zone);
    case 'mean':
      return duration(numberOf(value));
    case 'score': {
      const score = numberOf(value);
      return score === null ? NOTHING : score.toFixed(2);
    }
    case 'change': {
      const change = numberOf(value);
      return change === null ? NOTHING : `${change > 0 ? '+' : ''}${(change * 100).toFixed(1)}%`;
    }
    case 'share': {
      const { numerator, denominator } = value.ratio;
      const share = numberOf(value);
      // Shares of time and of other shares come from numbers that nobody wants to read.
      if (share === null) return NOTHING;
      const percent = `${(share * 100).toFixed(1)}%`;
      return Number.isInteger(numerator) && denominator < 1_000_000
        ? `${percent} (${numerator}/${denominator})`
        : percent;
    }
  }
}

/** Russian writes a decimal comma, and `с` for seconds. */
function local(text: string, value: Value, language: Language): string {
  if (language !== 'ru' || value.unit === 'text' || value.unit === 'phone' || value.unit === 'instant')
    return text;
  return text.replace(/(\d)\.(\d)/, '$1,$2').replace(/ s$/, ' с');
}

/** ISO 8601 in UTC, to the millisecond. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}
