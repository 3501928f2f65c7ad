import type { Command } from '../../../src/core/command.js';
import type { Phone } from '../../../src/core/plan.js';
import type { Existing, LegId, Signal } from '../../../src/core/signal.js';
import type { Telephony, TelephonyListener } from '../../../src/ports/telephony.js';
import { AsteriskModel } from '../../support/model/asterisk.js';
import { PLAIN_OPTIONS } from '../../support/model/options.js';
import type { FolderState } from '../../support/model/recordings.js';
import type { Behaviour } from '../../support/scenario/scenario.js';
import type { ContractFarEnd, ContractWorld, FarCaller, FarLine } from '../world.js';

const NUMBER = '+35929000001';
const MEDIA = { long: 'sound:long', short: 'sound:short', missing: 'sound:missing' } as const;
const LENGTHS: Readonly<Record<string, number>> = { [MEDIA.long]: 20_000, [MEDIA.short]: 500 };
const WAIT_AT_MOST_MS = 60_000;
const PHONES: readonly [Phone, Phone] = ['PJSIP/101', 'PJSIP/102'];

/** The model as a world of the telephony contract; waiting lets virtual time pass. */
export class ModelWorld implements ContractWorld {
  readonly phones = PHONES;
  readonly absentPhone = 'PJSIP/absent';
  readonly unknownPhone = 'PJSIP/unknown';
  readonly number = NUMBER;
  readonly media = MEDIA;
  readonly farEnd: ContractFarEnd;
  readonly telephony: Telephony;
  readonly #signals: Signal[] = [];
  readonly #asterisk: AsteriskModel;
  #now = 1_000_000;
  #minted = 0;

  constructor() {
    const options = { ...PLAIN_OPTIONS, mediaMs: (media: string) => LENGTHS[media] ?? null };
    this.#asterisk = new AsteriskModel(options, this.#now, (signal) => this.#signals.push(signal));
    for (const phone of PHONES) this.#asterisk.setBehaviour(phone, { kind: 'never-answers' });
    this.telephony = new ModelTelephony(this.#asterisk);
    this.farEnd = this.#farEnd();
  }

  newId(kind: 'leg' | 'bridge' | 'playback' | 'recording'): string {
    this.#minted += 1;
    return `${kind}-${this.#minted}`;
  }

  now(): number {
    return this.#now;
  }

  signals(): readonly Signal[] {
    return this.#signals;
  }

  waitFor(what: string, fits: (signal: Signal) => boolean): Promise<Signal> {
    const until = this.#now + WAIT_AT_MOST_MS;
    for (;;) {
      const found = this.#signals.find(fits);
      if (found !== undefined) return Promise.resolve(found);
      const next = this.#asterisk.nextAt();
      if (next === null || next > until)
        return Promise.reject(new Error(`never: ${what}; told were ${JSON.stringify(this.#signals)}`));
      this.#goTo(next);
    }
  }

  pass(ms: number): Promise<void> {
    this.#goTo(this.#now + ms);
    return Promise.resolve();
  }

  loseEvents(): Promise<void> {
    this.#asterisk.disconnect();
    return Promise.resolve();
  }

  regainEvents(): Promise<Existing> {
    this.#asterisk.reconnect();
    return Promise.resolve(this.#asterisk.existing());
  }

  recordingsFolder(state: FolderState): Promise<void> {
    this.#asterisk.recordings.folder = state;
    return Promise.resolve();
  }

  /** Calls and states stay as they are. */
  reloadPhones(): Promise<void> {
    return Promise.resolve();
  }

  cleanUp(): Promise<void> {
    for (const { leg } of this.#asterisk.existing().legs) this.#asterisk.hangUp(leg);
    return this.pass(1000);
  }

  #goTo(at: number): void {
    this.#now = at;
    this.#asterisk.runUntil(at);
  }

  #farEnd(): ContractFarEnd {
    const asterisk = this.#asterisk;
    const place = (from: string | null): LegId =>
      asterisk.placeCall({ from, fromName: null, dialled: NUMBER });
    return {
      callIn: async (from) => {
        const leg = place(from);
        await this.waitFor('the call arrives', (one) => isArrival(one, leg));
        return callerOn(asterisk, leg);
      },
      placeCall: (from) => {
        place(from);
        return Promise.resolve();
      },
      setBehaviour: (phone: Phone, behaviour: Behaviour) => {
        asterisk.setBehaviour(phone, behaviour);
        return Promise.resolve();
      },
      phoneHangsUp: (phone) => {
        asterisk.hangUp(asterisk.talkingLegOf(phone) ?? '');
        return Promise.resolve();
      },
      phoneHolds: (phone, hold) => {
        asterisk.hold(asterisk.talkingLegOf(phone) ?? '', hold);
        return Promise.resolve();
      },
      phoneRefers: (phone, to) => {
        asterisk.refer(asterisk.talkingLegOf(phone) ?? '', to);
        return Promise.resolve();
      },
      referAnswers: (phone) => asterisk.phone(phone).referAnswers.map(({ answer }) => answer),
      phoneDials: async (phone) => {
        const first = asterisk.talkingLegOf(phone) ?? '';
        const leg = asterisk.dialAt(phone, NUMBER);
        await this.waitFor('the second call arrives', (one) => isArrival(one, leg));
        return lineOf(asterisk, first, leg);
      },
    };
  }
}

function isArrival(signal: Signal, leg: LegId): boolean {
  return signal.kind === 'call-arrived' && signal.leg === leg;
}

function lineOf(asterisk: AsteriskModel, first: LegId, leg: LegId): FarLine {
  return {
    leg,
    unite: () => {
      asterisk.refer(first, '', leg);
      return Promise.resolve();
    },
    hangUp: () => {
      asterisk.hangUp(leg);
      return Promise.resolve();
    },
  };
}

function callerOn(asterisk: AsteriskModel, leg: LegId): FarCaller {
  return {
    leg,
    press: (keys) => {
      for (const key of Array.from(keys)) asterisk.pressKey(leg, key);
      return Promise.resolve();
    },
    says: (parts) => {
      asterisk.recordings.says(leg, parts);
      return Promise.resolve();
    },
    hangUp: () => {
      asterisk.hangUp(leg);
      return Promise.resolve();
    },
  };
}

/** The port's face of the model; its listener is the world itself. */
class ModelTelephony implements Telephony {
  constructor(private readonly asterisk: AsteriskModel) {}

  check() {
    return Promise.resolve({ version: 'model', findings: [] });
  }

  open(_listener: TelephonyListener): Promise<void> {
    return Promise.resolve();
  }

  carryOut(commands: readonly Command[]): void {
    this.asterisk.carryOut(commands);
  }

  look(): Promise<Existing> {
    return Promise.resolve(this.asterisk.existing());
  }

  inFlight(): number {
    return 0;
  }

  close(_withinMs: number): Promise<void> {
    return Promise.resolve();
  }
}
