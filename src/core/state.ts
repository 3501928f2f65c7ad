import type { Agent } from './agent/agent.js';
import type { LastAgent } from './agent/last-agents.js';
import type { Call } from './call/call.js';
import type { Callback } from './callback/callback.js';
import type { CodeCall } from './codes/code-call.js';
import type { Chance } from './chance.js';
import { Deadlines } from './deadlines.js';
import type { EmergencyMessage } from './emergency.js';
import type { HoursSwitch } from './hours.js';
import type { AgentId, Phone, Plan, QueueId } from './plan.js';
import type { PartnerId } from './partner/partner.js';
import type { Dropped } from './queue/dropping.js';
import type { Queue } from './queue/queue.js';
import type { Recording } from './recording/recording.js';
import type { Offer } from './ringing/offer.js';
import type { KeptVoicemail, Voicemail } from './voicemail/voicemail.js';
import type {
  BridgeId,
  CallbackId,
  CallId,
  Instant,
  LegId,
  OfferId,
  PhoneState,
  PlaybackId,
  RecordingId,
  VoicemailId,
} from './signal.js';

/** Everything the core knows. Only `step` changes it. */
export interface State {
  /** Stands before every id that is minted; never used twice. */
  readonly prefix: string;
  minted: number;
  readonly chance: Chance;
  /** Plans in force or still needed by a call, by version. */
  readonly plans: Map<string, Plan>;
  planInForce: string | null;
  readonly calls: Map<CallId, Call>;
  readonly offers: Map<OfferId, Offer>;
  readonly agents: Map<AgentId, Agent>;
  readonly queues: Map<QueueId, Queue>;
  /** Every leg that we know and that is not gone. */
  readonly legs: Map<LegId, Leg>;
  /** Agents' phones that have dialled a code, by their legs. */
  readonly codeCalls: Map<LegId, CodeCall>;
  readonly playbacks: Map<PlaybackId, CallId>;
  readonly bridges: Map<BridgeId, Bridge>;
  /** Files that Asterisk writes or has not yet said to be closed. */
  readonly recordings: Map<RecordingId, Recording>;
  /** Messages that callers leave, until their files are closed. */
  readonly voicemails: Map<VoicemailId, Voicemail>;
  /** Messages that are to be heard, or were heard lately; who was touched longest ago first. */
  readonly keptVoicemails: Map<VoicemailId, KeptVoicemail>;
  /** Those of them that nobody is in, the one used last at the end. */
  readonly freeBridges: BridgeId[];
  readonly phones: Map<Phone, PhoneSeen>;
  /** The agent who last had a conversation from a ring step, by the step's path in the file. */
  readonly servedBySteps: Map<string, AgentId>;
  /** Whom callers last talked with, by their numbers in E.164; the longest ago first. */
  readonly lastAgents: Map<string, LastAgent>;
  /** Calls that are in a ring step now. */
  readonly ringSteps: Set<CallId>;
  /** Calendars that somebody has switched by hand, by name. */
  readonly hoursSwitches: Map<string, HoursSwitch>;
  /** Emergency messages, by the digits of their number, or for all of them. */
  readonly messages: Map<string, EmergencyMessage>;
  /** Who hung up while he waited, by the digits of his number. */
  readonly dropped: Map<string, Dropped>;
  /** Who is to be called back. */
  readonly callbacks: Map<CallbackId, Callback>;
  /** When numbers were called, as far back as the dial policy looks; the longest ago first. */
  readonly dialled: Map<string, readonly Instant[]>;
  /** When numbers outside were called within the hour, whoever wanted it and whichever they were, the latest last. */
  dialledAt: readonly Instant[];
  /** Partners that have not taken a caller: nobody rings there until then. */
  readonly partnerRests: Map<PartnerId, Instant>;
  /** Where new calls go; while it is elsewhere no call is made. A start takes new calls. */
  newCalls: 'here' | 'elsewhere';
  /** Digits that may stand nowhere else, by call and variable, or by the leg that has dialled a code: no journal, log, fact or snapshot has them. */
  readonly secrets: Map<CallId, Record<string, string>>;
  readonly deadlines: Deadlines;
  telephony: TelephonySeen;
  /** How far the clock on the wall is ahead of the instants: calendars go by the wall. */
  wallAheadMs: number;
  /** Latest instant that `step` was given. */
  lastAt: Instant;
  /** Derived from the rest; not part of a snapshot. */
  readonly index: StateIndex;
}

export type Leg = CallerLeg | AgentLeg | CodeLeg | OutsideLeg;

interface LegBase {
  /** The bridge it is in or on its way into. */
  bridge: BridgeId | null;
  /** How often our hang-up has shown no effect. */
  hangUps: number;
}
export interface CallerLeg extends LegBase {
  readonly role: 'caller';
  readonly call: CallId;
}
export interface AgentLeg extends LegBase {
  readonly role: 'agent';
  readonly call: CallId;
  readonly agent: AgentId;
  /** null: of a call that the agent makes. */
  readonly offer: OfferId | null;
}

