import { GROUPS, type Group } from './asterisk.js';

export const CALLPLANE_NUMBERS: Readonly<Record<Group, string>> = { few: '8001', many: '8002', all: '8003' };

/** Names of the agents, in the order of the phones. */
export function agentNames(phones: readonly string[]): string[] {
  return phones.map((phone) => phone.replace('load-', 'agent-'));
}

/** The same queues as app_queue's in queues.conf, with the same phones. */
export function benchRouting(phones: readonly string[]): string {
  const names = agentNames(phones);
  const agents = phones.map((phone, index) => {
    const name = names[index] ?? '';
    return `  ${name}: { name: ${name}, phone: PJSIP/${phone} }`;
  });
  const queue = (group: Group, rest: string): string =>
    `  ${group}: { agents: [${names.slice(0, GROUPS[group]).join(', ')}], ring_for: 15s, wrap_up: 0s, ${rest}, exits: { nobody: hangup } }`;
  const numbers = Object.entries(CALLPLANE_NUMBERS).map(
    ([group, number]) => `  '${number}': { queue: ${group} }`,
  );
  return [
    'callplane: 1',
    'company: { name: Benchmark, timezone: UTC, language: en }',
    'agents:',
    ...agents,
    'queues:',
    queue('few', 'strategy: longest-idle'),
    queue('many', 'strategy: longest-idle'),
    queue('all', 'strategy: parallel, answer: when-agent-answers, hear: ringing'),
    'numbers:',
    ...numbers,
    '',
  ].join('\n');
}
