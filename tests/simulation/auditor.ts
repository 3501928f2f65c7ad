import type { Change } from '../../src/core/change.js';
import type { CallEvent, Milestone, OutgoingFact } from '../../src/core/milestone.js';
import type { Plan } from '../../src/core/plan.js';
import type { Instant, LegId } from '../../src/core/signal.js';
import type { Reaction, State } from '../../src/core/step.js';
import type { AsteriskModel } from '../support/model/asterisk.js';
import { mayBeRung, mostAtOnce, needsTold } from './admission.js';
import { AfterCallBook, meaningsOf } from './after-call-book.js';
import { CallbackBook } from './callback-book.js';
import { CallBook } from './call-book.js';
import type { Day } from './day.js';
import { DropBook } from './drop-book.js';
import type { FolderState } from '../support/model/recordings.js';
import type { Taken } from './line-journal.js';
import { DecisionBook } from './decision-book.js';
import { must } from './must.js';
import { OutgoingBook } from './outgoing-book.js';
import { OutsideBook } from './outside-book.js';
import { RecordingBook } from './recording-book.js';
import { isOfVoicemail, VoicemailBook } from './voicemail-book.js';
import { StaffBook } from './staff-book.js';
import { type OpenVisit, type Rules, VisitBook } from './visit-book.js';

/**
 * Knows from the outside what must be true: keeps books of its own from what the core tells, compares them with one
 * another, with what people really did, and with what is there in Asterisk. Never looks into the state.
 */
export class Auditor {
  readonly #calls: CallBook;
  #visits = new VisitBook();
  #drops = new DropBook();
  #staff = new StaffBook();
  #decisions = new DecisionBook();
  readonly #callbacks = new CallbackBook();
  readonly #outgoing = new OutgoingBook();
  readonly #outside = new OutsideBook();
  readonly #recordings = new RecordingBook();
  readonly #voicemails = new VoicemailBook();
  #after = new AfterCallBook();
  readonly #meanings = new Set<string>();
  readonly #hungUp = new Set<LegId>();
  readonly #phonesAreShared: boolean;
  #losses: 'none' | 'some' = 'none';
  #plan: Plan | null = null;
  /** When the step before was: several deadlines may have passed since. */
  #before: Instant = 0;

  constructor(
    day: Day,
    private readonly asterisk: AsteriskModel,
  ) {
    const { lateMs, missing, failing } = day.disobedience;
    if (Object.keys(missing).length + Object.keys(failing).length > 0) this.#losses = 'some';
    this.#calls = new CallBook(lateMs, (leg) => asterisk.hasDialled(leg));
    const { agents, phones } = day.staff;
    this.#phonesAreShared = new Set(Object.values(phones)).size < agents.length;
  }

  get calls(): number {
    return this.#calls.count;
  }

  /** Those that somebody would have to cancel. */
  get openCallbacks(): readonly string[] {
    return this.#callbacks.open;
  }

  /** Messages that can be heard. */
  get keptVoicemails(): readonly string[] {
    return this.#voicemails.kept;
  }

  /** Something may have been lost: what Asterisk knows and what the core knows may differ for a while. */
  get hasLosses(): boolean {
    return this.#losses === 'some';
  }

  lost(_what: 'signals'): void {
    this.#losses = 'some';
  }

  // ---------------------------------------------------------------- what people do

  folderIs(folder: FolderState): void {
    this.#recordings.folderIs(folder);
    this.#voicemails.folderIs(folder);
  }

  callerArrives(leg: LegId, at: Instant): void {
    this.#calls.arrives(leg, at);
  }

  callerHangsUp(leg: LegId, at: Instant): void {
    this.#calls.hangsUp(leg, at);
  }

  // ---------------------------------------------------------------- what the core tells

  /** The end of the journal was lost: nothing of it was ever told. */
  startAgain(records: readonly Taken[]): void {
    this.#calls.forgetWhatWasTold();
    this.#visits = new VisitBook();
    this.#drops = new DropBook();
    this.#staff = new StaffBook();
    this.#after = new AfterCallBook();
    this.#decisions = new DecisionBook();
    this.#callbacks.forgetWhatWasTold();
    this.#outgoing.forgetWhatWasTold();
    this.#outside.forgetWhatWasTold();
    this.#recordings.forgetWhatWasTold();
    this.#voicemails.forgetWhatWasTold();
    for (const taken of records) this.#hear(taken);
    this.#recordings.forgive(this.asterisk.recordings.ids());
    this.#voicemails.forgive(this.asterisk.recordings.ids());
  }