/** A phone of ours that has dialled a code. */
export interface CodeLeg extends LegBase {
  readonly role: 'code';
  readonly phone: Phone;
}

/** A number outside that is rung for a caller, or talks with him. */
export interface OutsideLeg extends LegBase {
  readonly role: 'outside';
  readonly call: CallId;
}

/** The call that a leg belongs to; undefined: to none. */
export function callOn({ calls }: State, leg: Leg | undefined): Call | undefined {
  return leg === undefined || leg.role === 'code' ? undefined : calls.get(leg.call);
}

/** A mixing bridge of ours: reused once both legs are gone, given back when idle. */
export interface Bridge {
  readonly legs: LegId[];
  /** Both legs were seen in it: it exists and works. */
  isProven: boolean;
  /** What is said in it is being recorded; null: it is not. */
  recording: RecordingId | null;
}

export interface PhoneSeen {
  state: PhoneState;
  /** Our own leg has just ended and the state has not followed yet: read as idle. */
  trails: boolean;
}

/** While Asterisk is not heard nobody is rung, and what happens there may never be told. */
export type TelephonySeen = { readonly kind: 'up' } | { readonly kind: 'lost'; readonly since: Instant };

export interface StateIndex {
  readonly freeAgents: Set<AgentId>;
  /** Agents that may be offered a call now, by queue. */
  readonly free: Map<QueueId, Set<AgentId>>;
  readonly queuesOf: Map<AgentId, readonly QueueId[]>;
  /** Place of each agent in the order of the queue's list, from 0. */
  readonly placesIn: Map<QueueId, ReadonlyMap<AgentId, number>>;
  readonly signedInAt: Map<Phone, Set<AgentId>>;
  /** Callers waiting with needs that last, by queue: nobody may be there for them although somebody is for others. */
  readonly particular: Map<QueueId, Set<CallId>>;
  /** Calls that were not taken in and are not gone yet. */
  readonly beingShed: Set<CallId>;
  /** The callback of each number. */
  readonly callbackOf: Map<string, CallbackId>;
  /** Callbacks that wait for the end of a call. */
  readonly heldBy: Map<CallId, Set<CallbackId>>;
  /** Calls that are to be made and for which no phone rings in Asterisk yet. */
  readonly unmade: Set<CallId>;
  /** How far back conversations are remembered for counting. */
  historyKeptMs: number;
}

/** An empty state. `prefix` may hold letters, digits and dashes; `seed` any integer. */
export function createState(options: { readonly prefix: string; readonly seed: number }): State {
  return {
    prefix: options.prefix,
    minted: 0,
    chance: { seed: options.seed | 0 },
    plans: new Map(),
    planInForce: null,
    calls: new Map(),
    offers: new Map(),
    agents: new Map(),
    queues: new Map(),
    legs: new Map(),
    codeCalls: new Map(),
    playbacks: new Map(),
    bridges: new Map(),
    recordings: new Map(),
    voicemails: new Map(),
    keptVoicemails: new Map(),
    freeBridges: [],
    phones: new Map(),
    servedBySteps: new Map(),
    lastAgents: new Map(),
    ringSteps: new Set(),
    hoursSwitches: new Map(),
    messages: new Map(),
    dropped: new Map(),
    callbacks: new Map(),
    dialled: new Map(),
    dialledAt: [],
    partnerRests: new Map(),
    newCalls: 'here',
    secrets: new Map(),
    deadlines: new Deadlines(),
    telephony: { kind: 'up' },
    wallAheadMs: 0,
    lastAt: 0,
    index: {
      freeAgents: new Set(),
      free: new Map(),
      queuesOf: new Map(),
      placesIn: new Map(),
      signedInAt: new Map(),
      particular: new Map(),
      beingShed: new Set(),
      callbackOf: new Map(),
      heldBy: new Map(),
      unmade: new Set(),
      historyKeptMs: 0,
    },
  };
}

/** What the clock on the wall says at this instant. */
export function wallTime(state: State, at: Instant): Instant {
  return at + state.wallAheadMs;
}

/** Calls that are handled now: those that are just being turned away, or are still to be made, are none of them. */
export function openCalls(state: State): number {
  return state.calls.size - state.index.beingShed.size - state.index.unmade.size;
}

/** A new id of ours, for instance `k3f9-call-17`. */
export function mint(state: State, noun: string): string {
  state.minted += 1;
  return `${state.prefix}-${noun}-${state.minted}`;
}

/** The plan in force; throws when none has been loaded. */
export function planInForce(state: State): Plan {
  const plan = state.planInForce === null ? undefined : state.plans.get(state.planInForce);
  if (plan === undefined) throw new CoreBug('no plan is in force');
  return plan;
}

/** Something that cannot be: our fault, never the caller's. Ends at most the call it was about. */
export class CoreBug extends Error {
  override readonly name = 'CoreBug';
}

/** For which offer a leg rings or has rung; undefined: for none, or that one is over. */
export function offerOn({ offers }: State, { offer }: AgentLeg): Offer | undefined {
  return offer === null ? undefined : offers.get(offer);
}
