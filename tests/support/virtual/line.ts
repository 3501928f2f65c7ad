import { withE164 } from '../../../src/app/caller-number.js';
import { assertInvariants } from '../../../src/core/invariants.js';
import type { AgentStateBegan, AgentStateFact, CallEvent, Milestone } from '../../../src/core/milestone.js';
import type { Answer, Instant, Request, Signal } from '../../../src/core/signal.js';
import { createState, nextDeadline, type State, step } from '../../../src/core/step.js';
import type { JournalRecord } from '../../../src/ports/journal.js';
import { e164Of } from '../../../src/routing/callers/e164.js';
import { AsteriskModel } from '../model/asterisk.js';
import { OtherSystem } from '../model/other-system.js';
import type { ModelOptions } from '../model/options.js';
import type { HappenedFacts } from '../scenario/happened.js';
import { Timeline } from './timeline.js';

/** More turns than this at one instant is a loop. */
const TURNS_AT_ONE_INSTANT = 10_000;

/** The core and the model of Asterisk, joined in virtual time; the invariants are asserted after every step. */
export class VirtualLine {
  readonly state: State;
  readonly asterisk: AsteriskModel;
  readonly timeline: Timeline;
  readonly otherSystem = new OtherSystem(() => null);
  readonly facts = emptyFacts();
  /** What a journal would hold. */
  readonly journal: JournalRecord[] = [];
  #now: Instant;
  readonly #openStates = new Map<string, AgentStateBegan>();
  #requests = 0;

  constructor(options: ModelOptions, startsAt: Instant, zeroAt: Instant) {
    this.#now = startsAt;
    this.timeline = new Timeline(zeroAt);
    this.state = createState({ prefix: 'v', seed: options.seed });
    this.asterisk = new AsteriskModel(options, startsAt, (signal, now) => {
      this.#now = now;
      this.take(signal);
    });
  }

  get now(): Instant {
    return this.#now;
  }

  /** Lets everything happen that is due at `until` or before. */
  runUntil(until: Instant): void {
    let turns = 0;
    for (let at = this.#nextAt(); at !== null && at <= until; at = this.#nextAt()) {
      turns = at > this.#now ? 0 : turns + 1;
      if (turns > TURNS_AT_ONE_INSTANT) throw new Error(`time stands still at ${at}`);
      this.#goTo(at);
    }
    this.#goTo(until);
  }

  /** Carries one signal into the core and its commands out to the model. */
  take(told: Signal): readonly Answer[] {
    const signal = withE164(told, (number) => e164Of(number, homeOf(this.state)));
    this.timeline.signal(this.#now, signal);
    const { commands, webRequests, milestones, answers } = step(this.state, signal, this.#now);
    this.timeline.commands(this.#now, commands);
    this.timeline.milestones(this.#now, milestones);
    this.timeline.answers(this.#now, answers);
    this.journal.push({ sequence: this.journal.length + 1, at: this.#now, signal, milestones });
    for (const milestone of milestones) this.#keep(milestone);
    assertInvariants(this.state);
    this.asterisk.carryOut(commands);
    this.otherSystem.ask(webRequests, this.#now);
    return answers;
  }

  /** States of agents that have not ended, as if they ended now. */
  openStates(): readonly AgentStateFact[] {
    return [...this.#openStates.values()].map(({ agent, state, reason, from, conversation, queue }) => ({
      agent,
      state,
      reason,
      from,
      conversation,
      queue,
      to: this.#now,
      endedBy: 'event' as const,
    }));
  }

  #keep(milestone: Milestone): void {
    keep(this.facts, milestone);
    if (milestone.kind === 'agent-state-ended') this.#openStates.delete(milestone.agent);
    if (milestone.kind === 'agent-state-began') this.#openStates.set(milestone.agent, milestone);
  }

  ask(request: Request): Answer {
    this.#requests += 1;
    const id = `request-${this.#requests}`;
    const answer = this.take({ kind: 'request', id, request }).find((one) => one.id === id);
    if (answer === undefined) throw new Error(`the core did not answer ${JSON.stringify(request)}`);
    return answer;
  }

  #goTo(at: Instant): void {
    this.asterisk.runUntil(at);
    this.#now = Math.max(this.#now, at);
    for (const signal of this.otherSystem.takeDue(this.#now)) this.take(signal);
    const deadline = nextDeadline(this.state);
    if (deadline !== null && deadline <= this.#now) this.take({ kind: 'time-passed' });
  }

  #nextAt(): Instant | null {
    const next = [this.asterisk.nextAt(), this.otherSystem.nextAt(), nextDeadline(this.state)];
    const known = next.filter((at) => at !== null);
    return known.length === 0 ? null : Math.min(...known);
  }
}

/** The country whose numbers are written without a country code. */
export function homeOf({ plans, planInForce }: State): string | null {
  return plans.get(planInForce ?? '')?.company.country ?? null;
}

type Changeable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

function emptyFacts(): Changeable<HappenedFacts> {
  return {
    calls: [],
    visits: [],
    offers: [],
    conversations: [],
    recordings: [],
    voicemails: [],
    ratings: [],
    outcomes: [],
    transfers: [],
    holds: [],
    callbacks: [],
    outgoing: [],
    callbackAttempts: [],
    agentStates: [],
    events: [],
  };
}

function keep(facts: Changeable<HappenedFacts>, milestone: Milestone): void {
  switch (milestone.kind) {
    case 'call-ended':
      facts.calls.push(milestone);
      return;
    case 'visit-ended':
      facts.visits.push(milestone);
      return;
    case 'offer-ended':
      facts.offers.push(milestone);
      return;
    case 'conversation-ended':
      facts.conversations.push(milestone);
      return;
    case 'recording-ended':
      facts.recordings.push(milestone);
      return;
    case 'voicemail-ended':
      facts.voicemails.push(milestone);
      return;
    case 'rating-ended':
      facts.ratings.push(milestone);
      return;
    case 'outcome-settled':
      facts.outcomes.push(milestone);
      return;
    case 'transfer-ended':
      facts.transfers.push(milestone);
      return;
    case 'hold-ended':
      facts.holds.push(milestone);
      return;
    case 'callback-ended':
      facts.callbacks.push(milestone);
      return;
    case 'outgoing-ended':
      facts.outgoing.push(milestone);
      return;
    case 'callback-attempt-ended':
      facts.callbackAttempts.push(milestone);
      return;
    case 'agent-state-ended':
      facts.agentStates.push(milestone);
      return;
    case 'call-event':
      facts.events.push(milestone satisfies CallEvent);
      return;
    case 'call-reviewed':
    case 'voicemail-marked':
    case 'offer-decided':
    case 'callback-asked':
    case 'agent-state-began':
    case 'call-arrived':
    case 'plan-in-force':
    case 'gap':
    case 'changed':
      return;
  }
}
