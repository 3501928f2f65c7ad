import type { FarEnd } from '../far-end/far-end.js';

/** A call that an agent has dialled at his phone. */
export interface Dial {
  readonly agent: string;
  /** Call of the far end. */
  readonly id: string;
}

/** What agents dial by themselves in one scenario, and the keys that they press there. */
export class AgentDials {
  readonly all: Dial[] = [];
  #otherCall: string | null = null;

  constructor(private readonly far: FarEnd) {}

  async dial(agent: string, phone: string, number: string, toneHz: number | null): Promise<void> {
    this.all.push({ agent, id: await this.far.callFromPhone(phone, number, toneHz) });
  }

  /** In the call that he has dialled, or else in the one that his phone was given. */
  async press(agent: string, phone: string, keys: string): Promise<void> {
    const isOpen = ({ id }: Dial): boolean => this.far.callRecord(id)?.endedAt === null;
    const dialled = this.all.find((one) => one.agent === agent && isOpen(one));
    if (dialled === undefined) await this.far.phones.press(phone, keys);
    else await this.far.press(dialled.id, keys);
  }

  /** The phone is in a call that Callplane did not give, with the spare one. */
  async elsewhere(phone: string, spare: string): Promise<void> {
    this.far.phones.setOtherCall(phone, true);
    this.#otherCall = await this.far.callFromPhone(phone, spare);
  }

  async endElsewhere(phone: string): Promise<void> {
    if (this.#otherCall === null) throw new Error(`${phone} has no other call`);
    // A phone is free before its BYE is on the way: the next INVITE may be here before the far end has said that it hung up.
    this.far.phones.setOtherCall(phone, false);
    await this.far.hangUp(this.#otherCall);
  }

  /** All calls of the far end that were dialled. */
  ids(): readonly string[] {
    return [...this.all.map(({ id }) => id), ...(this.#otherCall === null ? [] : [this.#otherCall])];
  }
}
