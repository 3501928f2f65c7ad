import type { Call, Conversation } from '../call/call.js';
import { endConversation } from '../call/conversation.js';
import { setBackdrop, silence } from '../call/sound.js';
import { awaitOutside } from '../outside/dialling.js';
import type { Outside } from '../outside/outside.js';
import { bringIn, hangUp, takeOut } from '../legs.js';
import type { EndedBy } from '../milestone.js';
import { CONNECT_WITHIN_MS } from '../ringing/connecting.js';
import { callPlan } from '../ringing/rule.js';
import { CoreBug } from '../state.js';
import { tell, type Work } from '../work.js';
import { ringForTransfer } from './asking-outside.js';
import { consultingIn, transferRule } from './consulting.js';
import { RING_TARGET, type Target, targetInWords } from './rule.js';
import { settleTransfer } from './settling.js';
import type { Asked, Transfer } from './transfer.js';

/** The mark of a call that went up a chain. */
const ESCALATED = 'escalated';

/** Nobody is asked: the agent leaves, and the caller goes to the target by himself. */
export function handOver(work: Work, call: Call, transfer: Transfer): void {
  const { target } = transfer;
  transfer.handedOverAt = work.now;
  endConversation(work, call, 'agent');
  takeOut(work, call.leg);
  call.frames = [];
  tellHandedOver(work, call, transfer);
  switch (target.to) {
    case 'agent':
    case 'chain':
      work.turns.push({ turn: 'enter', call: call.id, block: transferRule(work.state, call).block });
      return;
    case 'queue':
      work.turns.push({ turn: 'wait-in-queue', call: call.id, queue: target.queue, limits: 'set-aside' });
      return;
    case 'flow':
      enterFlow(work, call, target.flow);
      return;
    case 'number':
      callOutside(work, call, target);
  }
}

function tellHandedOver(work: Work, call: Call, { from, target, kind }: Transfer): void {
  if (target.to === 'chain' && !call.marks.includes(ESCALATED)) call.marks.push(ESCALATED);
  tell(work, call, 'handed-over', { from, target: targetInWords(target), way: kind });
}

/** Who is not reached there goes on as behind every target: whoever has left him is rung again. */
function callOutside(work: Work, call: Call, target: Extract<Target, { to: 'number' }>): void {
  const rule = transferRule(work.state, call);
  const outside = ringForTransfer(work, call, target, rule);
  if (outside === null) work.turns.push({ turn: 'enter', call: call.id, block: rule.block });
  else awaitOutside(work, call, outside);
}

function enterFlow(work: Work, call: Call, flow: string): void {
  const block = callPlan(work.state, call).flows[flow];
  if (block === undefined) throw new CoreBug(`call ${call.id} is handed over to no flow`);
  tell(work, call, 'flow-entered', { flow });
  settleTransfer(work, call, 'in-flow');
  work.turns.push({ turn: 'enter', call: call.id, block });
}

/**
 * The agent leaves while he asks somebody. Whoever has answered has the caller; a phone that rings goes on ringing for
 * the caller himself.
 */
export function completeTransfer(work: Work, call: Call, endedBy: EndedBy): void {
  const consulting = consultingIn(call);
  const { transfer } = call;
  if (consulting === null || transfer === null) return;
  const { conversation, consultation } = consulting;
  const { asked, visit, line, outside } = consultation;
  conversation.consultation = null;
  if (line !== null) hangUp(work, line, 'normal');
  transfer.handedOverAt = work.now;
  endConversation(work, call, endedBy);
  call.frames = outside === undefined ? [{ block: transferRule(work.state, call).block, next: 1 }] : [];
  tellHandedOver(work, call, transfer);
  if (outside !== undefined) {
    goOutside(work, call, outside);
    return;
  }
  if (asked !== null) work.touched.add(asked.agent);
  const own = { ...visit, enteredAt: work.now, carriedMs: call.keptMs + call.waitMs };
  tell(work, call, 'ring-entered', { step: RING_TARGET, visit: visit.id });
  work.state.ringSteps.add(call.id);
  call.activity = { kind: 'waiting', visit: own };
  if (asked?.answeredAt == null) {
    setBackdrop(work, call, 'music', transferRule(work.state, call).music);
    work.turns.push({ turn: 'ring-next', call: call.id });
  } else joinCaller(work, call, { ...asked, answeredAt: asked.answeredAt }, conversation);
}

/** The number outside that rings goes on ringing for the caller; one that has answered stays where it is, and he comes to it. */
function goOutside(work: Work, call: Call, outside: Outside): void {
  awaitOutside(work, call, outside);
  if (outside.stage.kind !== 'joining') return;
  silence(work, call);
  bringIn(work, call.leg, outside.stage.bridge);
  work.state.deadlines.set('connect', call.id, work.now + CONNECT_WITHIN_MS);
}

/** Whoever has answered stays where he is, and the caller comes to him. */
function joinCaller(
  work: Work,
  call: Call,
  asked: Asked & { readonly answeredAt: number },
  { bridge }: Conversation,
): void {
  const { activity } = call;
  if (activity.kind !== 'waiting') return;
  const { leg: agentLeg, offer, answeredAt, isJoined } = asked;
  silence(work, call);
  call.activity = {
    ...{ kind: 'connecting', visit: activity.visit, offer, agentLeg, answeredAt, bridge },
    joined: isJoined ? [agentLeg] : [],
  };
  bringIn(work, call.leg, bridge);
  work.state.deadlines.set('connect', call.id, work.now + CONNECT_WITHIN_MS);
}
