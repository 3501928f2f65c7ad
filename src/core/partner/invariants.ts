import { must } from '../must.js';
import type { Queue } from '../queue/queue.js';
import { planInForce, type State } from '../state.js';
import { linesInUse } from './lines.js';
import { exceeds, goingOver, partnerNow, waitingIn } from './overflow.js';
import { isLineOfPartner, type OverflowRule } from './partner.js';

/**
 * Lines of partners are there only while somebody rings or talks on them, an overflow is open or closed as its limits say,
 * and nobody above them waits beside a free line.
 */
export function checkOverflow(state: State): void {
  for (const agent of state.agents.values()) {
    if (!isLineOfPartner(agent)) continue;
    const isUsed = agent.work.kind !== 'none' || agent.legs.length > 0;
    must(isUsed, `line ${agent.id} is kept although nobody is on it`);
  }
  for (const call of state.calls.values()) {
    const atPartner = 'visit' in call.activity ? (call.activity.visit.atPartner ?? null) : null;
    const isThere = atPartner === null || state.offers.get(atPartner)?.call === call.id;
    must(isThere, `call ${call.id} rings at a partner where no phone rings`);
  }
  if (state.telephony.kind === 'lost' || state.planInForce === null) return;
  for (const queue of state.queues.values()) {
    const rule = planInForce(state).queues[queue.id]?.overflow;
    if (rule === undefined) must(queue.overflowSince == null, `queue ${queue.id} flows over without a rule`);
    else checkQueue(state, queue, rule);
  }
}

function checkQueue(state: State, queue: Queue, rule: OverflowRule): void {
  const waiting = waitingIn(state, queue, state.lastAt);
  if (queue.overflowSince == null) {
    must(!exceeds(waiting, rule.opens), `queue ${queue.id} does not flow over above its limit`);
    return;
  }
  must(exceeds(waiting, rule.closes), `queue ${queue.id} flows over below its limit`);
  const partner = partnerNow(state, rule.to, state.lastAt);
  if (partner === null || linesInUse(state, partner.id) >= partner.lines) return;
  const [left] = goingOver(rule, waiting);
  must(left === undefined, `call ${left?.call.id} is above the limit and rings at no partner`);
}
