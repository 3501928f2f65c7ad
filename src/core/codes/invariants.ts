import { must } from '../must.js';
import type { State } from '../state.js';

/** Whoever dials a code hears something, is waited for, or is hung up: never for ever. Locks and pauses for a time end. */
export function checkCodes(state: State): void {
  const { codeCalls, legs, deadlines, secrets, agents } = state;
  for (const [leg, { stage }] of codeCalls) {
    must(legs.get(leg)?.role === 'code', `the code that ${leg} has dialled is dialled by nobody`);
    const isBounded = deadlines.has(stage.kind === 'leaving' ? 'leg-gone' : 'code', leg);
    must(isBounded, `the code that ${leg} has dialled is ${stage.kind} for ever`);
    must(stage.kind === 'asking' || !secrets.has(leg), `what ${leg} has keyed is kept for nothing`);
  }
  for (const { id, pin, pause } of agents.values()) {
    must(pin.lockedUntil === null || deadlines.has('pin-lock', id), `the PIN of ${id} is locked for ever`);
    must(pause?.until === undefined || deadlines.has('pause', id), `the pause of ${id} never ends`);
  }
}
