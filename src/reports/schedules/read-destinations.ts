import { isAbsolute, resolve } from 'node:path';
import { isMap, isScalar, type Node } from 'yaml';
import { shown, type OwnFile } from '../own/yaml-place.js';
import { FILE_FORMATS, type Destination, type FileFormat, type Numbers } from './schedule.js';

const ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?$/i;
/** In words. */
export const AN_ADDRESS = 'a mail address, like anna@example.com';
const PLACEHOLDERS = ['{title}', '{period}'];
const USUAL_SUBJECT = '{title}: {period}';
const NUMBERS = ['shown', 'masked'] as const;

/** What of a schedule says where to. */
export interface DestinationParts {
  readonly mail?: Node;
  readonly folder?: Node;
  readonly command?: Node;
}

/** What is around the file: the folder it is in, and the domains whose people may see numbers. */
export interface Surroundings {
  readonly folder: string;
  readonly inside: readonly string[];
}

/** Every destination of a schedule; what is at fault is put down and left out. */
export function destinationsOf(
  file: OwnFile,
  place: Node,
  { mail, folder, command }: DestinationParts,
  around: Surroundings,
): Destination[] {
  if (mail === undefined && folder === undefined && command === undefined)
    file.refuse(place, 'a report that goes nowhere', 'mail: { to: [anna@example.com] }, folder or command');
  return [
    ...(mail === undefined ? [] : mailsOf(file, mail, around)),
    ...(folder === undefined ? [] : folderOf(file, folder, around)),
    ...(command === undefined ? [] : commandOf(file, command)),
  ];
}

/** A mail address; null: a fault has been put down. */
export function addressOf(file: OwnFile, node: Node): string | null {
  const address = isScalar(node) && typeof node.value === 'string' ? node.value : '';
  return ADDRESS.test(address) ? address : file.refuse(node, shown(node), AN_ADDRESS);
}

/** The domains of a list, in small letters. */
export function domainsOf(file: OwnFile, node: Node | undefined): string[] {
  return file.list(node, (item) => {
    const text = isScalar(item) && typeof item.value === 'string' ? item.value.toLowerCase() : '';
    return ADDRESS.test(`x@${text}`) ? text : file.refuse(item, shown(item), 'a domain, like example.com');
  });
}

function mailsOf(file: OwnFile, node: Node, { inside }: Surroundings): Destination[] {
  const parts = file.members(node, ['to', 'subject', 'body', 'attach'] as const);
  const subject = parts.subject === undefined ? USUAL_SUBJECT : subjectOf(file, parts.subject);
  const body = parts.body === undefined ? 'html' : file.word(parts.body, ['html', 'text'] as const);
  const attach = formatsOf(file, parts.attach);
  if (parts.to === undefined) file.refuse(node, 'no to here', `to: [${AN_ADDRESS}]`);
  const recipients = file.list(parts.to, (item) => recipientOf(file, item, inside));
  const twice = recipients.find(({ to }, index) => recipients.findIndex((each) => each.to === to) < index);
  if (twice !== undefined) file.refuse(parts.to ?? null, `${twice.to} twice`, 'each recipient once');
  if (parts.to !== undefined && recipients.length === 0 && file.faults.length === 0)
    file.refuse(parts.to, 'an empty list', `at least ${AN_ADDRESS}`);
  if (subject === null || body === null) return [];
  return recipients.map((recipient) => ({ kind: 'mail', ...recipient, subject, body, attach }));
}

function recipientOf(
  file: OwnFile,
  item: Node,
  inside: readonly string[],
): { readonly to: string; readonly numbers: Numbers } | null {
  const parts = isMap(item)
    ? file.members(item, ['address', 'numbers'] as const)
    : { address: item, numbers: undefined };
  const to = addressOf(file, parts.address ?? item);
  if (to === null) return null;
  const domain = to.slice(to.lastIndexOf('@') + 1).toLowerCase();
  const usual = inside.includes(domain) ? 'shown' : 'masked';
  const numbers = parts.numbers === undefined ? usual : file.word(parts.numbers, NUMBERS);
  return numbers === null ? null : { to, numbers };
}

function subjectOf(file: OwnFile, node: Node): string | null {
  const text = file.text(node);
  if (text === null) return null;
  const strange = [...text.matchAll(/\{[^}]*\}/g)]
    .map(([each]) => each)
    .find((each) => !PLACEHOLDERS.includes(each));
  if (strange !== undefined) return file.refuse(node, strange, `one of ${PLACEHOLDERS.join(', ')}`);
  return /^[^\p{Cc}]+$/u.test(text) ? text : file.refuse(node, shown(node), 'a subject of one line');
}

function folderOf(file: OwnFile, node: Node, { folder }: Surroundings): Destination[] {
  const parts = file.members(node, ['path', 'write', 'numbers'] as const);
  const path =
    parts.path === undefined ? file.refuse(node, 'no path here', 'path: a folder') : file.text(parts.path);
  const { numbers, write } = filesOf(file, node, parts);
  if (path === null || numbers === null) return [];
  return [{ kind: 'folder', path: resolve(folder, path), numbers: numbers ?? 'shown', write }];
}

function commandOf(file: OwnFile, node: Node): Destination[] {
  const parts = file.members(node, ['run', 'write', 'numbers'] as const);
  const right = 'run: [program with its whole path, word, …]; the paths of the files are put behind';
  if (parts.run === undefined) file.refuse(node, 'no run here', right);
  const [program, ...words] = file.list(parts.run, (item) => file.text(item));
  const { numbers, write } = filesOf(file, node, parts);
  if (program === undefined || numbers === null) {
    if (parts.run !== undefined && file.faults.length === 0) file.refuse(parts.run, 'an empty list', right);
    return [];
  }
  if (!isAbsolute(program)) {
    file.refuse(parts.run ?? node, JSON.stringify(program), right);
    return [];
  }
  return [{ kind: 'command', program, words, numbers: numbers ?? 'masked', write }];
}

/** `numbers` undefined: nothing is said; null: a fault. */
function filesOf(
  file: OwnFile,
  node: Node,
  parts: { readonly write?: Node; readonly numbers?: Node },
): { readonly numbers: Numbers | null | undefined; readonly write: readonly FileFormat[] } {
  if (parts.write === undefined)
    file.refuse(node, 'no write here', `write: [csv], of ${FILE_FORMATS.join(', ')}`);
  const write = formatsOf(file, parts.write);
  if (parts.write !== undefined && write.length === 0 && file.faults.length === 0)
    file.refuse(parts.write, 'an empty list', `write: [csv], of ${FILE_FORMATS.join(', ')}`);
  return { numbers: parts.numbers === undefined ? undefined : file.word(parts.numbers, NUMBERS), write };
}

function formatsOf(file: OwnFile, node: Node | undefined): FileFormat[] {
  return [...new Set(file.list(node, (item) => file.word(item, FILE_FORMATS)))];
}
