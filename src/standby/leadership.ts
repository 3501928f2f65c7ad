import type { LeaseRow, LeaseWish } from '../ports/standby.js';

/**
 * Who leads, as one installation sees it; pure: what happened and the time (monotonic, milliseconds) go in, what is to
 * be done comes out. Decision 0016 tells why.
 */
export type Phase =
  | { readonly kind: 'following' }
  /** `taking`: the lease is asked for; `claiming`: it is ours, the claim is being written in Asterisk. */
  | {
      readonly kind: 'trying';
      readonly step: 'taking' | 'claiming';
      readonly term: number;
      readonly since: number;
    }
  /** `lostSince`: Asterisk's event stream is not open since then; null: it is. */
  | { readonly kind: 'leading'; readonly term: number; lostSince: number | null }
  /**
   * Nothing is sent any more. `sending`: the follower is given what it does not have yet; `told`: it may lead, and the
   * event stream stays open until it has one, so that no new caller finds nobody.
   */
  | {
      readonly kind: 'handing-over';
      readonly term: number;
      readonly since: number;
      readonly step: 'sending' | 'told';
    }
  /** Nothing is sent any more; `giveUp`: the lease is given back before the process ends. */
  | { readonly kind: 'fenced'; readonly term: number; readonly since: number; readonly giveUp: boolean };

export type Happening =
  | { readonly kind: 'time-passed' }
  | { readonly kind: 'lease-seen'; readonly row: LeaseRow }
  /** The leader's stream is there; `hears` says whether the leader hears Asterisk. */
  | { readonly kind: 'leader-heard'; readonly hears: boolean }
  /** The leader says: take over, you have everything. */
  | { readonly kind: 'told-to-take-over' }
  /** Of the own follower; `isInStep`: it has the newest records but for the last moments. */
  | { readonly kind: 'follower-heard'; readonly hears: boolean; readonly isInStep: boolean }
  | { readonly kind: 'asterisk-answered'; readonly claim: string | null }
  | { readonly kind: 'asterisk-silent' }
  | { readonly kind: 'claim-written' }
  | { readonly kind: 'stream-open' | 'stream-lost' | 'replaced' | 'other-claim-found' }
  | { readonly kind: 'hand-over-asked' }
  /** The follower has every record that was written before the fence. */
  | { readonly kind: 'follower-has-all' };

export type Act =
  | { readonly do: 'write-claim'; readonly claim: string }
  | { readonly do: 'lead'; readonly term: number }
  /** From now on nothing is sent to Asterisk. */
  | { readonly do: 'fence'; readonly why: string }
  | { readonly do: 'tell-follower-to-take-over' }
  /** The process ends and is started again as a follower. */
  | { readonly do: 'leave' }
  | { readonly do: 'log'; readonly level: 'info' | 'warn'; readonly message: string };

export interface LeadershipOptions {
  /** This installation's id, without colons. */
  readonly installation: string;
  readonly leaseMs: number;
  /** Sequence that the own journal has reached. */
  readonly sequence: () => number;
}

/** What was seen longer ago does not count as seen. */
const FRESH_MS = 2_000;
/** So long whoever knows less lets the other go first. */
const PATIENCE_MS = 15_000;
/** Without Asterisk: until a standby that has it may lead, and until one may whom nobody hears. */
const DEAF_WITH_STANDBY_MS = 3_000;
const DEAF_ALONE_MS = 15_000;
/** So many records may have been on their way when the leader died: whoever lacks no more knows as much. */
const STREAM_LAG = 100;
const TRY_LIMIT_MS = 5_000;
const HAND_OVER_LIMIT_MS = 10_000;
const GIVE_UP_LIMIT_MS = 1_000;

/** The text that says in Asterisk who leads. */
export function claimOf(term: number, installation: string): string {
  return `${term}:${installation}`;
}

/** Whether an installation leads by this claim, in whatever term. */
export function isClaimOf(claim: string, installation: string): boolean {
  return claim.slice(claim.indexOf(':') + 1) === installation;
}

interface Seen<Value> {
  readonly value: Value;
  readonly at: number;
}

