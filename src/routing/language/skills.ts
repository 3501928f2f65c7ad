import type { Skills } from '../../core/needs.js';
import { byShape, listOrOne } from '../form/collections.js';
import type { Name } from '../form/desk.js';
import { mapped, type Form } from '../form/form.js';
import { group, required } from '../form/group.js';
import { nameOfAgent, skillLevels } from '../form/names.js';
import { duration, oneOf, shapedText, whole } from '../form/scalars.js';
import type { Place } from '../fault.js';

const HIGHEST_LEVEL = 10;
/** The level of a skill that is only named. */
const NAMED_LEVEL = 1;

const named: Form<Skills> = mapped(listOrOne(nameOfAgent('skill'), 'a list of skills'), (skills) =>
  Object.fromEntries(skills.map((skill) => [skill, NAMED_LEVEL])),
);

/** `{ bg: 5, en: 3 }`, or `[bg, en]` where levels do not matter. */
export const skillsForm: Form<Skills> = byShape({
  right: 'skills such as { bg: 5, en: 3 }, or [bg, en]',
  scalar: named,
  list: named,
  map: mapped(skillLevels(whole(1, HIGHEST_LEVEL)), (levels) =>
    Object.fromEntries(levels.map(({ key, value }) => [key, value ?? NAMED_LEVEL])),
  ),
});

/** A skill and the lowest level of it that will do. */
export interface SkillDraft {
  readonly skill: Name;
  readonly least: number;
}

/** `bg`, or `"bg >= 3"`. */
export function skillText(): Form<SkillDraft> {
  return shapedText({
    right: 'a skill of agents, such as bg, or "bg >= 3" for a level of it from 1 to 10',
    pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}( *>= *(10|[1-9]))?$/,
    parse: (written, node, desk) => {
      const [name = '', least] = written.split('>=').map((part) => part.trim());
      desk.refer('skill', name, node.at);
      return { skill: { name, at: node.at }, least: Number(least ?? NAMED_LEVEL) };
    },
  });
}

/** What agents must be able to do: a requirement may end when the caller has waited long enough. */
export interface NeedDraft extends SkillDraft {
  readonly untilMs: number | null;
}

const NEEDS = 'skills such as ru, or [{ skill: "ru >= 3", until: 30s }, ru]';

const needForm: Form<NeedDraft> = byShape<NeedDraft>({
  right: 'a skill such as ru or "ru >= 3", or { skill: "ru >= 3", until: 30s }',
  scalar: mapped(skillText(), (skill) => ({ ...skill, untilMs: null })),
  map: mapped(
    group(
      {
        skill: required(skillText(), 'What agents must be able to do.'),
        until: required(
          duration({ zero: 'refused' }),
          'How long a caller has waited in the queue when this is not asked for any more.',
        ),
      },
      'skill and until',
    ),
    ({ skill, until }) => ({ ...skill, untilMs: until }),
  ),
});

/** All of them must be met. */
export const needsForm: Form<NeedDraft[]> = listOrOne(needForm, NEEDS);

export interface NeedsDraft {
  readonly at: Place;
  readonly needs: readonly NeedDraft[];
}

/** What a call needs from here on: skills, or `nothing` any more. */
export const needsOfCall: Form<NeedsDraft> = {
  right: `${NEEDS}, or nothing`,
  read: (node, desk) => {
    if (node.kind === 'scalar' && node.value === 'nothing') return { at: node.at, needs: [] };
    const needs = needsForm.read(node, desk);
    return needs === null ? null : { at: node.at, needs };
  },
  schema: (book) => ({ anyOf: [oneOf(['nothing']).schema(book), needsForm.schema(book)] }),
};
