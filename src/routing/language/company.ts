import { entries } from '../form/collections.js';
import { defaulted, group, notEmpty, optional, required } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { duration, label, oneOf, shapedText, text, whole } from '../form/scalars.js';
import type { Form, Read } from '../form/form.js';
import { didYouMean } from '../suggestion.js';

/** The languages in which prompts, numbers and dates can be spoken. */
export const LANGUAGES = ['en', 'ru'] as const;

/** A time zone by its IANA name, checked against the zones this Node knows. */
export function timezone(): Form<string> {
  const right = 'a time zone by its IANA name, such as Europe/Sofia';
  return shapedText({
    right,
    pattern: /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/,
    parse: (name, node, desk) => {
      if (isTimezone(name)) return name;
      const guess = didYouMean(name, Intl.supportedValuesOf('timeZone'));
      return desk.wrong(node, `${right}${guess}`, 'unknown-word');
    },
    more: { examples: ['Europe/Sofia', 'UTC'] },
  });
}

/** Becomes a word of the engine's command line, and perhaps part of a file's name. */
const voice = text(
  "a voice by the speech engine's name for it, such as en-gb: letters, digits, and +, -, _ or . between them",
  /^[A-Za-z0-9]([A-Za-z0-9_+-]|\.[A-Za-z0-9_+-]){0,63}$/,
);

const voicesForm = notEmpty(
  group(
    {
      en: optional(voice, 'Who speaks English.'),
      ru: optional(voice, 'Who speaks Russian.'),
    },
    'voices by language: en, ru',
  ),
);

const regionsForm = entries(
  {
    right: 'how numbers begin, with + and the country code, in quotes, such as "+7495"',
    pattern: /^\+[1-9][0-9]{0,14}$/,
    about: 'Where numbers that begin so are from, as reports say it.',
  },
  label(),
  'regions by how their numbers begin, such as "+7495": Moscow',
);
/** Longer than that, and it would be callers who lose patience. */
const LONGEST_SHORT_CALL_MS = 60_000;

export const companyForm = group(
  {
    name: required(label(), 'The name of the company, for reports.'),
    timezone: required(timezone(), 'Where the calendars and the days of the reports are meant.'),
    country: optional(
      text('the country by its two capital letters, such as BG', /^[A-Z]{2}$/),
      'Whose numbers are written without a country code: two letters, ISO 3166.',
    ),
    regions: optional(
      regionsForm,
      'Where callers are from, for reports: how numbers begin, the longest counts; countries alone when left out.',
    ),
    language: defaulted(oneOf(LANGUAGES), 'en', 'The language that callers hear.'),
    voices: optional(
      voicesForm,
      'The voice of prompts that are texts; what the language is called when left out.',
    ),
    hours: optional(nameOf('hours'), 'The calendar for "in hours" where a number names none.'),
    max_menu_depth: defaulted(
      whole(1, 9),
      2,
      'How many menus a caller may meet one after another before a person can be reached.',
    ),
    short_call: optional(
      duration({ zero: 'refused', atMostMs: LONGEST_SHORT_CALL_MS }),
      'A caller who hangs up so soon after the greeting, before anybody answered him, has dialled a wrong number; nobody has when left out.',
    ),
  },
  'the company: name, timezone, language …',
);
export type CompanyDraft = Read<typeof companyForm>;

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