  see(taken: Taken): void {
    this.#checkPhones(taken.reaction);
    this.#hear(taken);
  }

  #hear({ signal, reaction, at: now }: Taken): void {
    if (signal.kind === 'plan-loaded') {
      this.#plan = signal.plan;
      this.#recordings.load(signal.plan);
      for (const meaning of meaningsOf(signal.plan)) this.#meanings.add(meaning);
    }
    for (const command of reaction.commands)
      if (command.kind === 'connect')
        this.#visits.partners.connects(this.#calls.callOn(command.legs[0]) ?? '');
    if (reaction.milestones.length > 0) {
      for (const milestone of reaction.milestones) this.#note(milestone, now);
      this.#staff.agree(this.#visits, now);
      this.#decisions.mustBeComplete();
    }
    if (signal.kind === 'leg-ended') this.#calls.legHasEnded(signal.leg);
    // Of the last two the bridge may be gone as well.
    const isOfLeg =
      signal.kind === 'command-failed' &&
      !['ring', 'leave-bridge', 'join-bridge'].includes(signal.command.kind);
    if (isOfLeg && signal.failure === 'gone') this.#calls.legHasEnded(signal.command.leg ?? '');
    if (signal.kind === 'request') must(reaction.answers.length === 1, 'a request has one answer');
    this.#before = now;
  }

  /** Everybody has gone. */
  end(state: State, now: Instant): void {
    this.#visits.end();
    this.#calls.end(this.#losses);
    this.#staff.end(now);
    this.#after.end();
    this.#callbacks.end();
    this.#outgoing.end();
    const files = [...this.asterisk.recordings.files()];
    const talks = new Map(files.filter(([recording]) => !isOfVoicemail(recording)));
    this.#recordings.end(talks, this.#losses);
    const messages = new Map(files.filter(([recording]) => isOfVoicemail(recording)));
    this.#voicemails.end(messages, [...state.keptVoicemails.values()], this.#losses);
    const { legs, bridges } = this.asterisk.existing();
    must(legs.length === 0, `left over in Asterisk: leg ${legs[0]?.leg ?? ''}`);
    must(bridges.length === 0, `left over in Asterisk: bridge ${bridges[0]?.id ?? ''}`);
    const { calls, offers, legs: known, bridges: kept, plans } = state;
    const { playbacks, recordings, voicemails, ringSteps, secrets, deadlines, callbacks } = state;
    for (const [what, left] of Object.entries({
      calls,
      offers,
      known,
      kept,
      playbacks,
      recordings,
      voicemails,
      ringSteps,
      secrets,
      callbacks,
      deadlines,
    }))
      must(left.size === 0, `left over in the core: ${left.size} ${what}`);
    must(plans.size === 1, `left over in the core: ${plans.size} plans`);
    for (const queue of state.queues.values())
      must(queue.waiting.length === 0, `somebody still waits in ${queue.id}`);
  }

  #note(milestone: Milestone, now: Instant): void {
    if (milestone.kind === 'call-event' && milestone.event === 'offered') this.#decisions.offered(milestone);
    switch (milestone.kind) {
      case 'call-arrived':
        this.#recordings.arrives(milestone);
        this.#drops.begin(milestone);
        return this.#calls.begin(milestone, now);
      case 'call-ended':
        must(
          this.#visits.isClear(milestone.call),
          `call ${milestone.call} ended and still waits, rings or talks`,
        );
        this.#drops.end(milestone, (queue) => this.#plan?.queues[queue]?.redialMs ?? 0);
        this.#visits.transfers.callEnded(milestone.call);
        this.#outside.callEnded(milestone.call);
        this.#after.callEnded(milestone);
        return this.#calls.finish(milestone, now, this.#losses);
      case 'offer-decided':
        return this.#decisions.decided(milestone, (agent) => this.#staff.stateOf(agent));
      case 'visit-ended':
        this.#drops.leave(milestone);
        this.#visits.leave(milestone, now, this.#ageOf(milestone.call));
        return this.#calls.addVisit(milestone);
      case 'offer-ended':
        return this.#visits.closeOffer(milestone, now);
      case 'conversation-ended':
        this.#visits.stopTalking(milestone, now);
        this.#recordings.talked(milestone);
        this.#after.talked(milestone);
        return this.#calls.addTalk(milestone);
      case 'outgoing-ended':
        return this.#outgoingEnded(milestone, now);
      case 'transfer-ended':
        this.#recordings.transferred(milestone);
        return this.#visits.transfers.transferred(milestone, now);
      case 'hold-ended':
        return this.#visits.transfers.held(milestone, now);
      case 'callback-asked':
        return this.#callbacks.asked(milestone, now);
      case 'callback-attempt-ended':
        this.#visits.closeAttempt(milestone);
        return this.#callbacks.attemptEnded(milestone, now);
      case 'callback-ended':
        return this.#callbacks.ended(milestone);
      case 'recording-ended':
        return this.#recordings.ended(milestone, now);
      case 'voicemail-ended':
        if (milestone.result === 'left') this.#calls.leavesAs(milestone.call, 'voicemail');
        return this.#voicemails.ended(milestone, now);
      case 'voicemail-marked':
        return this.#voicemails.marked(milestone, now);
      case 'rating-ended':
        return this.#after.rated(milestone, now);
      case 'outcome-settled':
        return this.#after.settled(milestone, now, this.#meanings);
      case 'agent-state-ended':
        return this.#staff.ended(milestone, now);
      case 'agent-state-began':
        return this.#staff.began(milestone, now);
      case 'plan-in-force':
        return this.#staff.employ(Object.keys(this.#plan?.agents ?? {}), now);
      case 'call-event':
        return this.#event(milestone, now);
      case 'changed':
        return this.#changed(milestone, now);
      case 'gap':
      case 'call-reviewed':
        return;
    }
  }

  #changed(change: Change, now: Instant): void {
    const waiting = this.#visits.waitingIn(change.about, now);
    this.#visits.partners.switches(change, waiting, this.#plan);
  }

  #event(event: Extract<Milestone, { kind: 'call-event' }>, now: Instant): void {
    const { call, detail } = event;
    this.#visits.transfers.event(event, now);
    if (detail['callback'] !== undefined || this.#callbacks.isMade(call)) {
      this.#eventOfCallback(event, now);
      return;
    }
    if (event.event === 'outgoing-asked' || this.#outgoing.isMade(call)) {
      this.#eventOfOutgoing(event, now);
      return;
    }
    this.#calls.mustRun(call);
    this.#outside.event(event, now);
    if (event.event === 'queue-entered' || event.event === 'ring-entered') {
      const queue = event.event === 'queue-entered' ? String(detail['queue']) : null;
      this.#visits.enter({
        visit: String(detail['visit']),
        call,
        queue,
        at: now,
        carriedMs: this.#ageOf(call),
      });
    } else if (event.event === 'priority-set') {
      this.#visits.prefer(call, Number(detail['priority']));
    } else if (event.event === 'record-set') {
      this.#recordings.says(call, detail['record'] === true);
    } else if (event.event === 'age-kept') {
      this.#drops.keeps(call, Number(detail['ageMs']), now);
    } else if (event.event === 'voicemail-entered') {
      this.#voicemails.enters(String(detail['voicemail']), call, now);
    } else if (event.event === 'rate-entered') {
      this.#after.asked(call, now);
    } else if (event.event === 'outcome-set') {
      this.#after.set(String(detail['conversation']), String(detail['outcome']));
    } else if (event.event === 'dial-connected') {
      this.#calls.leavesAs(call, 'outside');
      this.#recordings.talks(String(detail['conversation']), call);
      this.#after.forgetTalk(call);
    } else if (event.event === 'needs-set') {
      this.#visits.need(call, String(detail['needs']));
    } else if (event.event === 'offered') {
      const agent = String(detail['agent']);
      must(
        this.#staff.stateOf(agent) === 'available',
        `agent ${agent} is offered a call while ${this.#staff.stateOf(agent)}`,
      );
      this.#visits.offer({ offer: String(detail['offer']), call, agent, at: now }, this.#rules(agent, now));
    } else if (event.event === 'overflowed') {
      this.#visits.ringAtPartner(call, String(detail['offer']), this.#plan, {
        now,
        weightOf: ({ queue }) => this.#plan?.queues[queue ?? '']?.weight ?? 1,
      });
    } else if (event.event === 'connected') {
      this.#recordings.talks(String(detail['conversation']), call);
      this.#after.talks(String(detail['conversation']));
      this.#visits.talk({
        conversation: String(detail['conversation']),
        call,
        agent: String(detail['agent']),
        at: now,
      });
    }
  }

  #outgoingEnded(fact: OutgoingFact, now: Instant): void {
    if (fact.forCall !== null) {
      this.#outside.ended(fact, this.#plan?.dialPolicy, now);
      return;
    }
    if (this.#outgoing.isMade(fact.call)) this.#visits.stopsCalling(fact);
    this.#outgoing.ended(fact, now);
  }

  #eventOfOutgoing(event: CallEvent, now: Instant): void {
    this.#outgoing.event(event, now);
    const { call, detail } = event;
    if (event.event === 'outgoing-asked') this.#visits.startsCalling(String(detail['agent']), call);
    if (event.event === 'connected') this.#recordings.talks(String(detail['conversation']), call);
  }

  #eventOfCallback({ call, event, detail }: CallEvent, now: Instant): void {
    const callback = String(detail['callback']);
    const agent = String(detail['agent']);
    if (event === 'callback-asked') {
      this.#callbacks.askedInCall(callback, this.#ageOf(call), this.#visits.priorityOf(call), now);
      if (detail['origin'] === 'caller') this.#calls.leavesAs(call, 'callback');
    } else if (event === 'offered') {
      must(
        this.#staff.stateOf(agent) === 'available',
        `agent ${agent} is offered a callback while ${this.#staff.stateOf(agent)}`,
      );
      const one = this.#callbacks.offered(callback, call, Number(detail['waitedMs']), now);
      const weight = this.#plan?.queues[one.queue]?.weight ?? 1;
      const ageMs = one.ageMs >= 0 ? one.ageMs * weight : one.ageMs / weight;
      this.#visits.offerForCallback(String(detail['offer']), agent, ageMs, this.#rules(agent, now));
    } else if (event === 'dialled') this.#callbacks.dialled(call, now, this.#plan);
    else if (event === 'outcome-set')
      this.#after.set(String(detail['conversation']), String(detail['outcome']));
    else if (event === 'connected') {
      this.#recordings.talks(String(detail['conversation']), call);
      this.#after.talksForCallback(String(detail['conversation']), { call, agent, startedAt: now });
      this.#callbacks.reached(call);
      this.#visits.talkForCallback(agent, call);
    }
  }

  #ageOf(call: string): number {
    return this.#calls.waited(call) + this.#drops.keptBy(call);
  }

  #rules(agent: string, now: Instant): Rules {
    return {
      now,
      mayHave: (visit, when) => this.#mayHave(agent, visit, when === 'now' ? now : this.#before),
      weightOf: ({ queue }) => this.#plan?.queues[queue ?? '']?.weight ?? 1,
      mostOf: ({ queue, waveAt }) => mostAtOnce(this.#plan?.queues[queue ?? ''], now - waveAt),
    };
  }

  #mayHave(agent: string, { queue, needs, at }: OpenVisit, when: Instant): boolean {
    if (this.#plan === null || queue === null) return false;
    return mayBeRung(this.#plan, agent, queue, { needs: needsTold(needs), waitedMs: when - at });
  }

  /**
   * A phone that is rung has no other leg of ours. Where something may have been lost: none that nobody has asked to hang
   * up.
   */
  #checkPhones(reaction: Reaction): void {
    for (const command of reaction.commands) if (command.kind === 'hang-up') this.#hungUp.add(command.leg);
    if (this.#phonesAreShared) return;
    for (const command of reaction.commands) {
      // Two agents may call one client; and a phone may dial while it is about to be rung.
      if (command.kind !== 'ring' || command.phone.includes('@')) continue;
      const { legs: all, dials } = this.asterisk.phone(command.phone);
      const legs = [...all.keys()].filter((leg) => !dials.includes(leg));
      const other = legs.find((leg) => this.#losses === 'none' || !this.#hungUp.has(leg));
      must(other === undefined, `phone ${command.phone} is rung while leg ${other ?? ''} of ours is there`);
    }
  }
}
