import { setTimeout as pause } from 'node:timers/promises';
import type { Behaviour } from '../scenario/scenario.js';
import type { AriEvent, AriLink } from './ari-link.js';
import type { Ears } from './ears.js';
import { argsOf, at, channelOf, text } from './event-fields.js';
import type { Changeable, FarRing } from './records.js';

interface FarPhone {
  behaviour: Behaviour;
  toneHz: number | null;
  /** `many`: a switchboard, never busy. */
  lines: 'one' | 'many';
  /** In a call that Callplane did not give. */
  isInOtherCall: boolean;
}

type OpenRing = Changeable<FarRing> & { timers: NodeJS.Timeout[]; isTransferred: boolean };

/** A phone takes BYE and the INVITE behind it in their order; the far end's Asterisk has a thread for each, and tells the end later. */
const LAST_CALL_ENDS_WITHIN_MS = 250;
const LOOKS_EVERY_MS = 10;

/** An agent's phone rings, or one outside. */
const RINGS: ReadonlySet<string> = new Set(['phone', 'outside']);

/** What the last NOTIFY about a transfer says, by its SIP status; of success Asterisk tells none, and `0` is also the end of the call. */
const ANSWERS: Readonly<Record<string, string>> = { '0': 'unheard', '503': 'unavailable', '603': 'declined' };

/** The phones of the agents at the far end, each with a behaviour. */
export class FarPhones {
  readonly #phones = new Map<string, FarPhone>();
  readonly #rings = new Map<string, OpenRing>();
  /** Channels that are in the dialplan until a transfer is over. */
  readonly #referring = new Set<string>();

  constructor(
    private readonly link: AriLink,
    private readonly ears: Ears,
    private readonly trouble: (error: unknown) => void,
  ) {}

  /** A phone that is never set up answers nobody. */
  setUp(phone: string, behaviour: Behaviour, toneHz: number | null, lines: 'one' | 'many' = 'one'): void {
    this.#phones.set(phone, { behaviour, toneHz, lines, isInOtherCall: false });
  }

  setBehaviour(phone: string, behaviour: Behaviour): Promise<void> {
    const { toneHz = null, lines } = this.#phones.get(phone) ?? {};
    this.setUp(phone, behaviour, toneHz, lines);
    return Promise.resolve();
  }

  setOtherCall(phone: string, isInOtherCall: boolean): void {
    const known = this.#phones.get(phone);
    if (known !== undefined) known.isInOtherCall = isInOtherCall;
  }

  /** The phone hangs its call up. */
  async hangUp(phone: string): Promise<void> {
    await this.#end(this.#talkOf(phone), 'normal');
  }

  /** The phone presses keys while it talks. */
  async press(phone: string, keys: string): Promise<void> {
    await this.ears.press(this.#talkOf(phone).id, keys);
  }

  /** The phone puts the other side on hold, or takes it off. */
  async hold(phone: string, hold: 'on' | 'off'): Promise<void> {
    const { id } = this.#talkOf(phone);
    const reply = await this.link.send(hold === 'on' ? 'POST' : 'DELETE', `/channels/${id}/hold`);
    if (reply.status >= 300) throw new Error(`${phone} cannot hold: ${reply.status}`);
  }

  /**
   * The phone presses its transfer key and dials `to`, or names its other call there (REFER). Its channel leaves for the dialplan, which waits there for the
   * last NOTIFY, and comes back; a phone that hears that it is done hangs up, as phones do.
   */
  async refer(phone: string, to: string): Promise<void> {
    const ring = this.#talkOf(phone);
    await this.link.demand('POST', `/applications/far/subscription?eventSource=channel:${ring.id}`);
    this.#referring.add(ring.id);
    const target = encodeURIComponent(`PJSIP/<sip:${to.includes('@') ? to : `${to}@pbx`}>`);
    // Whatever is asked of the channel waits for the end of its tone.
    await this.ears.pause(ring.id);
    await this.link.demand('POST', `/channels/${ring.id}/variable?variable=REFER_TO&value=${target}`);
    await this.link.demand('POST', `/channels/${ring.id}/continue?context=far-refers&extension=s&priority=1`);
  }

  #talkOf(phone: string): OpenRing {
    const talk = [...this.#rings.values()].find(
      (ring) => ring.phone === phone && ring.outcome === 'answered' && ring.endedAt === null,
    );
    if (talk === undefined) throw new Error(`${phone} has no call`);
    return talk;
  }

