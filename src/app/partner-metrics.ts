import { planInForce, type State } from '../core/state.js';
import { byLabel, type MetricFamily } from '../ports/metrics.js';
import type { LineMeters } from './line-meters.js';
import { partnerLines } from './live-view.js';

/** What goes to partners outside; no row of a queue or a partner where there is none. */
export function partnerFamilies({
  state,
  meters,
}: {
  readonly state: State;
  readonly meters: LineMeters;
}): readonly MetricFamily[] {
  const { queues, partners = {} } = planInForce(state);
  const open = Object.values(queues).flatMap(({ id, overflow }) =>
    overflow === undefined ? [] : [[id, state.queues.get(id)?.overflowSince == null ? 0 : 1] as const],
  );
  const all = Object.values(partners);
  return [
    byLabel(
      'gauge',
      'callplane_queue_overflow_open',
      '1: callers of the queue go to its partner, too.',
      'queue',
      Object.fromEntries(open),
    ),
    byLabel(
      'gauge',
      'callplane_partner_lines',
      'How many callers the partner takes at once at most.',
      'partner',
      Object.fromEntries(all.map(({ id, lines }) => [id, lines])),
    ),
    byLabel(
      'gauge',
      'callplane_partner_lines_in_use',
      'Lines on which callers ring or talk at the partner.',
      'partner',
      Object.fromEntries(all.map(({ id }) => [id, partnerLines(state, id).inUse])),
    ),
    byLabel(
      'counter',
      'callplane_partner_offers_total',
      'Offers to partners outside that are over, by result.',
      'result',
      meters.partnerOffers,
    ),
  ];
}
