import { type Saying, SAYINGS } from '../../core/plan.js';
import { spoken } from '../../core/speech/saying.js';
import type { SayDraft, TellDraft } from '../draft.js';
import { textWithBraces } from '../form/braces.js';
import { byKey } from '../form/collections.js';
import type { Name } from '../form/desk.js';
import { checked, mapped, type Form } from '../form/form.js';
import { group, optional, required } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { textOfCallForm } from './spoken-text.js';

const RIGHTS: Readonly<Record<Saying, string>> = {
  number: 'a whole number such as 42',
  digits: 'digits such as "12 34"',
  telephone: 'a telephone number such as "0888 123 456"',
  date: 'a date such as "12-24" or "2026-12-24"',
  time: 'a time such as "14:05"',
  money: 'an amount such as "12.50"',
};

const unitForm = group(
  {
    one: required(nameOf('prompt'), 'Said behind 1 (in Russian also 21, 31 …).'),
    few: optional(nameOf('prompt'), 'Said behind 2 to 4 in Russian; many when left out.'),
    many: required(nameOf('prompt'), 'Said behind every other number.'),
  },
  'prompts for the unit: one, many, and in Russian few',
);

const told: Form<TellDraft> = mapped(
  group({ text: required(textOfCallForm, 'Says a text, by the speech engine.') }, 'text'),
  ({ at, text }) => ({ do: 'tell', at, texts: text }),
);

/** Speaks a value in the sounds of Asterisk, or a text. */
export const sayForm: Form<SayDraft | TellDraft> = byKey<SayDraft | TellDraft>(
  {
    ...Object.fromEntries(
      SAYINGS.map((as) => [as, as === 'number' || as === 'money' ? counted(as) : plain(as)]),
    ),
    text: told,
  },
  'what is said',
);

function plain(as: Saying): Form<SayDraft> {
  return mapped(group({ [as]: required(valueForm(as), `Says ${RIGHTS[as]}.`) }, as), (read) => {
    return say(as, read[as] as string, null, read.at);
  });
}

function counted(as: 'number' | 'money'): Form<SayDraft> {
  const form = group(
    {
      [as]: required(valueForm(as), `Says ${RIGHTS[as]}.`),
      unit: optional(unitForm, 'The word behind the number, in its forms; none when left out.'),
    },
    `${as}, and perhaps unit`,
  );
  return mapped(form, (read) => {
    const unit = read['unit'] as { one: Name; few: Name | null; many: Name } | null;
    const words = unit === null ? null : { one: unit.one, few: unit.few ?? unit.many, many: unit.many };
    return say(as, read[as] as string, words, read.at);
  });
}

function say(as: Saying, value: string, unit: SayDraft['unit'], at: SayDraft['at']): SayDraft {
  return { do: 'say', at, as, value, unit };
}

/** A value without variables must be one that can be said. */
function valueForm(as: Saying): Form<string> {
  return checked(textWithBraces(RIGHTS[as]), (value, node, desk) => {
    if (value.includes('{') || spoken(as, value.trim(), 'en', () => []) !== null) return;
    desk.wrong(node, RIGHTS[as], 'wrong-value');
  });
}