  async hangUpAll(): Promise<void> {
    const open = [...this.#rings.values()].filter(({ endedAt }) => endedAt === null);
    await Promise.all(open.map((ring) => this.#end(ring, 'normal')));
  }

  rings(): readonly FarRing[] {
    return [...this.#rings.values()];
  }

  async take(event: AriEvent): Promise<void> {
    const id = channelOf(event);
    const ring = this.#rings.get(id);
    if (event.type === 'StasisStart' && RINGS.has(argsOf(event)[0] ?? '')) return this.#arrived(id, event);
    if (ring === undefined) return;
    if (event.type === 'StasisStart') return this.#isBack(ring);
    if (event.type === 'ChannelVarset') {
      this.#hears(ring, event);
      return;
    }
    if (event.type === 'StasisEnd' && this.#referring.has(id)) return;
    if (event.type === 'StasisEnd' || event.type === 'ChannelDestroyed') this.#ended(ring, at(event));
    if (event.type === 'ChannelHangupRequest' && event['soft'] !== true) this.#ended(ring, at(event));
  }

  /** The channel notes first whether it was done, then the SIP status. */
  #hears(ring: OpenRing, event: AriEvent): void {
    const [variable, value] = [text(event, 'variable'), text(event, 'value')];
    if (variable === 'TRANSFERSTATUS') ring.isTransferred = value === 'SUCCESS';
    if (variable !== 'TRANSFERSTATUSPROTOCOL') return;
    const answer = ring.isTransferred ? 'done' : (ANSWERS[value] ?? value);
    ring.referAnswers = [...ring.referAnswers, { answer, at: at(event) }];
  }

  /** From the dialplan, where it heard what has come of its transfer. */
  async #isBack(ring: OpenRing): Promise<void> {
    this.#referring.delete(ring.id);
    if (ring.referAnswers.at(-1)?.answer === 'done') await this.#end(ring, 'normal');
    else await this.ears.goOn(ring.id);
  }

  async #arrived(id: string, event: AriEvent): Promise<void> {
    const phone = argsOf(event)[1] ?? '';
    const number = text(event, 'channel', 'caller', 'number');
    const name = text(event, 'channel', 'caller', 'name');
    const ring: OpenRing = {
      id,
      phone,
      callerNumber: number === '' ? null : number,
      callerName: name === '' ? null : name,
      rangAt: at(event),
      stoppedAt: null,
      outcome: null,
      endedAt: null,
      endedBy: null,
      recording: null,
      referAnswers: [],
      isTransferred: false,
      timers: [],
    };
    this.#rings.set(id, ring);
    const isTaken = await this.#isTaken(ring);
    if (ring.endedAt === null) await this.#react(ring, isTaken);
  }

  async #isTaken({ id, phone }: OpenRing): Promise<boolean> {
    const known = this.#phones.get(phone);
    if (known?.lines === 'many') return false;
    if (known?.isInOtherCall === true) return true;
    const isInCall = (): boolean =>
      [...this.#rings.values()].some(
        (ring) => ring.id !== id && ring.phone === phone && ring.endedAt === null,
      );
    const asked = Date.now();
    while (isInCall() && Date.now() - asked < LAST_CALL_ENDS_WITHIN_MS) await pause(LOOKS_EVERY_MS);
    return isInCall();
  }

  async #react(ring: OpenRing, isTaken: boolean): Promise<void> {
    const known = this.#phones.get(ring.phone);
    const behaviour = known?.behaviour ?? { kind: 'never-answers' };
    if (isTaken || behaviour.kind === 'is-busy') return this.#refuse(ring, 'busy', 'busy');
    await this.link.send('POST', `/channels/${ring.id}/ring`);
    if (behaviour.kind === 'declines')
      this.#after(ring, behaviour.afterMs, () => this.#refuse(ring, 'declined', 'normal'));
    if (behaviour.kind === 'answers')
      this.#after(ring, behaviour.afterMs, () =>
        this.#answer(ring, known?.toneHz ?? null, behaviour.hangsUpAfterMs),
      );
  }

  /** From the ringing on, as the phone's user counts it. */
  #after(ring: OpenRing, ms: number, act: () => Promise<void>): void {
    const timer = setTimeout(
      () => {
        // A request that is refused because the caller has gone meanwhile is told by the events.
        if (ring.endedAt === null) act().catch(this.trouble);
      },
      Math.max(0, ring.rangAt + ms - Date.now()),
    );
    ring.timers.push(timer);
  }

  async #answer(ring: OpenRing, toneHz: number | null, hangsUpAfterMs: number | null): Promise<void> {
    // The reply may be read after the events of the other phones, which stop because of it.
    const liftedAt = Date.now();
    const reply = await this.link.send('POST', `/channels/${ring.id}/answer`);
    if (reply.status >= 300) return;
    ring.stoppedAt ??= liftedAt;
    ring.outcome ??= 'answered';
    if (hangsUpAfterMs !== null) this.#hangUpLater(ring, hangsUpAfterMs);
    if (toneHz === null) return;
    this.ears.expect(ring.id, toneHz);
    await this.ears.open(ring.id, (recording) => (ring.recording = recording));
  }

  #hangUpLater(ring: OpenRing, ms: number): void {
    ring.timers.push(
      setTimeout(() => {
        if (ring.endedAt === null) this.#end(ring, 'normal').catch(this.trouble);
      }, ms),
    );
  }

  async #refuse(ring: OpenRing, outcome: 'busy' | 'declined', reason: string): Promise<void> {
    ring.outcome ??= outcome;
    await this.#end(ring, reason);
  }

  async #end(ring: OpenRing, reason: string): Promise<void> {
    ring.endedBy ??= 'far-end';
    await this.link.send('DELETE', `/channels/${ring.id}?reason=${reason}`);
  }

  /** Nobody lifts or hangs up any more. */
  close(): void {
    for (const ring of this.#rings.values()) giveUp(ring);
  }

  #ended(ring: OpenRing, endedAt: number): void {
    giveUp(ring);
    ring.endedAt ??= endedAt;
    ring.stoppedAt ??= endedAt;
    ring.outcome ??= 'cancelled';
    ring.endedBy ??= 'pbx';
  }
}

function giveUp({ timers }: OpenRing): void {
  for (const timer of timers.splice(0)) clearTimeout(timer);
}
