import type { AsteriskSet } from '../support/asterisk/instances.js';

/** At each blow so many callers talk at least … */
export const TALKS = 20;
/** … and so many wait. */
export const WAITING = 20;
/** More than talk at once: others are being rung, or write notes. */
export const AGENTS = 26;
/** One more phone: where the dialplan takes callers when nobody is there. */
export const EMERGENCY_PHONE = `phone-${String(AGENTS + 1).padStart(3, '0')}`;
/** The talks of so many of them are recorded. */
const RECORDED = 6;
export const NUMBER = '+35920000001';
export const QUEUE = 'main';
/** Keys of the menu. */
export const QUEUE_KEY = '1';
export const OUTSIDE_KEY = '2';

/** Whom the step `dial` calls, for everybody who presses 2; the caller's own number is shown there. */
export const DIALLED = '+359871000000';
/** The partner; nobody's number is shown there. */
export const PARTNER_NUMBER = '+359872000000';
export const PARTNER_LINES = 2;
const CALLERS = '+35988';
const OUTSIDE = '+35987';

/** Every caller has a number outside of his own, to which agents send him: by it those who ring there are known. */
export function outsideOf(caller: string): string {
  return caller.replace(CALLERS, OUTSIDE);
}

/** For whom a phone outside rings; `shown`: what is shown there. */
export function callerAt(phone: string, shown: string | null): string | null {
  if (phone === PARTNER_NUMBER) return null;
  return isOutside(phone) && phone !== DIALLED ? phone.replace(OUTSIDE, CALLERS) : shown;
}

/** Whether this phone is none of an agent. */
export function isOutside(phone: string): boolean {
  return phone.startsWith('+');
}

/** Whether this is the phone of an agent: neither outside nor that of the emergency destination. */
export function isOfAgent(phone: string): boolean {
  return !isOutside(phone) && phone !== EMERGENCY_PHONE;
}

/** A menu, one queue in order, and short wrap-up: every stage of a call is met at every moment. */
export function routingFor({ phones: all }: AsteriskSet): string {
  const phones = all.filter(({ name }) => name !== EMERGENCY_PHONE);
  const names = phones.map(({ name }) => name);
  return [
    'callplane: 1',
    'company: { name: Chaos, timezone: UTC }',
    'prompts:',
    '  welcome: { file: callplane/welcome }',
    `dial_policy: { trunk: trunk, allow: "${OUTSIDE}", per_hour: 100000 }`,
    'phones: { outgoing: { ring_for: 10s } }',
    `transfers: { ring_for: 10s, otherwise: { queue: ${QUEUE} } }`,
    'partners:',
    `  night: { number: "${PARTNER_NUMBER}", lines: ${PARTNER_LINES}, ring_for: 10s }`,
    'agents:',
    ...phones.map(
      ({ name, endpoint }) => `  ${name}: { phone: ${endpoint}${isRecorded(name) ? ', record: true' : ''} }`,
    ),
    'queues:',
    `  ${QUEUE}:`,
    `    agents: [${names.join(', ')}]`,
    '    ring_for: 15s',
    '    wrap_up: { time: 1s }',
    '    outcomes: { codes: { sale: {} } }',
    '    after_call: { rate: { prompt: welcome, tries: 1, timeout: 1s } }',
    '    overflow: { to: night, opens: { waiting: 16 }, closes: { waiting: 8 } }',
    '    limits: { wait: 10m }',
    '    exits: { nobody: hangup, wait: hangup }',
    'flows:',
    '  main:',
    '    - menu:',
    '        prompt: welcome',
    `        keys: { "${QUEUE_KEY}": { queue: ${QUEUE} }, "${OUTSIDE_KEY}": { go: outside } }`,
    `        otherwise: { queue: ${QUEUE} }`,
    '  outside:',
    `    - dial: { to: "${DIALLED}", for: 10s, show: caller, otherwise: { queue: ${QUEUE} } }`,
    'numbers:',
    `  "${NUMBER}": main`,
  ].join('\n');
}

/** Whether the talks of this agent are recorded. */
export function isRecorded(agent: string): boolean {
  return Number(agent.slice(-3)) <= RECORDED;
}
