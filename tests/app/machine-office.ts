import assert from 'node:assert/strict';
import type { CodesRule } from '../../src/core/codes/rule.js';
import type { Plan } from '../../src/core/plan.js';
import type { BridgeId, CallId, Existing, Instant, LegId, Request, Signal } from '../../src/core/signal.js';
import type { State } from '../../src/core/step.js';
import { RING_BACK, RING_TARGET, type TransferRule } from '../../src/core/transfer/rule.js';
import { asked, CLIENT, POLICY, RULE } from '../core/callback-scene.js';
import { DESK } from '../core/overflow-scene.js';
import { OFFICE, plan, queue, ring } from '../core/plan-builder.js';
import { Scene } from '../core/scene.js';
import { BOX } from '../core/voicemail-scene.js';

const NO_WRAP_UP = { timeMs: 0, extendToMs: 0 };
const TEN_SECONDS = { timeMs: 10_000, extendToMs: 10_000 };
const MENU_MS = 5_000;
const CODES: CodesRule = {
  ...{ signIn: '*11', signOut: '*12', pause: '*13', resume: '*14', endWrapUp: '*15' },
  ...{ pauses: {}, lock: { wrong: 3, forMs: 900_000 } },
};
const TRANSFERS: TransferRule = {
  ...{ extensions: {}, keys: {}, chains: {}, offerMs: 15_000, music: 'handing-over' },
  ...{ wrapUp: NO_WRAP_UP, block: 'transfers' },
};
const ONCE = { timeoutMs: MENU_MS, tries: 1 };
const AS_EVER = { show: 'policy', hear: null } as const;

/** Who calls where it throws; nothing of it may leave the machine. */
export const MARIA = { from: '+359888123456', fromE164: '+359888123456', fromName: 'Maria' };

/** An office that has everything: sales is what goes on beside, whatever fails in help. */
export function officePlan(version = 'plan-1'): Plan {
  const waiting = { longestMs: null };
  const overflow = { to: DESK.id, opens: { waiting: 2, ...waiting }, closes: { waiting: 1, ...waiting } };
  return plan({
    version,
    agents: ['anna', 'boris', 'vera'],
    agentNumbers: { vera: '4712' },
    prompts: ['choose', 'hello', 'notice'],
    calendars: { office: OFFICE },
    queues: [
      queue('sales', ['boris']),
      queue('help', ['anna'], { record: true, wrapUp: TEN_SECONDS, callback: RULE, overflow }),
    ],
    voicemail: { day: BOX },
    partners: { [DESK.id]: DESK },
    dialPolicy: { ...POLICY, allow: ['+359', '+49'] },
    transfers: TRANSFERS,
    atPhones: { codes: CODES, outgoing: { ringMs: 30_000, record: false, wrapUp: NO_WRAP_UP } },
    blocks: {
      help: [{ do: 'queue', queue: 'help' }],
      menu: [
        { do: 'menu', id: 'menu[0]', prompt: 'choose', keys: { '1': 'help' }, ...ONCE, otherwise: 'hangup' },
      ],
      message: [{ do: 'voicemail', id: 'message[0]', box: 'day' }],
      out: [{ do: 'dial', id: 'out[0].dial', to: CLIENT, ringMs: 20_000, ...AS_EVER, otherwise: 'hangup' }],
      transfers: [
        ring(RING_TARGET, [], { whose: 'transfer-target', hear: 'music' }),
        ring(RING_BACK, [], { whose: 'transferred-by', hear: 'music' }),
        { do: 'hangup' },
      ],
    },
    numbers: { '100': 'entry', '200': 'help', '300': 'menu', '400': 'message', '500': 'out' },
  });
}

/** A talk of sales, and whoever waits behind it: what must go on whatever fails beside. */
export interface Beside {
  readonly talker: LegId;
  readonly agentLeg: LegId;
  readonly bridge: BridgeId;
  readonly waiter: LegId;
}

/** Everything behind the first loading of the plan, until the signal in whose step the machine throws. */
export interface Played {
  readonly lead: readonly { readonly signal: Signal; readonly at: Instant }[];
  readonly beside: Beside;
  readonly signal: Signal;
  readonly at: Instant;
  /** The call that it is about; null: about none that is there. */
  readonly call: CallId | null;
}

