import { callArrived } from './call/arriving.js';
import { hangUp } from './legs.js';
import { legEnded } from './leg-ending.js';
import { agentAnswered, legJoined } from './ringing/connecting.js';
import type { Existing } from './signal.js';
import type { Work } from './work.js';

/**
 * After a gap: what Asterisk has is compared with what we believe, and the differences are played through the
 * same doors as live signals. Missed announcements are not made up for.
 */
export function reconcile(work: Work, existing: Existing): void {
  const there = new Set(existing.restarted ? [] : existing.legs.map(({ leg }) => leg));
  for (const leg of [...work.state.legs.keys()]) if (!there.has(leg)) legEnded(work, leg, 'unknown');
  for (const leg of existing.legs) {
    const known = work.state.legs.get(leg.leg);
    if (known === undefined) adoptOrHangUp(work, leg);
    else if (known.role === 'agent' && leg.up && work.state.offers.has(known.offer))
      agentAnswered(work, leg.leg, known.offer);
    else if (work.state.deadlines.has('leg-gone', leg.leg)) hangUp(work, leg.leg, 'normal');
  }
  for (const bridge of existing.bridges) for (const leg of bridge.legs) legJoined(work, leg, bridge.id);
  sweepBridges(work, existing);
  work.turns.push({ turn: 'dispatch', queues: [...work.state.queues.keys()] });
}

function adoptOrHangUp(work: Work, leg: Existing['legs'][number]): void {
  if (leg.caller === null) work.commands.push({ kind: 'hang-up', leg: leg.leg, reason: 'normal' });
  else callArrived(work, { kind: 'call-arrived', leg: leg.leg, ...leg.caller });
}

function sweepBridges(work: Work, existing: Existing): void {
  const there = new Set(existing.bridges.map(({ id }) => id));
  for (const id of [...work.state.freeBridges]) {
    if (there.has(id)) continue;
    work.state.freeBridges.splice(work.state.freeBridges.indexOf(id), 1);
    work.state.bridges.delete(id);
    work.state.deadlines.cancel('bridge-idle', id);
  }
  for (const { id } of existing.bridges) {
    if (!work.state.bridges.has(id)) work.commands.push({ kind: 'remove-bridge', bridge: id });
  }
}
