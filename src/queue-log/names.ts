import type { AgentId, Plan } from '../core/plan.js';

/**
 * Who is meant by the name of a queue's member: what was said by hand, else the agent of the plan with this id, this name or
 * this phone, also where the old phone was SIP/101 and the new one is PJSIP/101; else he keeps the name.
 */
export function agentNames(
  agents: Plan['agents'],
  said: ReadonlyMap<string, AgentId>,
): (member: string) => AgentId {
  const known = new Map<string, AgentId>();
  for (const { id, name, phone } of Object.values(agents)) {
    const phones = phone === null ? [] : [phone, phone.replace(/^PJSIP\//, 'SIP/')];
    for (const each of [name, ...phones, id]) known.set(each, id);
  }
  return (member) => said.get(member) ?? known.get(member) ?? member;
}
