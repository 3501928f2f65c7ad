import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAriTelephony } from '../../../src/ari/telephony.js';
import type { AriTelephony } from '../../../src/ari/telephony.js';
import type { Phone } from '../../../src/core/plan.js';
import type { Signal } from '../../../src/core/signal.js';
import { type AsteriskSet, consoleCommand } from '../../support/asterisk/instances.js';
import { RecordingsFolder } from '../../support/asterisk/recordings-folder.js';
import { FarEnd } from '../../support/far-end/far-end.js';
import type { ContractWorld, FarCaller, FarLine } from '../world.js';
import { silentLog } from './silent-log.js';
import { SignalRecord } from './signal-record.js';
import { Wire } from './wire.js';

const NUMBER = '+35929000001';

/** The adapter, a real Asterisk and its far end, shared by the cases of one run. */
export class RealStage {
  readonly #record = new SignalRecord();
  readonly #recordings: RecordingsFolder;
  #minted = 0;

  private constructor(
    private readonly set: AsteriskSet,
    private readonly wire: Wire,
    private readonly far: FarEnd,
    readonly telephony: AriTelephony,
  ) {
    this.#recordings = new RecordingsFolder(set.pbx.recordingFolder);
  }

  static async open(set: AsteriskSet): Promise<RealStage> {
    const wire = await Wire.to(set.pbx.ariUrl);
    const far = await FarEnd.connect(set.far, `contract-${process.pid}`);
    const telephony = createAriTelephony({
      url: wire.url,
      user: set.pbx.ariUser,
      password: readFileSync(set.pbx.ariPasswordFile, 'utf8').trim(),
      application: 'callplane',
      log: silentLog,
      random: () => 0.5,
      monotonicMs: () => performance.now(),
    });
    const stage = new RealStage(set, wire, far, telephony);
    await telephony.open(stage.#record);
    return stage;
  }

  async close(): Promise<void> {
    await this.telephony.close(1000);
    this.far.close();
    await this.wire.close();
  }

  /** A world for one case. */
  world(): ContractWorld {
    const record = this.#record;
    const begin = record.length;
    const beganAt = Date.now();
    const [one, other] = this.set.phones;
    if (one === undefined || other === undefined) throw new Error('the set needs two phones');
    return {
      telephony: this.telephony,
      phones: [one.endpoint, other.endpoint],
      absentPhone: 'PJSIP/softphone',
      unknownPhone: 'PJSIP/nobody-ever',
      number: NUMBER,
      media: { long: 'sound:demo-congrats', short: 'sound:beep', missing: 'sound:callplane/not-there' },
      farEnd: {
        callIn: (from) => this.#callIn(from),
        placeCall: async (from) => {
          await this.far.call({ number: NUMBER, from, toneHz: null });
        },
        setBehaviour: (phone, behaviour) => this.far.setBehaviour(nameOf(phone), behaviour),
        phoneHangsUp: (phone) => this.far.phones.hangUp(nameOf(phone)),
        phoneHolds: (phone, hold) => this.far.phones.hold(nameOf(phone), hold),
        phoneRefers: (phone, to) => this.far.phones.refer(nameOf(phone), to),
        referAnswers: (phone) => this.#referAnswers(nameOf(phone), beganAt),
        phoneDials: (phone) => this.#dialAt(nameOf(phone)),
      },
      newId: (kind) => {
        this.#minted += 1;
        return `${kind}-${process.pid}-${this.#minted}`;
      },
      signals: () => record.since(begin),
      now: () => performance.now(),
      waitFor: (what, fits) => record.waitFor(begin, what, fits),
      pass: (ms) => sleep(ms),
      loseEvents: async () => {
        const told = record.states.length;
        this.wire.set('cut');
        await record.until('the loss is told', () => record.states.length > told);
      },
      regainEvents: async () => {
        const told = record.states.length;
        this.wire.set('open');
        await record.until('the return is told', () => record.states.length > told);
        if (record.existing === null) throw new Error('nothing was told of what exists');
        return record.existing;
      },
      recordingsFolder: (state) => this.#recordings.set(state),
      reloadPhones: async () => {
        await consoleCommand(this.set.set, 'pbx', 'module reload res_pjsip.so');
      },
      cleanUp: () => this.#cleanUp(begin),
    };
  }

  async #callIn(from: string | null): Promise<FarCaller> {
    const before = this.#record.length;
    const id = await this.far.call({ number: NUMBER, from, toneHz: null });
    const arrival = await this.#record.waitFor(before, 'the call arrives', isArrival);
    // Asterisk has answered before the far end has heard of it; a channel that is not up sends neither keys nor sound.
    const isUp = (): Promise<void> =>
      this.#record.until('the far end is up', () => (this.far.callRecord(id)?.answeredAt ?? null) !== null);
    return {
      leg: arrival.kind === 'call-arrived' ? arrival.leg : '',
      press: async (keys) => {
        await isUp();
        await this.far.press(id, keys);
      },
      says: async (parts) => {
        await isUp();
        await this.far.say(id, parts);
      },
      hangUp: () => this.far.hangUp(id),
    };
  }

  #referAnswers(phone: string, since: number): readonly string[] {
    const rings = this.far.phones.rings().filter((ring) => ring.phone === phone && ring.rangAt >= since);
    return rings.flatMap(({ referAnswers }) => referAnswers.map(({ answer }) => answer));
  }

  async #dialAt(phone: string): Promise<FarLine> {
    const before = this.#record.length;
    const id = await this.far.callFromPhone(phone, NUMBER);
    const arrival = await this.#record.waitFor(before, 'the second call arrives', isArrival);
    return {
      leg: arrival.kind === 'call-arrived' ? arrival.leg : '',
      unite: async () => {
        await this.#record.until('it is up', () => (this.far.callRecord(id)?.answeredAt ?? null) !== null);
        await this.far.phones.refer(phone, await this.far.placeOf(id));
      },
      hangUp: () => this.far.hangUp(id),
    };
  }

  /** Leaves nothing behind for the next case: no call at the far end, no leg and no bridge here. */
  async #cleanUp(begin: number): Promise<void> {
    this.wire.set('open');
    await this.#recordings.set('there');
    await this.far.hangUpAll();
    await this.far.phones.hangUpAll();
    const bridges = new Set(
      this.#record.since(begin).flatMap((signal) => (signal.kind === 'leg-joined' ? [signal.bridge] : [])),
    );
    this.telephony.carryOut([...bridges].map((bridge) => ({ kind: 'remove-bridge', bridge })));
    await this.#record.until('the far end is quiet', () => this.far.openLegs() === 0);
    await this.#record.until('nothing is in flight', () => this.telephony.inFlight() === 0);
  }
}

function isArrival(signal: Signal): boolean {
  return signal.kind === 'call-arrived';
}

/** The far end knows phones by their name alone. */
function nameOf(phone: Phone): string {
  return phone.replace(/^PJSIP\//, '');
}