export interface MachineCase {
  readonly machine: string;
  /** What a throw costs: the call that the signal is about, a call that is just coming, or none. */
  readonly costs: 'its-call' | 'the-newcomer' | 'no-call';
  /** Plays up to the signal. */
  readonly lead: (office: Scene) => { readonly signal: Signal; readonly caller?: LegId };
}

/** Plays a case up to its signal. */
export function played({ lead }: MachineCase): Played {
  const office = new Scene(officePlan());
  const taken: { signal: Signal; at: Instant }[] = [];
  const take = office.take.bind(office);
  office.take = (signal) => {
    taken.push({ signal, at: office.now });
    return take(signal);
  };
  office.signIn('anna', 'boris', 'vera');
  const talker = office.call('100', '+359888000011');
  const agentLeg = office.ringingLeg('boris');
  const { bridge } = office.talk('boris');
  const waiter = office.call('100', '+359888000012');
  // Until he hears music: then nothing is due for him.
  office.wait(1_000);
  const { signal, caller } = lead(office);
  const beside = { talker, agentLeg, bridge, waiter };
  const call = caller === undefined ? null : callOf(office, caller);
  return { lead: taken, beside, signal, at: office.now, call };
}

function callOf(office: Scene, leg: LegId): CallId {
  const call = [...office.state.calls.values()].find((one) => one.leg === leg);
  assert.ok(call !== undefined, `${leg} is on no call`);
  return call.id;
}

function newcomer(dialled: string): Signal {
  return { kind: 'call-arrived', leg: 'newcomer', ...MARIA, dialled };
}

function asksFor(request: Request): { readonly signal: Signal } {
  return { signal: { kind: 'request', id: 'request-of-the-case', request } };
}

/** Somebody rings at Anna's. */
function rings(office: Scene): { readonly caller: LegId; readonly leg: LegId } {
  const caller = office.call('200', MARIA.from);
  return { caller, leg: office.ringingLeg('anna') };
}

function talks(office: Scene): LegId {
  const { caller } = rings(office);
  office.talk('anna');
  return caller;
}

/** He hears something, which is now over. */
function heard(office: Scene, dialled: string): { readonly signal: Signal; readonly caller: LegId } {
  const caller = office.call(dialled, MARIA.from);
  return { caller, signal: soundOver(office) };
}

function soundOver(office: Scene): Signal {
  const playback = [...office.state.playbacks.keys()].at(-1);
  assert.ok(playback !== undefined, 'nothing is heard');
  return { kind: 'playback-ended', playback, complete: true };
}

function keyed(office: Scene): { readonly signal: Signal; readonly caller: LegId } {
  const caller = office.call('300', MARIA.from);
  return { caller, signal: { kind: 'key-pressed', leg: caller, key: '1' } };
}

function answered(office: Scene): { readonly signal: Signal; readonly caller: LegId } {
  const { caller, leg } = rings(office);
  return { caller, signal: { kind: 'leg-answered', leg } };
}

function left(office: Scene): { readonly signal: Signal; readonly caller: LegId } {
  const caller = talks(office);
  return { caller, signal: { kind: 'leg-ended', leg: caller, end: 'normal' } };
}

/** What Asterisk has, when it has what we believe. */
export function asBelieved(state: State): Existing {
  return {
    legs: [...state.legs].map(([leg, { role, bridge }]) => ({
      ...{ leg, up: bridge !== null },
      caller: role === 'caller' ? { from: null, fromName: null, dialled: '100' } : null,
    })),
    bridges: [...state.bridges].map(([id, { legs }]) => ({ id, legs })),
    restarted: false,
  };
}

const PAUSE = { ask: 'pause', agent: 'vera', reason: 'lunch' } as const;

