import { BRACES, BUILT_IN_VARIABLES } from '../../core/flow/variables.js';
import { showText, type ScalarNode } from '../source-node.js';
import type { Desk } from './desk.js';
import type { Form } from './form.js';
import { shapedText } from './scalars.js';

/** The name of a variable that a file may give. */
export const VARIABLE = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const VARIABLE_RULE = 'up to 64 letters a-z, digits, - and _, beginning with a letter';
const MOST = 200;

/** A text that may hold variables in braces, each of which must be known; a whole number stands for its digits. */
export function textWithBraces(right: string): Form<string> {
  const wording = `${right}, at most ${MOST} characters, variables in braces such as {dialled}`;
  const pattern = `^([^\\p{Cc}{}]|\\{[^{}]*\\}){0,${MOST}}$`;
  const isText = new RegExp(pattern, 'u');
  return {
    right: wording,
    read: (node, desk) => {
      const isRead =
        node.kind === 'scalar' && (typeof node.value === 'string' || Number.isInteger(node.value));
      if (!isRead) return desk.wrong(node, wording);
      const text = typeof node.value === 'string' ? node.value : node.source;
      if (!isText.test(text)) return desk.wrong(node, wording, 'wrong-value');
      for (const [, name = ''] of text.matchAll(BRACES)) refer(name, node, desk);
      return text;
    },
    schema: () => ({ anyOf: [{ type: 'string', pattern }, { type: 'integer' }] }),
  };
}

/** A value without variables; digits may stand without quotes. */
export function plainValue(right: string): Form<string> {
  const form = textWithBraces(right);
  return {
    ...form,
    read: (node, desk) => {
      const value = form.read(node, desk);
      return value?.includes('{') === true
        ? desk.wrong(node, 'a value without braces', 'wrong-value')
        : value;
    },
  };
}

/** The name of a variable, without braces. */
export function variableRead(): Form<string> {
  return shapedText({
    right: `the name of a variable: one that set, collect, lookup or rate gives, or ${BUILT_IN_VARIABLES.join(', ')}`,
    pattern: /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/,
    parse: (name, node, desk) => {
      refer(name, node, desk);
      return name;
    },
  });
}

/** A name for a variable that a step gives a value to. */
export function variableGiven(): Form<string> {
  return shapedText({
    right: `a name for a variable: ${VARIABLE_RULE}`,
    pattern: VARIABLE,
    parse: (name, node, desk) => (giveVariable(name, node, desk) ? name : null),
  });
}

/** Notes that a variable is given a value; false, with a fault: every call has it of its own. */
export function giveVariable(name: string, { at }: Pick<ScalarNode, 'at'>, desk: Desk): boolean {
  const isOwn = BUILT_IN_VARIABLES.some((each) => each === name);
  if (isOwn) {
    const right = `another name: every call has ${BUILT_IN_VARIABLES.join(', ')} of its own`;
    desk.add('wrong-value', at, `the variable ${showText(name)}`, right);
  } else desk.mention('variable', name, at);
  return !isOwn;
}

/** Notes that a variable is read here; every call has some of its own. */
export function refer(name: string, node: ScalarNode, desk: Desk): void {
  if (!BUILT_IN_VARIABLES.some((each) => each === name)) desk.refer('variable', name, node.at);
}
