import {
  In,
  IsNull,
  LessThanOrEqual,
  MoreThanOrEqual,
  Not,
  type DataSource,
  type EntityManager,
} from 'typeorm';
import type { Instant, VoicemailId } from '../core/signal.js';
import type {
  MailedVoicemail,
  VoicemailMail,
  VoicemailMailAnswer,
  VoicemailMailBook,
} from '../ports/voicemails.js';
import { databaseClock } from './database-clock.js';
import { CallEntity, OpenCallEntity } from './entities/calls.js';
import { VoicemailEntity, VoicemailMailEntity, type VoicemailMailRow } from './entities/voicemails.js';
import type { InTurn } from './slot-book.js';

const OPEN = ['waiting', 'handed-over'] as const;

/** Mails of messages in the database; `holder`: this process, a word that no other has. */
export class DatabaseVoicemailMails implements VoicemailMailBook {
  readonly #manager: EntityManager;
  readonly #now: string;

  constructor(
    source: DataSource,
    private readonly inTurn: InTurn,
    private readonly holder: string,
  ) {
    this.#manager = source.manager;
    this.#now = databaseClock(source);
  }

  due(now: Instant, atMost: number): Promise<readonly VoicemailMail[]> {
    return this.inTurn(async () => {
      const rows = await this.#manager
        .createQueryBuilder(VoicemailMailEntity, 'mail')
        .where({ state: In([...OPEN]), nextTryAt: LessThanOrEqual(now) })
        .andWhere(`claim_ends_at <= ${this.#now}`)
        .orderBy({ 'mail.since': 'ASC', 'mail.voicemail': 'ASC', 'mail.to': 'ASC' })
        .take(atMost)
        .getMany();
      return rows.map(mailOf);
    });
  }

  message(voicemail: VoicemailId): Promise<MailedVoicemail | null> {
    return this.inTurn(async () => {
      const row = await this.#manager.findOneBy(VoicemailEntity, { voicemail, recording: Not(IsNull()) });
      if (row?.recording == null) return null;
      const { call, box, recording, durationMs, recordedAt, enteredAt, callback } = row;
      const caller =
        (await this.#manager.findOneBy(CallEntity, { call })) ??
        (await this.#manager.findOneBy(OpenCallEntity, { call }));
      return {
        ...{ voicemail, call, box, recording, durationMs },
        ...{ from: caller?.from ?? null, dialled: caller?.dialled ?? null },
        recordedAt: recordedAt ?? enteredAt,
        isCalledBack: callback !== null,
      };
    });
  }

  take({ voicemail, to, state, mark, handOvers }: VoicemailMail, claimMs: number): Promise<'kept' | 'lost'> {
    return this.inTurn(async () => {
      const { affected } = await this.#manager
        .createQueryBuilder()
        .update(VoicemailMailEntity)
        .set({
          state: 'handed-over',
          // It was on its way when whoever had it died, or its answer never came: the other side may have it.
          mark: state === 'handed-over' ? 'maybe-twice' : mark,
          handOvers: () => 'hand_overs + 1',
          holder: this.holder,
          claimEndsAt: () => `${this.#now} + ${Math.round(claimMs)}`,
        })
        .where({ voicemail, to, state, handOvers })
        .andWhere(`claim_ends_at <= ${this.#now}`)
        .execute();
      return affected === 1 ? 'kept' : 'lost';
    });
  }

  async answered(
    { voicemail, to }: VoicemailMail,
    { state, at, nextTryAt, said }: VoicemailMailAnswer,
  ): Promise<void> {
    await this.inTurn(() =>
      this.#manager
        .createQueryBuilder()
        .update(VoicemailMailEntity)
        .set({
          ...{ state, nextTryAt, said, claimEndsAt: 0 },
          tries: () => 'tries + 1',
          ...(state === 'accepted' ? { acceptedAt: at } : {}),
        })
        .where({ voicemail, to, state: 'handed-over', holder: this.holder })
        .execute(),
    );
  }

  undelivered(since: Instant): Promise<number> {
    return this.inTurn(() =>
      this.#manager.countBy(VoicemailMailEntity, {
        since: MoreThanOrEqual(since),
        state: In(['refused', 'given-up']),
      }),
    );
  }
}

function mailOf(row: VoicemailMailRow): VoicemailMail {
  const { holder: _holder, claimEndsAt: _claimEndsAt, ...mail } = row;
  return mail;
}
