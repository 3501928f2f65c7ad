import type { Utterance } from '../model/recordings.js';
import type { Behaviour } from '../scenario/scenario.js';
import { type AriEvent, AriLink, type AriPlace } from './ari-link.js';
import { Ears } from './ears.js';
import { at, channelOf, text } from './event-fields.js';
import { FarPhones } from './far-phones.js';
import type { Changeable, FarCall } from './records.js';

export interface FarPlace extends AriPlace {
  readonly recordingFolder: string;
  readonly soundsFolder: string;
}

export interface CallOrder {
  readonly number: string;
  /** null: hidden. */
  readonly from: string | null;
  /** Sent from the answer on; null: silence, and nothing is recorded. */
  readonly toneHz: number | null;
}

/** The outside world and the phones of the tests: a second Asterisk, driven over its own ARI. */
export class FarEnd {
  readonly phones: FarPhones;
  readonly #link: AriLink;
  readonly #ears: Ears;
  readonly #calls = new Map<string, Changeable<FarCall>>();
  readonly #errors: string[] = [];
  #placed = 0;

  private constructor(
    place: FarPlace,
    private readonly prefix: string,
  ) {
    this.#link = new AriLink(place, 'far');
    this.#ears = new Ears(this.#link, place);
    this.phones = new FarPhones(this.#link, this.#ears, (error) => this.#errors.push(String(error)));
  }

  /** Connects to the far end's Asterisk. `prefix` must differ between two runs on one Asterisk. */
  static async connect(place: FarPlace, prefix: string): Promise<FarEnd> {
    const far = new FarEnd(place, prefix);
    await far.#link.open(
      (event) => far.#take(event),
      () => far.#errors.push('the event stream of the far end broke: its record has holes'),
    );
    return far;
  }

  /** Places a call from outside; resolves with its id when the far end's Asterisk has begun it. */
  async call(order: CallOrder): Promise<string> {
    return this.#place(order, `PJSIP/${order.number}@pbx`);
  }

  /** An agent's phone calls a number by itself. */
  async callFromPhone(phone: string, number: string, toneHz: number | null = null): Promise<string> {
    return this.#place({ number, from: phone, toneHz }, `PJSIP/${number}@${phone}`);
  }

  /** What stands in a Refer-To for this call: a name that nobody reads, and the dialog that the other call is to take the place of. */
  async placeOf(id: string): Promise<string> {
    const [callId, remote, local] = await Promise.all(
      ['call-id', 'remote_tag', 'local_tag'].map((what) => this.#link.variable(id, `CHANNEL(pjsip,${what})`)),
    );
    const replaces = `${callId ?? ''};to-tag=${remote ?? ''};from-tag=${local ?? ''}`;
    return `second@pbx?Replaces=${encodeURIComponent(replaces)}`;
  }

  async press(id: string, keys: string): Promise<void> {
    const call = this.#calls.get(id);
    if (call === undefined) throw new Error(`there is no call ${id}`);
    call.keys = [...call.keys, ...Array.from(keys, (key) => ({ key, at: Date.now() }))];
    await this.#ears.press(id, keys);
  }

  /** From now on it says this, and nothing behind it. */
  async say(id: string, parts: readonly Utterance[]): Promise<void> {
    await this.#ears.say(id, parts);
  }

  async hangUp(id: string): Promise<void> {
    const call = this.#calls.get(id);
    if (call !== undefined) call.endedBy ??= 'far-end';
    await this.#link.send('DELETE', `/channels/${id}`);
  }

  /** Ends every call of ours. */
  async hangUpAll(): Promise<void> {
    const open = [...this.#calls.values()].filter(({ endedAt }) => endedAt === null);
    await Promise.all(open.map(({ id }) => this.hangUp(id)));
  }

  callRecord(id: string): FarCall | undefined {
    return this.#calls.get(id);
  }

  calls(): readonly FarCall[] {
    return [...this.#calls.values()];
  }

  /** Calls and phones that are not over. */
  openLegs(): number {
    return this.openLegNames().length;
  }

  openLegNames(): readonly string[] {
    const calls = [...this.#calls.values()].filter(({ endedAt }) => endedAt === null);
    const rings = this.phones.rings().filter(({ endedAt }) => endedAt === null);
    return [...calls.map(({ id }) => id), ...rings.map(({ id, phone }) => `${id} at ${phone}`)];
  }

  /** What went wrong at the far end itself. */
  errors(): readonly string[] {
    return [...this.#errors, ...this.#ears.errors()];
  }

  close(): void {
    this.phones.close();
    this.#link.close();
  }

  async #place({ number, from, toneHz }: CallOrder, endpoint: string): Promise<string> {
    this.#placed += 1;
    const id = `${this.prefix}-call-${this.#placed}`;
    this.#calls.set(id, newCall(id, number, from));
    if (toneHz !== null) this.#ears.expect(id, toneHz);
    // A number with its privacy flag is what a hidden caller looks like.
    const shown = from === null ? { 'CALLERID(pres)': 'prohib' } : {};
    const body = {
      endpoint,
      app: 'far',
      appArgs: 'caller',
      channelId: id,
      callerId: from ?? 'anonymous',
      timeout: -1,
      variables: shown,
    };
    const reply = await this.#link.send('POST', '/channels', body);
    if (reply.status >= 300)
      throw new Error(`the far end could not call: ${reply.status} ${JSON.stringify(reply.body)}`);
    return id;
  }

  #take(event: AriEvent): void {
    this.#handle(event).catch((error: unknown) => this.#errors.push(String(error)));
  }

  async #handle(event: AriEvent): Promise<void> {
    const id = channelOf(event);
    if (this.#ears.take(event)) return;
    const call = this.#calls.get(id);
    if (call === undefined) return this.phones.take(event);
    switch (event.type) {
      case 'ChannelStateChange': {
        this.#stateChanged(call, event);
        return;
      }
      case 'StasisStart':
        call.answeredAt ??= at(event);
        return this.#ears.open(id, (recording) => (call.recording = recording));
      case 'ChannelDestroyed':
        call.endedAt ??= at(event);
        call.endedBy ??= 'pbx';
        call.cause = Number(event['cause'] ?? 0);
        return;
    }
  }

  #stateChanged(call: Changeable<FarCall>, event: AriEvent): void {
    const state = text(event, 'channel', 'state');
    if (state === 'Ringing') call.ringingAt ??= at(event);
    if (state === 'Up') call.answeredAt ??= at(event);
  }

  /** For tests that begin with a phone in a certain way. */
  async setBehaviour(phone: string, behaviour: Behaviour): Promise<void> {
    await this.phones.setBehaviour(phone, behaviour);
  }
}

function newCall(id: string, number: string, from: string | null): Changeable<FarCall> {
  return {
    id,
    number,
    from,
    placedAt: Date.now(),
    ringingAt: null,
    answeredAt: null,
    endedAt: null,
    endedBy: null,
    cause: null,
    keys: [],
    recording: null,
  };
}
