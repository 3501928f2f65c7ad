import type { Astray } from './astray.js';
import { clientAnswered } from './callback/attempt.js';
import { callArrived } from './call/arriving.js';
import { legEnded } from './leg-ending.js';
import { forgetBridge, hangUp } from './legs.js';
import { agentAnswered } from './ringing/connecting.js';
import type { LegId } from './signal.js';
import { callOf, type Work } from './work.js';

/**
 * Puts right what was found astray, through the same doors as live signals. Something that has come right meanwhile is
 * left alone.
 */
export function repair(work: Work, astray: Astray): void {
  switch (astray.what) {
    case 'stray-leg':
      return takeInOrHangUp(work, astray.leg);
    case 'missing-leg':
      return missingLeg(work, astray.leg);
    case 'unheard-answer':
      return unheardAnswer(work, astray.leg);
    case 'lonely-leg':
      return bringBackIn(work, astray.leg);
    case 'stray-bridge':
      if (!work.state.bridges.has(astray.bridge))
        work.commands.push({ kind: 'remove-bridge', bridge: astray.bridge });
      return;
    case 'missing-bridge':
      if (work.state.freeBridges.includes(astray.bridge)) forgetBridge(work, astray.bridge);
      return;
  }
}

/** Nobody knows this leg: a caller is a call, anything else nobody speaks to. */
export function takeInOrHangUp(work: Work, leg: Extract<Astray, { what: 'stray-leg' }>['leg']): void {
  if (work.state.legs.has(leg.leg)) return;
  if (leg.caller === null) work.commands.push({ kind: 'hang-up', leg: leg.leg, reason: 'normal' });
  else callArrived(work, { kind: 'call-arrived', leg: leg.leg, ...leg.caller });
}

/** The leg is gone; one of ours may still be on its way into Asterisk, so it is hung up as well. */
export function missingLeg(work: Work, leg: LegId): void {
  const known = work.state.legs.get(leg);
  const call = known === undefined ? undefined : work.state.calls.get(known.call);
  if (known?.role === 'agent' || call?.outbound != null)
    work.commands.push({ kind: 'hang-up', leg, reason: 'normal' });
  legEnded(work, leg, 'unknown');
}

function unheardAnswer(work: Work, leg: LegId): void {
  const known = work.state.legs.get(leg);
  if (known?.role === 'caller') clientAnswered(work, callOf(work, known.call));
  else if (known !== undefined && work.state.offers.has(known.offer)) agentAnswered(work, leg, known.offer);
}

/** Both legs of a talk exist, and one stands outside: into the bridge again. */
function bringBackIn(work: Work, leg: LegId): void {
  const known = work.state.legs.get(leg);
  const call = known === undefined ? undefined : work.state.calls.get(known.call);
  if (known === undefined || call?.activity.kind !== 'talking') return;
  if (work.state.deadlines.has('leg-gone', leg)) {
    hangUp(work, leg, 'normal');
    return;
  }
  const { bridge, agentLeg } = call.activity.conversation;
  work.commands.push({ kind: 'connect', bridge, create: false, legs: [call.leg, agentLeg] });
}
