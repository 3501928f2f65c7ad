import { dialledKey } from '../../core/plan.js';
import { entries, type Entry } from './collections.js';
import type { Name, NameKind } from './desk.js';
import type { Form } from './form.js';
import { shapedText } from './scalars.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const NAME_RULE = 'up to 64 letters a-z, digits, - and _, beginning with a letter or digit';
export const NUMBER = /^(?=.*[0-9])[+0-9 ().-]{1,40}$/;
export const NUMBER_RULE = 'a telephone number in quotes, such as "+359 2 000 0001"';

/** A section of the file in which names are given: `agents`, `queues` … */
export function section<T>(kind: NameKind, value: Form<T>, about: string): Form<Entry<T>[]> {
  return entries(
    {
      right: `a name: ${NAME_RULE}`,
      pattern: NAME,
      about,
      seen: (entry, desk) => desk.define(kind, entry.key, entry.keyAt),
    },
    value,
    `the ${kind === 'people' ? 'lists of people' : `${kind} entries`} by name`,
  );
}

/** The section in which telephone numbers are given; two numbers with the same digits are the same. */
export function numberSection<T>(value: Form<T>, about: string): Form<Entry<T>[]> {
  return entries(
    {
      right: NUMBER_RULE,
      pattern: NUMBER,
      about,
      seen: (entry, desk) => desk.define('number', dialledKey(entry.key), entry.keyAt, entry.key),
    },
    value,
    'what answers, by telephone number',
  );
}

/** A name that must be given somewhere in the files. */
export function nameOf(kind: NameKind): Form<Name> {
  return shapedText({
    right: `the name of ${kind === 'agent' || kind === 'hours' ? 'an' : 'a'} ${kind} entry`,
    pattern: NAME,
    parse: (name, node, desk) => {
      desk.refer(kind, name, node.at);
      return { name, at: node.at };
    },
  });
}

/** A telephone number that must be one of `numbers`; read as its digits. */
export function numberDialled(): Form<Name> {
  return shapedText({
    right: NUMBER_RULE,
    pattern: NUMBER,
    parse: (written, node, desk) => {
      desk.refer('number', dialledKey(written), node.at, written);
      return { name: dialledKey(written), at: node.at };
    },
  });
}

/** A team or a skill: it exists because an agent names it. */
export function nameOfAgent(kind: 'team' | 'skill'): Form<string> {
  return shapedText({
    right: `the name of a ${kind}: ${NAME_RULE}`,
    pattern: NAME,
    parse: (name, node, desk) => {
      desk.mention(kind, name, node.at);
      return name;
    },
  });
}

/** Skills of an agent as keys, each with its level. */
export function skillLevels(level: Form<number>): Form<Entry<number>[]> {
  return entries(
    {
      right: `the name of a skill: ${NAME_RULE}`,
      pattern: NAME,
      about: 'How well the agent can do it.',
      seen: (entry, desk) => desk.mention('skill', entry.key, entry.keyAt),
    },
    level,
    'skills and their levels, such as { bg: 5, en: 3 }',
  );
}
