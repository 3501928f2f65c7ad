import type { Outcome } from '../agent/presence.js';
import { carryOutForAgent } from '../agent-asking.js';
import type { Phone } from '../plan.js';
import type { AgentRequest, LegId } from '../signal.js';
import { mint, planInForce } from '../state.js';
import { userOf } from '../outgoing/dialling.js';
import type { Work } from '../work.js';
import type { CodeCall } from './code-call.js';
import { saidBy, type Said } from './rule.js';
import { askWho } from './signing-in.js';
import { type CodeSound, minutesMedia } from './sounds.js';
import { tellAgent } from './hearing.js';

/** An agent's phone has dialled; true: it was a code, which is carried out, and he hears what came of it. */
export function codeDialled(work: Work, leg: LegId, phone: Phone, dialled: string): boolean {
  const { codes } = planInForce(work.state).phones ?? {};
  const said = codes === undefined ? null : saidBy(codes, dialled);
  if (said === null) return false;
  const call: CodeCall = { leg, phone, tries: 0, stage: { kind: 'leaving' } };
  work.state.codeCalls.set(leg, call);
  work.state.legs.set(leg, { role: 'code', phone, bridge: null, hangUps: 0 });
  for (const user of work.state.index.signedInAt.get(phone) ?? []) work.touched.add(user);
  work.commands.push({ kind: 'answer', leg });
  if (said.says === 'sign-in') askWho(work, call, 'ask-number');
  else carryOut(work, call, said);
  return true;
}

function carryOut(work: Work, call: CodeCall, said: Exclude<Said, { readonly says: 'sign-in' }>): void {
  // Nobody can be meant at a phone where nobody is signed in, or two are.
  const agent = userOf(work.state, call.phone);
  const isDone = agent !== null && said.says !== 'nothing' && ask(work, requestOf(agent, said)).ok;
  if (!isDone) tellAgent(work, call, 'refused');
  else if (work.state.agents.get(agent)?.presence.kind === 'signing-out') tellAgent(work, call, 'noted');
  else tellAgent(work, call, DONE[said.says], moreOf(work, said));
}

/** After a pause for a time: for how long. */
function moreOf(work: Work, said: Said): readonly string[] {
  if (said.says !== 'pause') return [];
  return minutesMedia(said.forMs, planInForce(work.state).company.language);
}

const DONE: Readonly<Record<'sign-out' | 'pause' | 'resume' | 'end-wrap-up', CodeSound>> = {
  'sign-out': 'signed-out',
  pause: 'paused',
  resume: 'resumed',
  'end-wrap-up': 'wrap-up-ended',
};

function requestOf(
  agent: string,
  said: Exclude<Said, { readonly says: 'nothing' } | { readonly says: 'sign-in' }>,
): AgentRequest {
  if (said.says !== 'pause') return { ask: said.says, agent };
  const { reason, forMs } = said;
  return { ask: 'pause', agent, reason, ...(forMs === null ? {} : { forMs }) };
}

/** As if he had asked over HTTP: what was changed is kept with who it was. */
function ask(work: Work, request: AgentRequest): Outcome {
  const by = { name: request.agent, role: 'phone', request: null };
  return carryOutForAgent(work, request, { id: mint(work.state, 'change'), by });
}