export class Leadership {
  #phase: Phase = { kind: 'following' };
  #row: Seen<LeaseRow> | null = null;
  #overSince: number | null = null;
  #claim: Seen<string | null> | null = null;
  #leader: Seen<'hears' | 'deaf' | 'hands-over'>;
  #follower: Seen<{ readonly hears: boolean; readonly isInStep: boolean }> | null = null;
  #acts: Act[] = [];

  constructor(
    private readonly options: LeadershipOptions,
    now: number,
  ) {
    this.#leader = { value: 'hears', at: now };
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Whether a follower is there and has all but the last moments. */
  hasFollower(now: number): boolean {
    return isFresh(this.#follower, now) && this.#follower.value.isInStep;
  }

  /** What is wanted of the lease now. */
  wish(): LeaseWish {
    const holder = this.options.installation;
    const phase = this.#phase;
    if (phase.kind === 'trying' && phase.step === 'taking') return { wish: 'take', holder, term: phase.term };
    if (phase.kind === 'following') return { wish: 'watch' };
    if (phase.kind === 'fenced')
      return phase.giveUp ? { wish: 'give-up', holder, term: phase.term } : { wish: 'watch' };
    if (phase.kind === 'handing-over' && phase.step === 'told')
      return { wish: 'give-up', holder, term: phase.term };
    return { wish: 'hold', holder, term: phase.term, sequence: this.options.sequence() };
  }

  /** Carries one happening to its end and tells what is to be done, in this order. */
  step(happening: Happening, now: number): readonly Act[] {
    this.#acts = [];
    this.#see(happening, now);
    this.#decide(happening, now);
    return this.#acts;
  }

  #see(happening: Happening, now: number): void {
    if (happening.kind === 'lease-seen') {
      this.#row = { value: happening.row, at: now };
      this.#overSince = happening.row.isOver ? (this.#overSince ?? now) : null;
    } else if (happening.kind === 'asterisk-answered') this.#claim = { value: happening.claim, at: now };
    else if (happening.kind === 'asterisk-silent') this.#claim = null;
    else if (happening.kind === 'leader-heard' && this.#leader.value !== 'hands-over')
      this.#leader = { value: happening.hears ? 'hears' : 'deaf', at: now };
    else if (happening.kind === 'told-to-take-over') this.#leader = { value: 'hands-over', at: now };
    else if (happening.kind === 'follower-heard') this.#follower = { value: happening, at: now };
  }

  #decide(happening: Happening, now: number): void {
    switch (this.#phase.kind) {
      case 'following':
        return this.#following(now);
      case 'trying':
        return this.#trying(this.#phase, happening, now);
      case 'leading':
        return this.#leading(this.#phase, happening, now);
      case 'handing-over':
        return this.#handingOver(this.#phase, happening, now);
      case 'fenced':
        return this.#fenced(this.#phase, happening, now);
    }
  }

  #following(now: number): void {
    const row = this.#row;
    if (!isFresh(row, now) || !this.#mayTry(row.value, now)) return;
    this.#log('info', 'the leader is away; this installation tries to lead');
    this.#phase = { kind: 'trying', step: 'taking', term: row.value.term, since: now };
  }

  #mayTry(row: LeaseRow, now: number): boolean {
    if (!isFresh(this.#claim, now)) return false;
    const own = claimOf(row.term, this.options.installation);
    // The own line was started again before anybody could try.
    if (!row.isOver) return row.holder === this.options.installation && this.#claim.value === own;
    if (this.#isLeaderThere(now)) return false;
    const waitedMs = now - (this.#overSince ?? now);
    return this.options.sequence() + STREAM_LAG >= row.sequence || waitedMs >= PATIENCE_MS;
  }

  #isLeaderThere(now: number): boolean {
    const { value, at } = this.#leader;
    return value === 'hears' && now - at < (this.options.leaseMs * 2) / 3;
  }

  #trying(phase: Extract<Phase, { kind: 'trying' }>, happening: Happening, now: number): void {
    if (now - phase.since > TRY_LIMIT_MS) return this.#followAgain('it took too long', now);
    if (phase.step === 'claiming') {
      if (happening.kind === 'claim-written') this.#lead(phase.term, now);
      else if (happening.kind === 'asterisk-silent') this.#followAgain('Asterisk does not answer', now);
      return;
    }
    if (happening.kind === 'leader-heard' && this.#isLeaderThere(now))
      return this.#followAgain('it is heard again', now);
    if (happening.kind !== 'lease-seen') return;
    const { holder, term, isOver } = happening.row;
    const isOurs = holder === this.options.installation;
    // The row as it was before: the answer to an earlier question.
    if (term === phase.term && (isOurs || isOver)) return;
    if (!isOurs) return this.#followAgain('the other one was first', now);
    this.#phase = { kind: 'trying', step: 'claiming', term, since: now };
    this.#acts.push({ do: 'write-claim', claim: claimOf(term, holder) });
  }

  #followAgain(why: string, now: number): void {
    this.#log('info', `this installation goes on following: ${why}`);
    this.#phase = { kind: 'following' };
    this.#leader = { value: 'hears', at: now };
  }

  #lead(term: number, now: number): void {
    this.#phase = { kind: 'leading', term, lostSince: now };
    this.#log('info', 'this installation leads');
    this.#acts.push({ do: 'lead', term });
  }

  #leading(phase: Extract<Phase, { kind: 'leading' }>, happening: Happening, now: number): void {
    if (happening.kind === 'replaced') return this.#fence('another installation took over', 'keep', now);
    if (happening.kind === 'other-claim-found')
      return this.#fence('another installation has claimed Asterisk', 'keep', now);
    if (happening.kind === 'hand-over-asked') return this.#beginHandOver(phase.term, now);
    if (happening.kind === 'stream-open') phase.lostSince = null;
    if (happening.kind === 'stream-lost') phase.lostSince ??= now;
    if (phase.lostSince === null) return;
    const canFollowerHear = this.hasFollower(now) && this.#follower?.value.hears === true;
    const limitMs = canFollowerHear ? DEAF_WITH_STANDBY_MS : DEAF_ALONE_MS;
    if (now - phase.lostSince >= limitMs) this.#fence('Asterisk is not heard', 'give-up', now);
  }

