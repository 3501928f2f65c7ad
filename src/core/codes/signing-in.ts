import { carryOutForAgent } from '../agent-asking.js';
import { isDigit, HIDDEN_DIGIT } from '../flow/listening.js';
import type { AgentId } from '../plan.js';
import type { CheckId, LegId, PinResult } from '../signal.js';
import { mint, planInForce } from '../state.js';
import { type Work } from '../work.js';
import type { CodeCall } from './code-call.js';
import { endCode, forgetKeyed, playTo, tellAgent } from './hearing.js';
import { mayBe, pinWasWrong, untriedPin } from './pin.js';
import { agentNumbered } from './rule.js';
import { type CodeSound, codeMedia } from './sounds.js';

const ENDS = '#';
const ANEW = '*';
/** Silence for so long ends what is keyed. */
const SILENCE_MS = 6_000;
/** Nobody's number is as long (it is ended by a key), and no PIN longer. */
const DIGITS_AT_MOST = 12;
const TRIES = 3;
/** A check that is not told within this time is lost, with the process that made it. */
const CHECKED_WITHIN_MS = 10_000;

/** He is asked for his number, for the first time or again. */
export function askWho(work: Work, call: CodeCall, sound: CodeSound): void {
  if (call.tries >= TRIES) {
    tellAgent(work, call, 'given-up');
    return;
  }
  call.tries += 1;
  forgetKeyed(work, call);
  call.stage = { kind: 'asking', what: 'number', playback: playTo(work, call, codeMedia(sound)), keyed: 0 };
}

/** A digit, the key that ends them, or the one that begins them anew. */
export function codeKey(work: Work, leg: LegId, key: string): void {
  const call = work.state.codeCalls.get(leg);
  if (call?.stage.kind !== 'asking') return;
  const { stage } = call;
  if (stage.playback !== null) work.commands.push({ kind: 'stop-playback', leg, playback: stage.playback });
  stage.playback = null;
  work.state.deadlines.set('code', leg, work.now + SILENCE_MS);
  if (key === ENDS) keyedAll(work, call);
  else if (key === ANEW) keyAnew(work, call);
  else if (isDigit(key)) addDigit(work, call, key);
}

/** The question was heard out: from now on the silence is measured. */
export function codeAsked(work: Work, call: CodeCall): void {
  if (call.stage.kind !== 'asking') return;
  call.stage.playback = null;
  work.state.deadlines.set('code', call.leg, work.now + SILENCE_MS);
}

/** Silence, a sound whose end was never told, or a check that was lost. */
export function codeDue(work: Work, leg: LegId): void {
  const call = work.state.codeCalls.get(leg);
  if (call?.stage.kind === 'asking' && call.stage.playback !== null) codeAsked(work, call);
  else if (call?.stage.kind === 'asking') keyedAll(work, call);
  else if (call?.stage.kind === 'checking') tellAgent(work, call, 'refused');
  else endCode(work, leg);
}

/** Whether number and PIN belong together. What comes too late, or a second time, finds nobody. */
export function pinChecked(
  work: Work,
  {
    leg,
    check,
    agent: id,
    result,
  }: {
    readonly leg: LegId;
    readonly check: CheckId;
    readonly agent: AgentId | null;
    readonly result: PinResult;
  },
): void {
  const call = work.state.codeCalls.get(leg);
  if (call?.stage.kind !== 'checking' || call.stage.check !== check) return;
  const agent = mayBe(work, id);
  const { codes } = planInForce(work.state).phones ?? {};
  if (agent === null || result !== 'right') {
    if (agent !== null && codes !== undefined && result === 'wrong')
      pinWasWrong(work, agent, call.phone, codes.lock);
    askWho(work, call, 'not-known');
    return;
  }
  agent.pin = untriedPin();
  signIn(work, call, agent.id);
}

function signIn(work: Work, call: CodeCall, agent: AgentId): void {
  if (work.state.agents.get(agent)?.presence.kind === 'signed-in') {
    askWho(work, call, 'signed-in-already');
    return;
  }
  const by = { name: agent, role: 'phone', request: null };
  const asked = { id: mint(work.state, 'change'), by };
  const isDone = carryOutForAgent(work, { ask: 'sign-in', agent, phone: call.phone }, asked).ok;
  tellAgent(work, call, isDone ? 'signed-in' : 'refused');
}

function addDigit(work: Work, call: CodeCall, real: string): void {
  const { stage } = call;
  if (stage.kind !== 'asking') return;
  stage.keyed += 1;
  if (real !== HIDDEN_DIGIT) {
    const known = work.state.secrets.get(call.leg) ?? {};
    known[stage.what] = (known[stage.what] ?? '') + real;
    work.state.secrets.set(call.leg, known);
  }
  if (stage.keyed >= DIGITS_AT_MOST) keyedAll(work, call);
}

function keyAnew({ state }: Work, call: CodeCall): void {
  if (call.stage.kind !== 'asking') return;
  call.stage.keyed = 0;
  const { [call.stage.what]: _gone, ...rest } = state.secrets.get(call.leg) ?? {};
  if (Object.keys(rest).length === 0) state.secrets.delete(call.leg);
  else state.secrets.set(call.leg, rest);
}

function keyedAll(work: Work, call: CodeCall): void {
  if (call.stage.kind !== 'asking') return;
  const { what, keyed } = call.stage;
  if (keyed === 0) askWho(work, call, 'ask-number');
  else if (what === 'number')
    call.stage = {
      kind: 'asking',
      what: 'pin',
      playback: playTo(work, call, codeMedia('ask-pin')),
      keyed: 0,
    };
  else check(work, call);
}

/** The hash is slow, and known outside only. Of a number that is nobody's the PIN is compared all the same: it takes as long. */
function check(work: Work, call: CodeCall): void {
  const { state, now } = work;
  const { number = '', pin = '' } = state.secrets.get(call.leg) ?? {};
  const id = mint(state, 'check');
  const agent = agentNumbered(planInForce(state), number);
  forgetKeyed(work, call);
  call.stage = { kind: 'checking', check: id };
  work.webRequests.push({ kind: 'check-pin', check: id, leg: call.leg, phone: call.phone, agent, pin });
  state.deadlines.set('code', call.leg, now + CHECKED_WITHIN_MS);
}
