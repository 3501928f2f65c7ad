import { numberAnswered, ownAnswered, partyAnswered } from './answering.js';
import { type Astray, talkOf } from './astray.js';
import { callArrived } from './call/arriving.js';
import { silenceAgain } from './call/sound.js';
import { legEnded } from './leg-ending.js';
import { forgetBridge, hangUp } from './legs.js';
import { dialledKey } from './plan.js';
import type { ExistingLeg, LegId } from './signal.js';
import { takeOutAgain } from './transfer/holding.js';
import { callOn, planInForce } from './state.js';
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
    case 'overhearing-leg':
      return takeOutOfBridge(work, astray.leg);
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
  if (leg.caller === null || isOutgoing(work, leg.caller))
    work.commands.push({ kind: 'hang-up', leg: leg.leg, reason: 'normal' });
  else callArrived(work, { kind: 'call-arrived', leg: leg.leg, ...leg.caller });
}

/** The leg is gone; one of ours may still be on its way into Asterisk, so it is hung up as well. */
export function missingLeg(work: Work, leg: LegId): void {
  const known = work.state.legs.get(leg);
  const call = callOn(work.state, known);
  if (known?.role === 'agent' || known?.role === 'outside' || call?.outbound != null)
    work.commands.push({ kind: 'hang-up', leg, reason: 'normal' });
  legEnded(work, leg, 'unknown');
}

/** A phone of ours has dialled a number outside: who knows whether it was called already. */
function isOutgoing({ state }: Work, { phone, dialled }: NonNullable<ExistingLeg['caller']>): boolean {
  return phone !== undefined && planInForce(state).numbers[dialledKey(dialled)] === undefined;
}

function unheardAnswer(work: Work, leg: LegId): void {
  const known = work.state.legs.get(leg);
  if (known?.role === 'caller') partyAnswered(work, callOf(work, known.call));
  else if (known?.role === 'agent') ownAnswered(work, leg, known);
  else if (known?.role === 'outside') numberAnswered(work, leg, known);
}

/** He has not come out of the bridge, or has come in again, and is on hold. */
function takeOutOfBridge(work: Work, leg: LegId): void {
  const call = callOn(work.state, work.state.legs.get(leg));
  if (call?.leg === leg && call.activity.kind === 'talking')
    takeOutAgain(work, call, call.activity.conversation);
}

/** Both legs of a talk exist, and one stands outside: into the bridge again. */
function bringBackIn(work: Work, leg: LegId): void {
  const known = work.state.legs.get(leg);
  const call = callOn(work.state, known);
  if (known === undefined || call === undefined) return;
  if (work.state.deadlines.has('leg-gone', leg)) {
    hangUp(work, leg, 'normal');
    return;
  }
  const talk = talkOf(work.state, call.id);
  const beside = talk?.parties.find((party) => party !== leg);
  if (talk === null || beside === undefined || !talk.parties.includes(leg)) return;
  const { bridge } = talk;
  if (leg === call.leg) silenceAgain(work, call);
  work.commands.push({ kind: 'connect', bridge, create: false, legs: [leg, beside] });
}
