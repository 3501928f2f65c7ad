import type { Instant } from './signal.js';

/** What a deadline is about; `id` names a call, an offer, an agent, a leg, a queue, a bridge or a phone. */
export type DeadlineKind =
  | 'playback' // call: the prompt must have started, later ended
  | 'menu' // call: silence after a menu's prompt
  | 'collect' // call: silence while digits are awaited
  | 'rating' // call: silence after the prompt that asks for a rating
  | 'lookup' // call: another system must have answered
  | 'speech' // call: its own text must have been spoken
  | 'wait-limit' // call: longest stay in this queue
  | 'ring-limit' // call: longest stay in this ring step
  | 'announce' // call: next announcement while waiting
  | 'widening' // call: more of its wave may ring
  | 'opening' // call: more agents may be offered it
  | 'nobody-fits' // call: nobody who can serve it is there any more
  | 'music' // call: has waited long enough to hear music
  | 'dial' // call: the client's phone has rung long enough
  | 'connect' // call: both legs must be in the bridge
  | 'offer' // offer: the agent's phone has rung long enough
  | 'wrap-up' // agent
  | 'rest' // agent: no offers until then
  | 'pause' // agent: it ends by itself
  | 'pin-lock' // agent: his PIN can be tried again
  | 'code' // leg: silence, or the end of a sound, where a code was dialled
  | 'nobody' // queue: nobody is there any more
  | 'overflow' // queue: whether its callers go to a partner is looked at again
  | 'leg-gone' // leg: our hang-up must have had its effect
  | 'bridge-idle' // bridge: unused, goes back to Asterisk
  | 'voicemail' // voicemail: Asterisk must have begun or closed its file
  | 'recording' // recording: Asterisk must have begun or closed its file
  | 'phone-trails' // phone: its state must have followed the end of our leg
  | 'hours-switch' // calendar: it goes by its times again
  | 'redial' // number: who dropped a call from it keeps his age until then
  | 'message' // number: its emergency message ends
  | 'callback' // callback: whether it is its turn is looked at again
  | 'phone-lost'; // phone: unreachable for so long that nobody counts on it any more

export interface Deadline {
  readonly kind: DeadlineKind;
  readonly id: string;
  readonly at: Instant;
  /** Order among equal instants. */
  readonly sequence: number;
}

/** A deadline without its sequence: the order of a list says the same. */
export type PlainDeadline = Omit<Deadline, 'sequence'>;

/** A deadline in the heap; one that was replaced or cancelled stays there until it comes up. */
interface Entry extends Deadline {
  standing: 'stands' | 'dropped';
}

/** Deadlines as data: at most one per kind and id. A binary heap beside the maps tells the earliest. */
export class Deadlines {
  private readonly current = new Map<DeadlineKind, Map<string, Entry>>();
  private heap: Entry[] = [];
  private sequence = 0;

  set(kind: DeadlineKind, id: string, at: Instant): void {
    const entry: Entry = { kind, id, at, sequence: ++this.sequence, standing: 'stands' };
    let ofKind = this.current.get(kind);
    if (ofKind === undefined) {
      ofKind = new Map();
      this.current.set(kind, ofKind);
    }
    const before = ofKind.get(id);
    if (before !== undefined) before.standing = 'dropped';
    ofKind.set(id, entry);
    this.push(entry);
  }

  cancel(kind: DeadlineKind, id: string): void {
    const ofKind = this.current.get(kind);
    const entry = ofKind?.get(id);
    if (ofKind === undefined || entry === undefined) return;
    entry.standing = 'dropped';
    ofKind.delete(id);
  }

  has(kind: DeadlineKind, id: string): boolean {
    return this.current.get(kind)?.has(id) === true;
  }

  at(kind: DeadlineKind, id: string): Instant | null {
    return this.current.get(kind)?.get(id)?.at ?? null;
  }

  /** The earliest instant, or null. */
  next(): Instant | null {
    this.dropStale();
    return this.heap[0]?.at ?? null;
  }

  /** Takes the earliest deadline that is due at `now`; null: none is. */
  takeDue(now: Instant): Deadline | null {
    this.dropStale();
    const first = this.heap[0];
    if (first === undefined || first.at > now) return null;
    this.pop();
    this.current.get(first.kind)?.delete(first.id);
    return first;
  }

  /** Moves everything that is due at `now` to `now + afterMs`, then `spreadMs` apart, in the same order. */
  postponeDue(now: Instant, afterMs: number, spreadMs: number): void {
    const due = this.list().filter((deadline) => deadline.at <= now);
    due.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
    due.forEach(({ kind, id }, index) => {
      this.set(kind, id, now + afterMs + index * spreadMs);
    });
  }

  get size(): number {
    let size = 0;
    for (const ofKind of this.current.values()) size += ofKind.size;
    return size;
  }

  /** All that stand, in no order. */
  *all(): Iterable<Deadline> {
    for (const ofKind of this.current.values()) yield* ofKind.values();
  }

  /** All that stand, in the order of their sequence: what a snapshot keeps. */
  list(): readonly Deadline[] {
    return [...this.all()].sort((a, b) => a.sequence - b.sequence);
  }

  static of(list: readonly PlainDeadline[]): Deadlines {
    const deadlines = new Deadlines();
    for (const { kind, id, at } of list) deadlines.set(kind, id, at);
    return deadlines;
  }

  private dropStale(): void {
    for (let first = this.heap[0]; first !== undefined; first = this.heap[0]) {
      if (first.standing === 'stands') return;
      this.pop();
    }
  }

  private push(deadline: Entry): void {
    const heap = this.heap;
    let index = heap.push(deadline) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isEarlier(deadline, heap[parent] as Deadline)) break;
      heap[index] = heap[parent] as Entry;
      index = parent;
    }
    heap[index] = deadline;
  }

  private pop(): void {
    const heap = this.heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isEarlier(heap[child + 1] as Deadline, heap[child] as Deadline)) child++;
      if (!isEarlier(heap[child] as Deadline, last)) break;
      heap[index] = heap[child] as Entry;
      index = child;
    }
    heap[index] = last;
  }
}

function isEarlier(a: Deadline, b: Deadline): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
