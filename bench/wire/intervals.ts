import type { SipMessage } from './sip.js';

/** How a caller's own CANCEL is confirmed (RFC 3261, 9.2). */
const GAVE_UP = 487;

const isInvite = (message: SipMessage): boolean => message.method === 'INVITE' && message.status === null;
const isFromCaller = (message: SipMessage): boolean => message.from === 'caller';
const isToPhone = (message: SipMessage): boolean => message.to === 'phone';

/** When each caller's INVITE came, by the caller's number; repetitions do not count. */
export function arrivals(messages: readonly SipMessage[]): Map<string, number> {
  return firstBy(messages.filter(isInvite).filter(isFromCaller), ({ calling }) => calling);
}

/** When the first INVITE for each caller went to a phone, by the caller's number. */
export function firstRings(messages: readonly SipMessage[]): Map<string, number> {
  return firstBy(messages.filter(isInvite).filter(isToPhone), ({ calling }) => calling);
}

/** Milliseconds from each caller's INVITE to the first INVITE for him at a phone. */
export function dispatchTimes(messages: readonly SipMessage[]): number[] {
  const rings = firstRings(messages);
  return [...arrivals(messages)].flatMap(([number, atUs]) => {
    const rang = rings.get(number);
    return rang === undefined ? [] : [(rang - atUs) / 1000];
  });
}

/** From one instant to another, microseconds since the epoch. */
export interface Window {
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * Milliseconds from the first BYE of each phone's call to the next INVITE at that phone, for the BYEs within the
 * window. A phone that got no call any more is left out.
 */
export function freedTimes(messages: readonly SipMessage[], window: Window): number[] {
  const phones = new Map<string, string>();
  const freedAt = new Map<string, number>();
  const ended = new Set<string>();
  const times: number[] = [];
  for (const message of messages) {
    if (message.status !== null) continue;
    if (isInvite(message) && isToPhone(message) && !phones.has(message.callId)) {
      phones.set(message.callId, message.called);
      const freed = freedAt.get(message.called);
      if (freed !== undefined) times.push((message.atUs - freed) / 1000);
      freedAt.delete(message.called);
    }
    const phone = message.method === 'BYE' ? phones.get(message.callId) : undefined;
    if (phone === undefined || ended.has(message.callId)) continue;
    ended.add(message.callId);
    if (message.atUs >= window.fromUs && message.atUs <= window.toUs) freedAt.set(phone, message.atUs);
  }
  return times;
}

/** When each caller whom an agent had answered was hung up on, by the caller's number: his call is complete. */
export function completions(messages: readonly SipMessage[]): Map<string, number> {
  const numberOf = callersOf(messages);
  const isAnswer = ({ method, status, from }: SipMessage): boolean =>
    method === 'INVITE' && status === 200 && from === 'phone';
  const answered = new Set(messages.filter(isAnswer).map(numberOf));
  const goodbyes = messages.filter(
    (message) => message.method === 'BYE' && message.status === null && message.to === 'caller',
  );
  return firstBy(
    goodbyes.filter((goodbye) => answered.has(numberOf(goodbye))),
    numberOf,
  );
}

/** Callers who were refused before anybody answered them: busy, or no place. */
export function refused(messages: readonly SipMessage[]): Set<string> {
  const numberOf = callersOf(messages);
  const refusals = messages.filter(
    ({ to, method, status }) => to === 'caller' && method === 'INVITE' && (status ?? 0) >= 400,
  );
  return new Set(refusals.map(numberOf));
}

/** Callers whom somebody answered or refused. One who gave up, or was cut off, before that may have come to nobody. */
export function replied(messages: readonly SipMessage[]): Set<string> {
  const numberOf = callersOf(messages);
  const replies = messages.filter(
    ({ to, method, status }) =>
      to === 'caller' && method === 'INVITE' && (status ?? 0) >= 200 && status !== GAVE_UP,
  );
  return new Set(replies.map(numberOf));
}

/** The caller's number that the INVITE of each message's call carried. */
function callersOf(messages: readonly SipMessage[]): (message: SipMessage) => string {
  const numbers = new Map<string, string>();
  for (const { callId, calling } of messages.filter(isInvite))
    if (!numbers.has(callId)) numbers.set(callId, calling);
  return ({ callId }) => numbers.get(callId) ?? '';
}

/** One call that rang several phones, in milliseconds after the winner's answer. */
export interface Race {
  /** The caller is told that he is connected. */
  readonly bridgedMs: number;
  /** The last of the other phones is told to stop. */
  readonly lastCancelMs: number;
  /** Phones that were told to stop. */
  readonly cancelled: number;
}

/** The calls of which the winner's answer, the caller's and at least one CANCEL were seen. */
export function races(messages: readonly SipMessage[]): Race[] {
  const numberOf = callersOf(messages);
  const answers = messages.filter(({ method, status }) => method === 'INVITE' && status === 200);
  const won = firstBy(
    answers.filter(({ from }) => from === 'phone'),
    numberOf,
  );
  const told = firstBy(
    answers.filter(({ to }) => to === 'caller'),
    numberOf,
  );
  const cancels = messages.filter(({ method, status }) => method === 'CANCEL' && status === null);
  return [...won].flatMap(([number, answeredAt]) => {
    const bridgedAt = told.get(number);
    const stopped = firstBy(
      cancels.filter((cancel) => numberOf(cancel) === number),
      ({ callId }) => callId,
    );
    if (bridgedAt === undefined || stopped.size === 0) return [];
    const lastCancelMs = (Math.max(...stopped.values()) - answeredAt) / 1000;
    return [{ bridgedMs: (bridgedAt - answeredAt) / 1000, lastCancelMs, cancelled: stopped.size }];
  });
}

function firstBy(
  messages: readonly SipMessage[],
  keyOf: (message: SipMessage) => string,
): Map<string, number> {
  const first = new Map<string, number>();
  for (const message of messages) {
    const key = keyOf(message);
    if (!first.has(key)) first.set(key, message.atUs);
  }
  return first;
}
