import type { OpenSpan } from '../../core/plan.js';
import type { Desk } from '../form/desk.js';
import type { Form } from '../form/form.js';
import { shapedText } from '../form/scalars.js';
import type { ScalarNode } from '../source-node.js';

const RIGHT = 'times such as "09:00-13:00, 14:00-18:00", or closed';
const SPAN = '([01][0-9]|2[0-3]):[0-5][0-9] ?- ?(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)';
const PATTERN = new RegExp(`^(closed|${SPAN}( ?, ?${SPAN})*)$`);
const DAY_MINUTES = 24 * 60;

/** The open times of one day, in minutes since midnight. An end before its beginning is on the next day. */
export function timeSpans(): Form<readonly OpenSpan[]> {
  return shapedText<readonly OpenSpan[]>({
    right: RIGHT,
    pattern: PATTERN,
    parse: (written, node, desk) => {
      if (written === 'closed') return [];
      const spans = written.split(',').map((part) => span(part));
      if (spans.some((each) => each.from === each.to)) {
        return desk.wrong(node, `${RIGHT}; a whole day is 00:00-24:00`, 'wrong-value');
      }
      return inOrder(overMidnight(spans), node, desk);
    },
    more: { examples: ['09:00-13:00, 14:00-18:00', '22:00-02:00', 'closed'] },
  });
}

function span(part: string): OpenSpan {
  const [from, to] = part.split('-').map((time) => minutes(time.trim()));
  return { from: from ?? 0, to: to ?? 0 };
}

function minutes(time: string): number {
  const [hours, rest] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (rest ?? 0);
}

function overMidnight(spans: readonly OpenSpan[]): OpenSpan[] {
  return spans.map(({ from, to }) => ({ from, to: to < from ? to + DAY_MINUTES : to }));
}

function inOrder(spans: readonly OpenSpan[], node: ScalarNode, desk: Desk): OpenSpan[] | null {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  const overlap = sorted.some((each, index) => each.from < (sorted[index - 1]?.to ?? 0));
  if (!overlap) return sorted;
  return desk.wrong(node, 'times of one day that do not overlap', 'times-overlap');
}
