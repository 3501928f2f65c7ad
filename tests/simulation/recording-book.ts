import type { CallArrived, ConversationFact, RecordingFact, TransferFact } from '../../src/core/milestone.js';
import { dialledKey, type Plan, type QueueId } from '../../src/core/plan.js';
import type { CallId, ConversationId, Instant, RecordingId } from '../../src/core/signal.js';
import type { FolderState, RecordedFile } from '../support/model/recordings.js';
import { must } from './must.js';

/**
 * Every conversation that is to be recorded has one recording with one end, every other one has none; a file is there
 * for what is told as recorded, and for nothing that must not be recorded.
 */
export class RecordingBook {
  readonly #plans = new Map<string, Plan>();
  readonly #calls = new Map<CallId, CallArrived>();
  readonly #ended = new Map<ConversationId, RecordingFact>();
  /** What the flow of its call had said when each began. */
  readonly #begun = new Map<ConversationId, boolean | undefined>();
  readonly #said = new Map<CallId, boolean>();
  /** Recordings of conversations that a power cut took from the journal: nobody can tell of them. */
  readonly #unknown = new Set<RecordingId>();
  #talks: ConversationFact[] = [];
  #transfers: TransferFact[] = [];
  #folder: 'always-there' | 'sometimes-not' = 'always-there';
  #inForce: Plan | null = null;

  load(plan: Plan): void {
    this.#plans.set(plan.version, plan);
    this.#inForce = plan;
  }

  forgetWhatWasTold(): void {
    for (const told of [this.#calls, this.#ended, this.#begun, this.#said]) told.clear();
    this.#talks = [];
    this.#transfers = [];
  }

  /** Of what Asterisk has recorded or records now, nothing need be told where no conversation is known any more. */
  forgive(recordings: readonly RecordingId[]): void {
    for (const recording of recordings)
      if (!this.#begun.has(conversationOf(recording))) this.#unknown.add(recording);
  }

  folderIs(folder: FolderState): void {
    if (folder !== 'there') this.#folder = 'sometimes-not';
  }

  arrives(call: CallArrived): void {
    this.#calls.set(call.call, call);
  }

  /** The flow of a call says whether its conversations may be recorded. */
  says(call: CallId, record: boolean): void {
    this.#said.set(call, record);
  }

  talks(conversation: ConversationId, call: CallId): void {
    this.#begun.set(conversation, this.#said.get(call));
  }

  talked(talk: ConversationFact): void {
    this.#talks.push(talk);
  }

  transferred(transfer: TransferFact): void {
    this.#transfers.push(transfer);
  }

  ended(fact: RecordingFact, now: Instant): void {
    must(!this.#ended.has(fact.conversation), `the recording of ${fact.conversation} ends twice`);
    must(
      conversationOf(fact.recording) === fact.conversation,
      `recording ${fact.recording} has a strange name`,
    );
    must(fact.endedAt === now, `recording ${fact.recording} ends at another time than now`);
    must((fact.result === 'failed') === (fact.failure !== null), `${fact.recording} fails without a reason`);
    this.#ended.set(fact.conversation, fact);
  }

  end(files: ReadonlyMap<RecordingId, RecordedFile>, losses: 'none' | 'some'): void {
    // With more plans than one, which was in force at the connection is not looked into.
    if (this.#plans.size === 1) for (const talk of this.#talks) this.#compareWithPlan(talk);
    for (const recording of files.keys()) {
      const told = [...this.#ended.values()].some((fact) => fact.recording === recording);
      must(told || this.#unknown.has(recording), `the file ${recording} is there and nothing is told of it`);
    }
    if (losses === 'some') return;
    for (const fact of this.#ended.values()) {
      if (fact.result === 'recorded')
        must(files.has(fact.recording), `the file ${fact.recording} is missing`);
      const isWell =
        this.#folder === 'sometimes-not' || fact.failure === null || fact.failure === 'no-bridge';
      must(isWell, `recording ${fact.recording} failed as ${fact.failure ?? ''} without a cause`);
    }
  }

  #compareWithPlan(talk: ConversationFact): void {
    const plan = this.#inForce;
    const call = this.#calls.get(talk.call);
    if (plan === null || call === undefined) return;
    const queue = this.#recordedAs(talk);
    const words = [
      this.#begun.get(talk.conversation),
      queue === null ? null : plan.queues[queue]?.record,
      plan.numbers[dialledKey(call.dialled)]?.record,
      plan.agents[talk.agent]?.record,
    ];
    const isWanted = words.some((word) => word === true) && words.every((word) => word !== false);
    must(
      this.#ended.has(talk.conversation) === isWanted,
      `conversation ${talk.conversation} ${isWanted ? 'has no recording' : 'is recorded'} under ${words.join()}`,
    );
  }

  /** Whoever takes a caller over goes on with the rule of the queue that he came from. */
  #recordedAs(talk: ConversationFact): QueueId | null {
    const from = this.#transfers.find(
      ({ call, endedAt }) => call === talk.call && endedAt === talk.startedAt,
    )?.conversation;
    const before = this.#talks.find(({ conversation }) => conversation === from);
    if (talk.queue !== null || before === undefined) return talk.queue;
    return this.#recordedAs(before);
  }
}

/** The last part of the name. */
function conversationOf(recording: RecordingId): ConversationId {
  return recording.slice(recording.lastIndexOf('/') + 1);
}
