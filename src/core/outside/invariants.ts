import type { Call } from '../call/call.js';
import { must } from '../must.js';
import type { CallId } from '../signal.js';
import type { State } from '../state.js';
import { askedOutside } from '../transfer/asking-outside.js';
import { outsideOf } from './joining.js';
import type { Outside } from './outside.js';

/** The number outside that is connected with the caller, or asked about him; null: none. */
export function numberOf(call: Call): Outside | null {
  return outsideOf(call) ?? askedOutside(call);
}

/** A number outside rings for the call, or its answer is on its way. */
export function isRung({ calls }: State, id: CallId): boolean {
  const call = calls.get(id);
  return call !== undefined && numberOf(call)?.stage.kind === 'ringing';
}

/** Whoever is connected with a number outside has it on a leg of its own, and every stage before they talk ends by itself. */
export function checkOutside(state: State, call: Call): void {
  checkAskedOutside(state, call);
  if (call.activity.kind !== 'outside') return;
  const { legs, deadlines, bridges } = state;
  const { leg, stage } = call.activity.outside;
  const known = legs.get(leg);
  must(known?.role === 'outside' && known.call === call.id, `call ${call.id} has lost its leg outside`);
  if (stage.kind !== 'talking') {
    must(
      deadlines.has(stage.kind === 'ringing' ? 'dial' : 'connect', call.id),
      `call ${call.id} is ${stage.kind} outside without a deadline`,
    );
    return;
  }
  const isTogether = bridges.get(stage.talk.bridge)?.legs.includes(leg) === true;
  must(
    isTogether && legs.get(call.leg)?.bridge === stage.talk.bridge,
    `call ${call.id} talks with outside in no bridge`,
  );
}

/** Whoever is asked outside rings not for ever, and stands with the agent once he has answered. */
function checkAskedOutside({ legs, deadlines }: State, call: Call): void {
  const outside = askedOutside(call);
  if (outside === null || call.activity.kind !== 'talking') return;
  const { leg, stage, answeredAt } = outside;
  const { bridge, consultation } = call.activity.conversation;
  const known = legs.get(leg);
  must(known?.role === 'outside' && known.call === call.id, `call ${call.id} has lost whom it asks outside`);
  must(consultation?.asked === null, `call ${call.id} asks an agent and a number outside`);
  must(
    (stage.kind === 'joining') === (answeredAt !== null),
    `call ${call.id} asks outside, and is ${stage.kind}`,
  );
  if (stage.kind === 'ringing') must(deadlines.has('dial', call.id), `call ${call.id} asks outside for ever`);
  else must(known?.bridge === bridge, `call ${call.id} asks outside, and stands apart from its agent`);
}
