import { nextChance, type Chance } from '../../src/core/chance.js';
import type { CallEvent, CallFact, EndedBy, Milestone, VisitExit } from '../../src/core/milestone.js';
import { drawCaller } from './callers.js';
import { numberOf } from './company.js';
import type { Desk } from './desk.js';
import type { Shape } from './shape.js';

const MENU_SHARE = 0.5;
const LOST_IN_MENU = 0.08;
const NO_ANSWER = 0.1;
const RECORDED = 0.5;
const RATED = 0.1;
const RING_MS = 15_000;
const WRAP_UP_MS = 30_000;
const MEDIAN_TALK_MS = 110_000;
const LONGEST_TALK_MS = 2 * 3_600_000;
const PATIENCE_MS = 150_000;

/** What a call is made with. */
export interface Making {
  readonly shape: Shape;
  /** Their names. */
  readonly queues: readonly string[];
  readonly desk: Desk;
  readonly chance: Chance;
  readonly planVersion: string;
}

/** Makes up the call with this number, and what it keeps agents busy with. */
export function callOf(number: number, arrivedAt: number, making: Making): Milestone[] {
  const call = new Call(number, arrivedAt, making);
  call.live();
  return call.told;
}

class Call {
  readonly told: Milestone[] = [];
  readonly #id: string;
  readonly #queue: number;
  readonly #name: string;
  #now: number;
  #offers = 0;
  #fact: CallFact;

