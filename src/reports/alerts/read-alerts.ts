import { isAbsolute, resolve } from 'node:path';
import { isScalar, type Node } from 'yaml';
import { shown, type OwnFile } from '../own/yaml-place.js';
import { addressOf, AN_ADDRESS } from '../schedules/read-destinations.js';
import {
  alertTargetOf,
  type Alert,
  type AlertDestination,
  type AlertHours,
  type ConditionName,
} from './alert.js';
import { CONDITION_KEYS, conditionOf, timeOf } from './read-condition.js';

const KEYS = [
  ...(['name', 'when', 'hours', 'for', 'clear-after', 'language', 'mail', 'webhook'] as const),
  ...CONDITION_KEYS,
];
type Parts = Partial<Record<(typeof KEYS)[number], Node>>;

const NAME = /^[a-z0-9][a-z0-9-]{0,47}$/;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ALWAYS = 'always';
const THIS_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The alerts of a file; what is at fault is put down and left out. `folder`: paths are relative to it. */
export function alertsOf(file: OwnFile, list: Node | undefined, folder: string): Alert[] {
  const names = new Set<string>();
  return file.list(list, (node) => {
    const alert = alertOf(file, node, folder);
    if (alert !== null && names.has(alert.name))
      return file.refuse(node, `a second alert ${alert.name}`, 'another name');
    if (alert !== null) names.add(alert.name);
    return alert;
  });
}

function alertOf(file: OwnFile, node: Node, folder: string): Alert | null {
  const parts = file.members(node, KEYS);
  const name = nameOf(file, node, parts.name);
  const condition = conditionOf(file, node, parts);
  const kind = condition?.kind ?? 'longest-wait';
  const queues = file.list(parts.queues, (item) => file.text(item));
  const hours = hoursOf(file, parts.hours, kind);
  const forMs = timeOf(file, node, parts.for, { from: 0, to: 24 * HOUR_MS, usual: usualFor(kind) });
  const clearAfterMs = timeOf(file, node, parts['clear-after'], {
    ...{ from: 0, to: 24 * HOUR_MS, usual: usualClear(kind) },
  });
  const language = parts.language === undefined ? null : file.word(parts.language, ['en', 'ru'] as const);
  const destinations = destinationsOf(file, node, parts, folder);
  if (name === null || condition === null || hours === null || forMs === null || clearAfterMs === null)
    return null;
  return { name, condition, queues, hours, forMs, clearAfterMs, language, destinations };
}

function nameOf(file: OwnFile, place: Node, node: Node | undefined): string | null {
  const right = 'name: at most 48 small letters, digits and -';
  if (node === undefined) return file.refuse(place, 'no name here', right);
  const name = isScalar(node) && typeof node.value === 'string' ? node.value : '';
  return NAME.test(name) ? name : file.refuse(node, shown(node), right);
}

/** Where nothing is said: nobody has to be signed in while the company is closed; all else is told whenever it is so. */
function hoursOf(file: OwnFile, node: Node | undefined, kind: ConditionName): AlertHours | null {
  if (node === undefined) return { kind: kind === 'nobody-signed-in' ? 'company' : 'always' };
  const name = file.text(node);
  if (name === null) return null;
  return name === ALWAYS ? { kind: 'always' } : { kind: 'calendar', name };
}

/** Somebody signs out and another in: that is no incident. */
function usualFor(kind: ConditionName): number {
  return kind === 'nobody-signed-in' ? MINUTE_MS : 0;
}

/** A new hour begins with no calls, which is no all-clear. */
function usualClear(kind: ConditionName): number {
  return kind === 'unusual-load' ? HOUR_MS : 5 * MINUTE_MS;
}

function destinationsOf(
  file: OwnFile,
  place: Node,
  { mail, webhook }: Parts,
  folder: string,
): AlertDestination[] {
  if (mail === undefined && webhook === undefined)
    file.refuse(
      place,
      'an alert that goes nowhere',
      'mail: { to: [anna@example.com] } or webhook: { url: … }',
    );
  const destinations = [
    ...(mail === undefined ? [] : mailsOf(file, mail)),
    ...(webhook === undefined ? [] : webhookOf(file, webhook, folder)),
  ];
  const targets = destinations.map(alertTargetOf);
  if (new Set(targets).size < targets.length) file.refuse(place, 'one place twice', 'each place once');
  return destinations;
}

function mailsOf(file: OwnFile, node: Node): AlertDestination[] {
  const { to } = file.members(node, ['to'] as const);
  const right = `to: [${AN_ADDRESS}]`;
  if (to === undefined) file.refuse(node, 'no to here', right);
  const found = file.list(to, (item) => addressOf(file, item));
  if (to !== undefined && found.length === 0 && file.faults.length === 0)
    file.refuse(to, 'an empty list', right);
  return found.map((address) => ({ kind: 'mail', to: address }));
}

function webhookOf(file: OwnFile, node: Node, folder: string): AlertDestination[] {
  const parts = file.members(node, ['url', 'token-file'] as const);
  const right = 'url: a web address, https:// or http://, without user and password';
  if (parts.url === undefined) {
    file.refuse(node, 'no url here', right);
    return [];
  }
  const url = urlOf(parts.url);
  if (url === null) {
    // It may hold a secret, so it is not repeated.
    file.refuse(parts.url, 'something that is no such address', right);
    return [];
  }
  const written = parts['token-file'];
  const path = written === undefined ? null : file.text(written);
  if (written !== undefined && url.protocol === 'http:' && !THIS_MACHINE.test(url.hostname))
    file.refuse(written, 'a token that would travel in the clear', 'an address with https://');
  const tokenFile = path === null || isAbsolute(path) ? path : resolve(folder, path);
  return [{ kind: 'webhook', url: url.href, tokenFile }];
}

function urlOf(node: Node): URL | null {
  const text = isScalar(node) && typeof node.value === 'string' ? node.value : '';
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url : null;
}
