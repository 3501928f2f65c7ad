import type { FarEnd } from '../far-end/far-end.js';
import type { Deed } from '../scenario/scenario.js';

type SecondLineDeed = Extract<Deed, { readonly kind: 'agent-asks' | 'agent-unites' | 'agent-takes-back' }>;

/** Second calls that phones make while they talk, with the first on hold. */
export class SecondLines {
  /** Phone → call of the far end. */
  readonly #lines = new Map<string, string>();

  constructor(private readonly far: FarEnd) {}

  do(deed: SecondLineDeed, phone: string, toneHz: number | null): Promise<void> {
    if (deed.kind === 'agent-asks') return this.#ask(phone, deed.to, toneHz);
    return deed.kind === 'agent-unites' ? this.#unite(phone) : this.#takeBack(phone);
  }

  async #ask(phone: string, to: string, toneHz: number | null): Promise<void> {
    await this.far.phones.hold(phone, 'on');
    this.#lines.set(phone, await this.far.callFromPhone(phone, to, toneHz));
  }

  /** The phone presses its transfer key in the middle of both calls. */
  async #unite(phone: string): Promise<void> {
    await this.far.phones.refer(phone, await this.far.placeOf(this.#lineOf(phone)));
  }

  /** It hangs the second one up and goes on with the first. */
  async #takeBack(phone: string): Promise<void> {
    await this.far.hangUp(this.#lineOf(phone));
    await this.far.phones.hold(phone, 'off');
  }

  #lineOf(phone: string): string {
    const line = this.#lines.get(phone);
    if (line === undefined) throw new Error(`${phone} has no second call`);
    return line;
  }
}