  constructor(
    private readonly number: number,
    arrivedAt: number,
    private readonly making: Making,
  ) {
    const { shape, chance, planVersion } = making;
    this.#id = `h-call-${number}`;
    this.#now = arrivedAt;
    this.#queue = Math.floor(nextChance(chance) ** 1.5 * shape.queues);
    this.#name = making.queues[this.#queue] ?? '';
    const from = drawCaller(chance, Math.ceil(shape.calls / 3));
    const dialled = numberOf(this.#queue);
    const common = { call: this.#id, from, dialled, planVersion };
    this.told.push({ kind: 'call-arrived', ...common, leg: `PJSIP/trunk-${number}`, at: arrivedAt });
    this.#fact = {
      ...common,
      ...{ direction: 'inbound', fromName: null, tags: [`source-${this.#queue % 7}`], marks: [] },
      ...{ arrivedAt, answeredAt: arrivedAt + 40, firstOfferedAt: null, endedAt: arrivedAt },
      ...{ endedBy: 'caller', endPlace: 'menu', lastExit: null, waitMs: 0, conversations: 0, talkMs: 0 },
      ...{ closed: false, inHours: true, informationHeard: null },
    };
  }

  live(): void {
    this.#pass(40);
    this.#tell('answered', {});
    if (!this.#getsThroughMenu()) return this.#end('caller');
    this.#tell('queue-entered', { queue: this.#name, visit: this.#part('visit') });
    const enteredAt = this.#now;
    const gives = enteredAt + Math.floor(2_000 - PATIENCE_MS * Math.log(1 - nextChance(this.making.chance)));
    this.#fact = { ...this.#fact, firstOfferedAt: enteredAt, endPlace: 'queue' };
    const first = this.#ring(enteredAt, gives, null);
    const answer = first?.answer === null ? this.#ring(this.#now, gives, first.agent) : first;
    if (answer?.answer == null) {
      this.#pass(Math.max(0, gives - this.#now));
      this.#leave(enteredAt, 'hung-up', null);
      return this.#end('caller');
    }
    this.#leave(enteredAt, 'answered', answer.agent);
    this.#talk(enteredAt, answer.agent, answer.offeredAt);
  }

  #getsThroughMenu(): boolean {
    const { chance } = this.making;
    if (nextChance(chance) >= MENU_SHARE) return true;
    this.#tell('menu-entered', { menu: 'main' });
    this.#pass(2_000 + Math.floor(nextChance(chance) * 12_000));
    if (nextChance(chance) < LOST_IN_MENU) return false;
    this.#tell('menu-key', { menu: 'main', key: String(1 + (this.#queue % 9)), try: 1 });
    this.#pass(20);
    return true;
  }

  /** Rings who is free first; null: nobody is before he gives up; an answer of null: it was not answered. */
  #ring(
    from: number,
    gives: number,
    not: string | null,
  ): { readonly agent: string; readonly offeredAt: number; readonly answer: number | null } | null {
    const { desk, chance } = this.making;
    const free = desk.firstFree(this.#queue, from, gives, not);
    if (free === null) return null;
    const { agent, at: offeredAt } = free;
    this.#now = offeredAt;
    this.#offers += 1;
    const isAnswered = not !== null || offeredAt + RING_MS > gives || nextChance(chance) >= NO_ANSWER;
    this.#tell('offered', { agent, offer: this.#part(`offer-${this.#offers}`), wave: this.#offers });
    this.#pass(isAnswered ? 1_500 + Math.floor(nextChance(chance) * 7_000) : RING_MS);
    this.told.push({
      kind: 'offer-ended',
      ...{ offer: this.#part(`offer-${this.#offers}`), call: this.#id, visit: this.#part('visit') },
      ...{ queue: this.#name, agent, wave: this.#offers, offeredAt, endedAt: this.#now },
      result: isAnswered ? 'answered' : 'no-answer',
    });
    if (!isAnswered) desk.busy(agent, offeredAt, [{ state: 'offered', to: this.#now, queue: this.#name }]);
    return { agent, offeredAt, answer: isAnswered ? this.#now : null };
  }

  #leave(enteredAt: number, exit: VisitExit, agent: string | null): void {
    const waitMs = this.#now - enteredAt;
    this.told.push({
      kind: 'visit-ended',
      ...{ visit: this.#part('visit'), call: this.#id, queue: this.#name, step: null },
      ...{ enteredAt, endedAt: this.#now, exit, carriedMs: 0, waitMs, agent, offers: this.#offers },
      planVersion: this.making.planVersion,
    });
    this.#fact = { ...this.#fact, lastExit: exit, waitMs };
  }

  #talk(enteredAt: number, agent: string, offeredAt: number): void {
    const { desk, chance } = this.making;
    const [startedAt, conversation] = [this.#now, this.#part('conversation')];
    const talkMs = Math.min(LONGEST_TALK_MS, Math.floor(MEDIAN_TALK_MS * Math.exp(0.95 * bell(chance))));
    this.#tell('connected', { agent, conversation });
    this.#pass(talkMs);
    const endedBy = nextChance(chance) < 0.6 ? 'caller' : 'agent';
    const what = { call: this.#id, conversation, queue: this.#name, agent, startedAt, endedAt: this.#now };
    this.told.push({
      kind: 'conversation-ended',
      ...{ ...what, visit: this.#part('visit'), offer: this.#part(`offer-${this.#offers}`), talkMs },
      ...{ waitMs: startedAt - enteredAt, ringMs: startedAt - offeredAt, endedBy },
    });
    const wrapUpMs = Math.floor(nextChance(chance) ** 2 * 1.4 * WRAP_UP_MS);
    desk.busy(agent, offeredAt, [
      { state: 'offered', to: startedAt, queue: this.#name },
      { state: 'talking', to: this.#now, queue: this.#name, conversation },
      {
        ...{ state: 'wrap-up', to: this.#now + Math.min(wrapUpMs, WRAP_UP_MS), queue: this.#name },
        ...{ conversation, endedBy: wrapUpMs >= WRAP_UP_MS ? 'limit' : 'agent' },
      },
    ]);
    this.#fact = { ...this.#fact, conversations: 1, talkMs, endPlace: 'conversation' };
    if (nextChance(chance) < RECORDED) this.#recorded(what);
    if (endedBy === 'agent' && nextChance(chance) < RATED * 2) this.#rated(what);
    this.#end(endedBy);
  }

  #recorded(what: {
    readonly conversation: string;
    readonly agent: string;
    readonly startedAt: number;
  }): void {
    this.told.push({
      kind: 'recording-ended',
      ...{ recording: what.conversation, call: this.#id, conversation: what.conversation, queue: this.#name },
      ...{
        agent: what.agent,
        startedAt: what.startedAt,
        endedAt: this.#now,
        result: 'recorded',
        failure: null,
      },
      durationMs: Math.floor((this.#now - what.startedAt) / 1000) * 1000,
    });
  }

  #rated(what: { readonly conversation: string; readonly agent: string }): void {
    const { chance } = this.making;
    const askedAt = this.#now;
    const isGiven = nextChance(chance) < 0.6;
    this.#pass(6_000);
    this.told.push({
      kind: 'rating-ended',
      ...{ rating: this.#part('rating'), call: this.#id, conversation: what.conversation, queue: this.#name },
      ...{ agent: what.agent, recording: null, question: 'rating', lowest: 1, highest: 5, askedAt },
      ...{ endedAt: this.#now, tries: 1, result: isGiven ? 'rated' : 'silent' },
      score: isGiven ? 1 + Math.floor(nextChance(chance) ** 0.4 * 5) : null,
    });
  }

  #end(endedBy: EndedBy): void {
    this.told.push({ kind: 'call-ended', ...this.#fact, endedBy, endedAt: this.#now });
    this.#tell('left', { by: endedBy });
  }

  #part(noun: string): string {
    return `h-${noun}-${this.number}`;
  }

  #pass(ms: number): void {
    this.#now += ms;
  }

  #tell(event: CallEvent['event'], detail: CallEvent['detail']): void {
    this.told.push({ kind: 'call-event', call: this.#id, at: this.#now, event, detail });
  }
}

/** Drawn from the normal distribution. */
function bell(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - nextChance(chance))) * Math.cos(2 * Math.PI * nextChance(chance));
}