/** One of each machine: every folder and module of src/core that has a part in steps. */
export const CASES: readonly MachineCase[] = [
  { machine: 'call', costs: 'the-newcomer', lead: () => ({ signal: newcomer('200') }) },
  { machine: 'step', costs: 'the-newcomer', lead: () => ({ signal: newcomer('200') }) },
  { machine: 'queue', costs: 'the-newcomer', lead: () => ({ signal: newcomer('200') }) },
  { machine: 'flow', costs: 'its-call', lead: keyed },
  { machine: 'keys', costs: 'its-call', lead: keyed },
  { machine: 'ringing', costs: 'its-call', lead: answered },
  { machine: 'answering', costs: 'its-call', lead: answered },
  { machine: 'agent', costs: 'its-call', lead: left },
  { machine: 'leg-ending', costs: 'its-call', lead: left },
  { machine: 'legs', costs: 'its-call', lead: left },
  { machine: 'playbacks', costs: 'its-call', lead: (office) => heard(office, '300') },
  { machine: 'voicemail', costs: 'its-call', lead: (office) => heard(office, '400') },
  {
    machine: 'callback',
    costs: 'its-call',
    lead: (office) => {
      office.mustAsk({ ...asked, queue: 'help', name: 'Maria' });
      office.answers(office.ringingLeg('anna'));
      const call = [...office.state.calls.values()].find(({ outbound }) => outbound !== null);
      return { signal: soundOver(office), caller: call?.leg ?? '' };
    },
  },
  {
    machine: 'outgoing',
    costs: 'its-call',
    lead: (office) => {
      office.mustAsk({ ask: 'call-out', agent: 'vera', number: CLIENT });
      const call = [...office.state.calls.values()].find(({ outbound }) => outbound !== null);
      return { signal: { kind: 'leg-answered', leg: office.last('ring').leg }, caller: call?.leg ?? '' };
    },
  },
  {
    machine: 'outside',
    costs: 'its-call',
    lead: (office) => {
      const caller = office.call('500', MARIA.from);
      return { caller, signal: { kind: 'leg-answered', leg: office.last('ring').leg } };
    },
  },
  {
    machine: 'partner',
    costs: 'the-newcomer',
    lead: (office) => {
      talks(office);
      office.call('200');
      office.call('200');
      return { signal: newcomer('200') };
    },
  },
  {
    machine: 'codes',
    costs: 'no-call',
    lead: (office) => {
      const dialled = { dialled: '*11', phone: 'PJSIP/vera' };
      office.take({ kind: 'call-arrived', leg: 'of-vera', from: 'vera', fromName: null, ...dialled });
      return { signal: { kind: 'key-pressed', leg: 'of-vera', key: '7' } };
    },
  },
  {
    machine: 'transfer',
    costs: 'no-call',
    lead: (office) => {
      const call = callOf(office, talks(office));
      const target = { to: 'agent', agent: 'vera' } as const;
      return asksFor({ ask: 'transfer-call', call, target, reason: 'Maria wants it' });
    },
  },
  {
    machine: 'recording',
    costs: 'no-call',
    lead: (office) => {
      talks(office);
      const { recording } = office.last('start-recording');
      return { signal: { kind: 'recording-started', recording } };
    },
  },
  {
    machine: 'due',
    costs: 'its-call',
    lead: (office) => {
      const caller = office.call('300', MARIA.from);
      office.finishSound();
      office.now += MENU_MS;
      return { caller, signal: { kind: 'time-passed' } };
    },
  },
  {
    machine: 'failures',
    costs: 'its-call',
    lead: (office) => {
      const { caller, leg } = rings(office);
      const command = { kind: 'ring', leg, playback: null, bridge: null };
      return { caller, signal: { kind: 'command-failed', command, failure: 'unreachable' } };
    },
  },
  {
    machine: 'repairing',
    costs: 'its-call',
    lead: (office) => {
      const { caller } = rings(office);
      return { caller, signal: { kind: 'found-astray', astray: { what: 'missing-leg', leg: caller } } };
    },
  },
  {
    machine: 'reconciling',
    costs: 'no-call',
    lead: (office) => {
      office.take({ kind: 'telephony-lost' });
      office.now += 1_000;
      return { signal: { kind: 'telephony-back', existing: asBelieved(office.state) } };
    },
  },
  {
    machine: 'phones',
    costs: 'no-call',
    lead: () => ({ signal: { kind: 'phone-changed', phone: 'PJSIP/anna', state: 'in-use' } }),
  },
  {
    machine: 'plan-loading',
    costs: 'no-call',
    lead: () => ({ signal: { kind: 'plan-loaded', plan: officePlan('plan-2'), by: 'Maria' } }),
  },
  { machine: 'asking', costs: 'no-call', lead: () => asksFor(PAUSE) },
  { machine: 'agent-asking', costs: 'no-call', lead: () => asksFor(PAUSE) },
  {
    machine: 'switching',
    costs: 'no-call',
    lead: () => asksFor({ ask: 'close-hours', hours: 'office', ends: null }),
  },
  {
    machine: 'reviewing',
    costs: 'no-call',
    lead: () =>
      asksFor({ ask: 'review-call', call: 'past', agent: 'vera', score: 7, conclusion: 'Maria was right' }),
  },
];
