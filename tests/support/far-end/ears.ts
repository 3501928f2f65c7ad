import { join } from 'node:path';
import type { AriEvent, AriLink } from './ari-link.js';
import { argsOf, at, channelOf, text } from './event-fields.js';
import type { Utterance } from '../model/recordings.js';
import type { Recording } from './records.js';
import { joined, toneSamples } from './tones.js';
import { writeWave } from './wave-file.js';

interface Ear {
  readonly toneHz: number;
  readonly note: (recording: Recording) => void;
}

/** One file of a tone, and how often it is played: together longer than any scenario. */
const TONE_FILE_MS = 10_000;
const TONE_REPEATS = 60;
/** What stands for words. */
const VOICE_HZ = 1000;
const SILENCE_BEHIND_MS = 60_000;

/**
 * Lets each party send a tone of its own and records what it hears. The recording hears both directions: the tone that
 * is always sent keeps its clock running while the other side is silent. The tone is a sound file: while Asterisk
 * plays `tone:` it throws away what the channel hears.
 */
export class Ears {
  readonly #toneOf = new Map<string, number>();
  readonly #ears = new Map<string, Ear>();
  readonly #recording = new Map<string, Recording>();
  readonly #written = new Set<number>();
  readonly #errors: string[] = [];

  constructor(
    private readonly link: AriLink,
    private readonly place: { readonly recordingFolder: string; readonly soundsFolder: string },
  ) {}

  /** The party will send this tone when it is up. */
  expect(channel: string, toneHz: number): void {
    this.#toneOf.set(channel, toneHz);
    if (this.#written.has(toneHz)) return;
    this.#written.add(toneHz);
    const file = join(this.place.soundsFolder, 'en/callplane', `tone-${toneHz}.wav`);
    writeWave(file, toneSamples(toneHz, TONE_FILE_MS));
  }

  /** The party is up: its tone begins, and the recording; `note` is told when it has begun. */
  async open(channel: string, note: (recording: Recording) => void): Promise<void> {
    const toneHz = this.#toneOf.get(channel);
    if (toneHz === undefined || this.#ears.has(channel)) return;
    this.#ears.set(channel, { toneHz, note });
    await this.#sound(channel, toneHz);
    await this.link.send(
      'POST',
      `/channels/${channel}/snoop/${channel}-ear?spy=both&app=far&appArgs=ear,${channel}`,
    );
  }

  /** Keys can only be sent while the tone pauses: a playback holds the channel's other work up. */
  async press(channel: string, keys: string): Promise<void> {
    const toneHz = this.#ears.has(channel) ? this.#toneOf.get(channel) : undefined;
    if (toneHz !== undefined) await this.link.send('DELETE', `/playbacks/${channel}-tone`);
    await this.link.send(
      'POST',
      `/channels/${channel}/dtmf?dtmf=${encodeURIComponent(keys)}&duration=100&between=100`,
    );
    if (toneHz !== undefined) await this.#sound(channel, toneHz);
  }

  /** Its tone stops, so that the channel can do something else. */
  async pause(channel: string): Promise<void> {
    if (this.#ears.has(channel)) await this.link.send('DELETE', `/playbacks/${channel}-tone`);
  }

  /** And goes on. */
  async goOn(channel: string): Promise<void> {
    const toneHz = this.#ears.has(channel) ? this.#toneOf.get(channel) : undefined;
    if (toneHz !== undefined) await this.#sound(channel, toneHz);
  }

  /** Says this in the place of its tone; the silence behind it is sent as sound, as a phone does. */
  async say(channel: string, parts: readonly Utterance[]): Promise<void> {
    const samples = [...parts, { sound: 'silence', ms: SILENCE_BEHIND_MS } as const].map(({ sound, ms }) =>
      toneSamples(VOICE_HZ, ms, sound === 'speech' ? undefined : 0),
    );
    writeWave(join(this.place.soundsFolder, 'en/callplane', `${channel}.wav`), joined(samples));
    if (this.#ears.has(channel)) await this.link.send('DELETE', `/playbacks/${channel}-tone`);
    const reply = await this.link.send('POST', `/channels/${channel}/play?media=sound:callplane/${channel}`);
    if (reply.status >= 300)
      throw new Error(`${channel} could not speak: ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  async #sound(channel: string, toneHz: number): Promise<void> {
    const media = Array.from({ length: TONE_REPEATS }, () => `sound:callplane/tone-${toneHz}`).join(',');
    const reply = await this.link.send('POST', `/channels/${channel}/play/${channel}-tone?media=${media}`);
    // 404 and 409: it has hung up in the same moment.
    if (reply.status >= 300 && reply.status !== 404 && reply.status !== 409)
      this.#errors.push(`the tone of ${channel} was refused: ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  /** Handles the events of the recordings; false: the event is about something else. */
  take(event: AriEvent): boolean {
    if (event.type.startsWith('Recording')) {
      this.#recordingChanged(event);
      return true;
    }
    const [role, party = ''] = argsOf(event);
    if (event.type === 'StasisStart' && role === 'ear') {
      this.#record(channelOf(event), party).catch((error: unknown) => this.#errors.push(String(error)));
      return true;
    }
    return channelOf(event).endsWith('-ear');
  }

  errors(): readonly string[] {
    return this.#errors;
  }

  async #record(ear: string, party: string): Promise<void> {
    const reply = await this.link.send(
      'POST',
      `/channels/${ear}/record?name=${party}&format=sln&ifExists=overwrite`,
    );
    if (reply.status < 300) return;
    if (reply.status !== 404 && reply.status !== 409)
      this.#errors.push(`recording ${party} was refused: ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  #recordingChanged(event: AriEvent): void {
    const party = text(event, 'recording', 'name');
    const note = this.#ears.get(party)?.note;
    if (event.type === 'RecordingStarted') {
      const file = join(this.place.recordingFolder, `${party}.sln`);
      this.#recording.set(party, { file, startedAt: at(event), endedAt: null });
    }
    const recording = this.#recording.get(party);
    if (recording === undefined || note === undefined) return;
    note(event.type === 'RecordingStarted' ? recording : { ...recording, endedAt: at(event) });
  }
}
