import type { AsteriskSet } from '../support/asterisk/instances.js';

/** As many talks at once, and as many callers behind them. */
export const AGENTS = 20;
/** One more phone: where the dialplan takes callers when nobody is there. */
export const EMERGENCY_PHONE = `phone-${String(AGENTS + 1).padStart(3, '0')}`;
/** The talks of so many of them are recorded. */
const RECORDED = 6;
export const NUMBER = '+35920000001';
export const QUEUE = 'main';

/** A menu, one queue in order, and short wrap-up: every stage of a call is met at every moment. */
export function routingFor({ phones: all }: AsteriskSet): string {
  const phones = all.filter(({ name }) => name !== EMERGENCY_PHONE);
  const names = phones.map(({ name }) => name);
  return [
    'callplane: 1',
    'company: { name: Chaos, timezone: UTC }',
    'prompts:',
    '  welcome: { file: callplane/welcome }',
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
    '    limits: { wait: 10m }',
    '    exits: { nobody: hangup, wait: hangup }',
    'flows:',
    '  main:',
    `    - menu: { prompt: welcome, keys: { "1": { queue: ${QUEUE} } }, otherwise: { queue: ${QUEUE} } }`,
    'numbers:',
    `  "${NUMBER}": main`,
  ].join('\n');
}

/** Whether the talks of this agent are recorded. */
export function isRecorded(agent: string): boolean {
  return Number(agent.slice(-3)) <= RECORDED;
}
