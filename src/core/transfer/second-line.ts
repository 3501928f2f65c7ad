import type { Call, Conversation } from '../call/call.js';
import { bringIn } from '../legs.js';
import type { LegId } from '../signal.js';
import { agentOf, type Work } from '../work.js';
import { hasAnswered } from './asking-outside.js';
import type { Consulting } from './consulting.js';

/** Who asks hears that it rings: on the second call of his phone, or where he has talked with the caller. */
export function hearAsking(work: Work, call: Call, { conversation, consultation }: Consulting): void {
  const { line } = consultation;
  if (line === null) startRingback(work, conversation);
  else takeLine(work, call, conversation, line);
}

/** He hears it no more. */
export function stopAsking(work: Work, { conversation, consultation }: Consulting): void {
  if (consultation.line === null && !hasAnswered(consultation)) endRingback(work, conversation);
}

/** The caller stood in the bridge still, and his voice has ended the tone. */
export function hearAskingAgain(work: Work, conversation: Conversation): void {
  const { consultation } = conversation;
  if (consultation?.line === null && !hasAnswered(consultation)) startRingback(work, conversation);
}

function startRingback(work: Work, { agentLeg, bridge }: Conversation): void {
  work.commands.push({ kind: 'start-ringback', leg: agentLeg, standsIn: bridge });
}

function endRingback(work: Work, { agentLeg }: Conversation): void {
  work.commands.push({ kind: 'stop-ringback', leg: agentLeg });
}

/** The second call of an agent's phone, on which he asks: it rings there while nobody has answered. */
function takeLine(work: Work, call: Call, { agent: id }: Conversation, line: LegId): void {
  work.state.legs.set(line, {
    ...{ role: 'agent', agent: id, offer: null, call: call.id, bridge: null, hangUps: 0 },
  });
  agentOf(work, id).legs.push(line);
  work.commands.push({ kind: 'indicate-ringing', leg: line });
}

/** Whoever is asked has answered: the agent hears him, on the line that he has dialled on where there is one. */
export function answerLine(work: Work, { conversation, consultation: { line } }: Consulting): void {
  if (line === null) {
    endRingback(work, conversation);
    return;
  }
  work.commands.push({ kind: 'answer', leg: line });
  bringIn(work, line, conversation.bridge);
}

/** After a gap: that it rings, or is answered and comes into the bridge, may never have been sent. */
export function lineAgain(work: Work, { conversation, consultation }: Consulting): void {
  const { line } = consultation;
  const isOver = hasAnswered(consultation);
  // Whoever asks where he has talked hears it again with the caller's removal.
  if (line === null) {
    if (isOver) endRingback(work, conversation);
  } else if (!isOver) work.commands.push({ kind: 'indicate-ringing', leg: line });
  else
    work.commands.push(
      { kind: 'answer', leg: line },
      { kind: 'join-bridge', leg: line, bridge: conversation.bridge },
    );
}
