import assert from 'node:assert/strict';
import type { OverflowRule, PlannedPartner } from '../../src/core/partner/partner.js';
import type { Plan, PlannedQueue } from '../../src/core/plan.js';
import type { LegId } from '../../src/core/signal.js';
import { POLICY } from './callback-scene.js';
import { OFFICE, plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

export const DESK: PlannedPartner = {
  id: 'night-desk',
  name: 'Night Desk Ltd',
  number: '+49301234',
  phone: 'PJSIP/+49301234@trunk',
  shown: '+3592000',
  lines: 2,
  ringMs: 20_000,
  restMs: 30_000,
};
/** More than three callers open it, and two are left to our own agents. */
export const BY_COUNT: OverflowRule = {
  to: 'night-desk',
  opens: { waiting: 3, longestMs: null },
  closes: { waiting: 2, longestMs: null },
};
export const BY_WAIT: OverflowRule = {
  to: 'night-desk',
  opens: { waiting: null, longestMs: 60_000 },
  closes: { waiting: null, longestMs: 30_000 },
};

export interface Parts {
  readonly overflow?: OverflowRule | null;
  readonly partner?: Partial<PlannedPartner>;
  readonly queue?: Partial<PlannedQueue>;
  readonly hours?: string | null;
  readonly version?: string;
  readonly recorded?: Readonly<Record<string, boolean>>;
  readonly rememberAgentMs?: number | null;
}

export function office({
  overflow = BY_COUNT,
  partner,
  queue: changes,
  hours = null,
  version,
  recorded,
  rememberAgentMs = null,
}: Parts): Plan {
  return plan({
    agents: ['anna', 'boris'],
    calendars: { office: OFFICE },
    queues: [queue('sales', ['anna', 'boris'], { ...(overflow === null ? {} : { overflow }), ...changes })],
    dialPolicy: { ...POLICY, allow: ['+359', '+49'], hours },
    rememberAgentMs,
    partners: { 'night-desk': { ...DESK, ...partner } },
    ...(version === undefined ? {} : { version }),
    ...(recorded === undefined ? {} : { recorded }),
  });
}

/** Anna talks, Boris is away: whoever calls from here on waits. */
export function scene(parts: Parts = {}): Scene {
  const line = new Scene(office(parts));
  line.signIn('anna');
  line.call();
  line.talk('anna');
  line.clear();
  return line;
}

export function callers(line: Scene, count: number): LegId[] {
  return Array.from({ length: count }, () => line.call());
}

/** The caller whose leg it is rings at the partner. */
export function atPartner(line: Scene): LegId[] {
  return [...line.state.offers.values()].flatMap(({ agent, call }) =>
    agent.startsWith('partner:') ? [line.state.calls.get(call)?.leg ?? ''] : [],
  );
}

export function partnerLeg(line: Scene, caller: LegId): LegId {
  const offer = [...line.state.offers.values()].find(
    ({ agent, call }) => agent.startsWith('partner:') && line.state.calls.get(call)?.leg === caller,
  );
  assert.ok(offer !== undefined, `${caller} does not ring at the partner`);
  return offer.leg;
}

export function order(line: Scene): LegId[] {
  return (line.state.queues.get('sales')?.waiting ?? []).map(
    ({ call }) => line.state.calls.get(call)?.leg ?? '',
  );
}
