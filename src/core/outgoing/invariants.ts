import type { Call } from '../call/call.js';
import { must } from '../must.js';
import type { State } from '../state.js';
import { isOutgoing } from './ending.js';

/** Whoever makes a call is in it and in nothing else; every stage of it ends by itself. */
export function checkOutgoing(state: State, call: Call): void {
  const { id, activity } = call;
  const stage = stageOf(call);
  if (!isOutgoing(call)) {
    must(stage === null, `call ${id} is ${activity.kind} and no agent makes it`);
    return;
  }
  must(
    stage !== null || activity.kind === 'talking' || activity.kind === 'leaving',
    `call ${id} is made by an agent and ${activity.kind}`,
  );
  must(
    state.index.unmade.has(id) === !state.legs.has(call.leg),
    `call ${id}: index of calls to be made is wrong`,
  );
  if (stage === null) return;
  const agent = state.agents.get(call.outbound.agent);
  must(agent?.work.kind === 'calling' && agent.work.call === id, `call ${id} is made by nobody`);
  must(state.legs.has(stage.agentLeg), `call ${id} has lost its agent's leg`);
  must(state.deadlines.has(stage.kind === 'joining' ? 'connect' : 'dial', id), `call ${id} has no deadline`);
}

function stageOf({ activity }: Call): { readonly kind: string; readonly agentLeg: string } | null {
  const isStage =
    activity.kind === 'reaching-agent' || activity.kind === 'calling-out' || activity.kind === 'joining';
  return isStage ? activity : null;
}