  #beginHandOver(term: number, now: number): void {
    if (!this.hasFollower(now)) return;
    this.#phase = { kind: 'handing-over', term, since: now, step: 'sending' };
    this.#acts.push({ do: 'fence', why: 'it hands over by command' });
  }

  #handingOver(phase: Extract<Phase, { kind: 'handing-over' }>, happening: Happening, now: number): void {
    if (happening.kind === 'replaced' || now - phase.since > HAND_OVER_LIMIT_MS) {
      this.#phase = { kind: 'fenced', term: phase.term, since: now, giveUp: false };
      this.#acts.push({ do: 'leave' });
    } else if (happening.kind === 'follower-has-all' && phase.step === 'sending') {
      this.#phase = { ...phase, step: 'told' };
      this.#acts.push({ do: 'tell-follower-to-take-over' });
    }
  }

  #fence(why: string, lease: 'keep' | 'give-up', now: number): void {
    const { term } = this.#phase as Extract<Phase, { kind: 'leading' }>;
    this.#acts.push({ do: 'fence', why });
    this.#phase = { kind: 'fenced', term, since: now, giveUp: lease === 'give-up' };
    if (lease === 'keep') this.#acts.push({ do: 'leave' });
  }

  #fenced(phase: Extract<Phase, { kind: 'fenced' }>, happening: Happening, now: number): void {
    if (!phase.giveUp) return;
    const isGiven =
      happening.kind === 'lease-seen' && (happening.row.isOver || happening.row.term !== phase.term);
    if (!isGiven && now - phase.since < GIVE_UP_LIMIT_MS) return;
    this.#phase = { ...phase, giveUp: false };
    this.#acts.push({ do: 'leave' });
  }

  #log(level: 'info' | 'warn', message: string): void {
    this.#acts.push({ do: 'log', level, message });
  }
}

function isFresh<Value>(seen: Seen<Value> | null, now: number): seen is Seen<Value> {
  return seen !== null && now - seen.at < FRESH_MS;
}
