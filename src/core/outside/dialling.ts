import type { Call } from '../call/call.js';
import { setBackdrop } from '../call/sound.js';
import { keyedNumber } from '../callback/number.js';
import { barredBy, isHourUsedUp, noteDialled, noteInHour, refusalOf } from '../callback/policy.js';
import { reviewAll } from '../callback/reviewing.js';
import { filled } from '../flow/variables.js';
import { isOpenNow } from '../hours.js';
import type { OutgoingRefusal } from '../outgoing/facts.js';
import type { BlockId, DialPolicy } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import { mint, planInForce, wallTime } from '../state.js';
import { tell, type Work } from '../work.js';
import { tellOutside } from './ending.js';
import type { Outside, SentBy } from './outside.js';
import type { DialStep } from './rule.js';

/** Asterisk's own time-out stands above ours as a net. */
const NET_MS = 2_000;
/** The music class that Asterisk itself falls back to. */
const USUAL_MUSIC = 'default';

/** Whom a caller is to be connected with, and how. */
export interface WantedOutside {
  /** In E.164; null: what was to be called is no number. */
  readonly number: string | null;
  /** The routing file names the number itself, and not a variable of the call. */
  readonly isWritten: boolean;
  readonly ringMs: number;
  readonly show: DialStep['show'];
  readonly hear: 'music' | 'ringing' | null;
  readonly otherwise: BlockId;
  /** Path of the step. */
  readonly step: string;
  readonly origin: Outside['origin'];
  readonly music: string;
}

/** A call comes to a step that connects it with a number outside. False: the policy refuses it, and `otherwise` follows. */
export function enterDial(work: Work, call: Call, step: DialStep): boolean {
  const policy = planInForce(work.state).dialPolicy;
  const { ringMs, hear, otherwise, id } = step;
  const wanted: WantedOutside = {
    ...{ number: numberOf(work, call, step, policy), isWritten: !step.to.includes('{') },
    ...{ ringMs, hear, otherwise, step: id, show: step.show, music: USUAL_MUSIC },
    origin: 'flow',
  };
  return dialFor(work, call, wanted, policy);
}

function numberOf(work: Work, call: Call, { to }: DialStep, policy: DialPolicy | undefined): string | null {
  if (policy === undefined) return null;
  const plan = callPlan(work.state, call);
  return keyedNumber(policy, filled(to, call, plan, wallTime(work.state, work.now)));
}

/** What is told of it: the caller's own number stands with his call, and nowhere else. */
function toldAsShown(show: DialStep['show'], policy: DialPolicy | undefined): string | null {
  if (show === 'caller') return null;
  return show === 'policy' ? (policy?.show ?? null) : show.number;
}

function shownThere({ fromE164, from }: Call, show: DialStep['show'], policy: DialPolicy): string | null {
  return show === 'caller' ? (fromE164 ?? from ?? policy.show) : toldAsShown(show, policy);
}

/** Rings the number for the caller, who hears that it rings. False: the policy refuses it, which is told. */
function dialFor(work: Work, call: Call, wanted: WantedOutside, policy: DialPolicy | undefined): boolean {
  const outside = ringOutside(work, call, wanted, policy);
  if (outside !== null) awaitOutside(work, call, outside);
  return outside !== null;
}

/** Who has to do with the caller while he is outside. */
function senderOf({ transfer, lastQueue }: Call): SentBy {
  return { queue: transfer?.queue ?? lastQueue ?? null, agent: transfer?.from ?? null };
}

/** The caller hears that it rings. */
export function awaitOutside(work: Work, call: Call, outside: Outside): void {
  call.activity = { kind: 'outside', outside };
  hearOutside(work, call, outside);
}

/** Rings the number. null: the policy refuses it, which is told. */
export function ringOutside(
  work: Work,
  call: Call,
  wanted: WantedOutside,
  policy: DialPolicy | undefined,
): Outside | null {
  const { number, step, show, origin } = wanted;
  const refusal = policy === undefined ? 'not-allowed' : whyNotOutside(work, policy, wanted);
  if (policy === undefined || refusal !== null || number === null) {
    const why = refusal ?? 'no-number';
    const made = {
      ...{ call: mint(work.state, 'call'), number: number ?? '', shown: toldAsShown(show, policy), origin },
    };
    tell(work, call, 'dial-refused', { step, outgoing: made.call, because: why });
    tellOutside(work, call, made, { result: 'blocked-by-policy', refusal: why, endedBy: 'callplane' });
    return null;
  }
  return ring(work, call, { ...wanted, number }, policy);
}

/** The number in E.164, as it is dialled at home; null: it is none. */
export function numberOutside(
  policy: DialPolicy,
  { number, isWritten = false }: { readonly number: string; readonly isWritten?: boolean },
): Pick<WantedOutside, 'number' | 'isWritten'> {
  return { number: keyedNumber(policy, number), isWritten };
}

/**
 * Why the number is not called now; null: it is. How often and when a number may be called holds for numbers that callers
 * bring: one that the file names is called for everybody who comes there.
 */
export function whyNotOutside(
  work: Work,
  policy: DialPolicy,
  { number, isWritten }: Pick<WantedOutside, 'number' | 'isWritten'>,
): OutgoingRefusal | null {
  const { state, now } = work;
  if (isWritten && number !== null)
    return barredBy(policy, number) ?? (isHourUsedUp(state, policy, now) ? 'too-many-calls' : null);
  const refusal = refusalOf(state, policy, number, now);
  if (refusal !== null || policy.hours === null) return refusal;
  return isOpenNow(state, planInForce(state), policy.hours, wallTime(state, now)) ? null : 'closed';
}

function ring(
  work: Work,
  call: Call,
  wanted: WantedOutside & { readonly number: string },
  policy: DialPolicy,
): Outside {
  const { state, now } = work;
  const { number, isWritten, ringMs, show, hear, otherwise, step, origin, music } = wanted;
  const leg = mint(state, 'leg');
  const outside: Outside = {
    ...{ call: mint(state, 'call'), leg, number, dialledAt: now, otherwise, answeredAt: null },
    ...{ shown: toldAsShown(show, policy), origin, music, sentBy: senderOf(call) },
    hear: hear ?? (call.answeredAt === null ? 'ringing' : 'music'),
    stage: { kind: 'ringing' },
  };
  if (isWritten) noteInHour(state, now);
  else noteDialled(state, policy, number, now);
  if (isHourUsedUp(state, policy, now)) reviewAll(work);
  state.legs.set(leg, { role: 'outside', call: call.id, bridge: null, hangUps: 0 });
  state.deadlines.set('dial', call.id, now + ringMs);
  work.commands.push({
    ...{ kind: 'ring', leg, phone: policy.dial.replace('{number}', number), timeoutMs: ringMs + NET_MS },
    ...{ callerNumber: shownThere(call, show, policy), callerName: null },
  });
  tell(work, call, 'dial-asked', { step, outgoing: outside.call });
  return outside;
}

/** What the caller hears while it rings. */
function hearOutside(work: Work, call: Call, { hear, music }: Outside): void {
  setBackdrop(work, call, hear, music);
}

/** After a gap: that he hears something may never have been sent. */
export function hearOutsideAgain(work: Work, call: Call): void {
  if (call.activity.kind !== 'outside' || call.activity.outside.stage.kind !== 'ringing') return;
  call.backdrop = 'silence';
  hearOutside(work, call, call.activity.outside);
}
