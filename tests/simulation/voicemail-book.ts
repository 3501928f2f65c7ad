import type { VoicemailFact, VoicemailMark } from '../../src/core/milestone.js';
import type { CallId, Instant, RecordingId, VoicemailId } from '../../src/core/signal.js';
import type { KeptVoicemail } from '../../src/core/voicemail/voicemail.js';
import type { FolderState, RecordedFile } from '../support/model/recordings.js';
import { must } from './must.js';

/**
 * Whoever comes to a voicemail box leaves one fact; a file is there for what is told as left, and for nothing else; what
 * was left and not marked otherwise is kept unheard.
 */
export class VoicemailBook {
  readonly #entered = new Map<VoicemailId, { readonly call: CallId; readonly at: Instant }>();
  readonly #ended = new Map<VoicemailId, VoicemailFact>();
  readonly #heard = new Map<VoicemailId, string | null>();
  /** Whose end the journal lost: nobody can tell of their files. */
  readonly #unknown = new Set<RecordingId>();
  #folder: 'always-there' | 'sometimes-not' = 'always-there';

  get kept(): readonly VoicemailId[] {
    return [...this.#heard.keys()];
  }

  folderIs(folder: FolderState): void {
    if (folder !== 'there') this.#folder = 'sometimes-not';
  }

  forgetWhatWasTold(): void {
    for (const told of [this.#entered, this.#ended, this.#heard]) told.clear();
  }

  /** Of what Asterisk has recorded or records now, nothing need be told where nobody is known to have come any more. */
  forgive(recordings: readonly RecordingId[]): void {
    for (const recording of recordings) {
      const voicemail = voicemailOf(recording);
      if (isOfVoicemail(recording) && (!this.#entered.has(voicemail) || this.#ended.has(voicemail)))
        this.#unknown.add(recording);
    }
  }

  enters(voicemail: VoicemailId, call: CallId, at: Instant): void {
    must(!this.#entered.has(voicemail), `voicemail ${voicemail} is entered twice`);
    this.#entered.set(voicemail, { call, at });
  }

  ended(fact: VoicemailFact, now: Instant): void {
    const entered = this.#entered.get(fact.voicemail);
    must(entered?.call === fact.call, `voicemail ${fact.voicemail} ends and nobody came`);
    must(entered.at === fact.enteredAt, `voicemail ${fact.voicemail} begins at another time`);
    must(!this.#ended.has(fact.voicemail), `voicemail ${fact.voicemail} ends twice`);
    must(fact.endedAt === now, `voicemail ${fact.voicemail} ends at another time than now`);
    must(
      (fact.result === 'left') === (fact.recording !== null),
      `${fact.voicemail} is ${fact.result} and its file`,
    );
    must(fact.result !== 'failed' || fact.failure !== null, `${fact.voicemail} fails without a reason`);
    this.#ended.set(fact.voicemail, fact);
    if (fact.result === 'left') this.#heard.set(fact.voicemail, null);
  }

  marked({ voicemail, at, heardBy }: VoicemailMark, now: Instant): void {
    must(this.#heard.has(voicemail), `voicemail ${voicemail} is marked and not kept`);
    must(this.#heard.get(voicemail) !== heardBy, `voicemail ${voicemail} is marked as it was`);
    must(at === now, `voicemail ${voicemail} is marked at another time than now`);
    this.#heard.set(voicemail, heardBy);
  }

  end(
    files: ReadonlyMap<RecordingId, RecordedFile>,
    kept: readonly KeptVoicemail[],
    losses: 'none' | 'some',
  ): void {
    for (const voicemail of this.#entered.keys())
      must(this.#ended.has(voicemail), `voicemail ${voicemail} never ends`);
    const told = kept.map(({ id, heard }) => `${id} ${heard?.by ?? ''}`).sort();
    const known = [...this.#heard].map(([id, by]) => `${id} ${by ?? ''}`).sort();
    must(told.join() === known.join(), `kept are ${told.join()}, told were ${known.join()}`);
    if (losses === 'some') return;
    const left = new Set([...this.#ended.values()].flatMap(({ recording }) => recording ?? []));
    for (const recording of files.keys())
      must(
        left.has(recording) || this.#unknown.has(recording) || this.#folder === 'sometimes-not',
        `the file ${recording} is there and no message was left in it`,
      );
    for (const recording of left) must(files.has(recording), `the file ${recording} is missing`);
    for (const { voicemail, failure } of this.#ended.values())
      must(
        failure === null || failure === 'box-full' || this.#folder === 'sometimes-not',
        `voicemail ${voicemail} failed as ${failure ?? ''} without a cause`,
      );
  }
}

/** A file of the folder of recordings that is no conversation's. */
export function isOfVoicemail(recording: RecordingId): boolean {
  return voicemailOf(recording).includes('-voicemail-');
}

/** The last part of the name. */
function voicemailOf(recording: RecordingId): VoicemailId {
  return recording.slice(recording.lastIndexOf('/') + 1);
}
