import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { checkAccess } from './access/access-watch.js';
import type { StandbySettings } from './app/settings-standby.js';
import type { StartSettings } from './app/settings.js';
import { createClaimBook } from './ari/claim.js';
import { createStandbyHttp } from './http/create-standby-http.js';
import { type OpenDoor, serve } from './http/serve.js';
import { openJournalReader } from './journal/open-journal.js';
import { accessPlace } from './main-access-place.js';
import { type Lead, type RunningLine, startLine } from './main-line.js';
import { firstPlan } from './main-recovery.js';
import {
  checkAhead,
  encryptionOf,
  installationId,
  mintNonce,
  openReplica,
  type OwnReplica,
  standbyReadiness,
  StandbyUnavailable,
} from './main-standby.js';
import type { HandOverResult } from './ports/live.js';
import type { Log } from './ports/log.js';
import type { Stories } from './ports/story.js';
import type { LeaseRow, LeaseWish } from './ports/standby.js';
import { AwakeGate } from './standby/awake-gate.js';
import { ClaimWatch } from './standby/claim-watch.js';
import { type Act, claimOf, type Happening, Leadership } from './standby/leadership.js';
import { StreamClient } from './standby/stream-client.js';
import { type StreamServer, serveStream, type StreamSource } from './standby/stream-server.js';

const TICK_MS = 100;
const WISH_MS = 250;
const PROBE_MS = 500;
const LOOK_MS = 20;
/** Numbers between the newest known record and the first of a new leader: more than any record that was not seen. */
const LEAP = 1_000_000;
const CHECK_AFTER_MS = 3_000;
const FOLLOWER_WAIT_MS = 1_000;
const HEARD_WITHIN_MS = 2_000;

export interface MemberParts {
  readonly settings: StartSettings;
  readonly standby: StandbySettings;
  readonly log: Log;
  /** Says to the books what is wanted of the lease. */
  readonly wish: (wish: LeaseWish) => void;
  readonly stories: Stories;
  /** The process ends and is started again as a follower. */
  readonly leave: () => void;
  /** It could not begin to lead. */
  readonly failed: (error: unknown) => void;
}

/** One of two installations: follows, and leads when its turn comes. */
export interface RunningMember extends RunningLine {
  leaseSeen(row: LeaseRow): void;
}

/** Starts as a follower. Throws what stopped it, as `startLine` does. */
export async function startMember(parts: MemberParts): Promise<RunningMember> {
  const { settings, log } = parts;
  await firstPlan(settings);
  await checkAccess(accessPlace(settings));
  const installation = await installationId(settings.data);
  const folder = join(settings.data, 'journal');
  const own = await openReplica(settings, folder, log);
  const member = new Member(parts, installation, folder, own);
  try {
    await member.open();
  } catch (error) {
    await own.replica.journal.close();
    throw error;
  }
  return member;
}

class Member implements RunningMember {
  readonly #parts: MemberParts;
  readonly #installation: string;
  readonly #folder: string;
  readonly #own: OwnReplica;
  readonly #claim;
  readonly #watch: ClaimWatch;
  readonly #leadership: Leadership;
  readonly #gate: AwakeGate;
  readonly #timers: NodeJS.Timeout[] = [];
  #door: OpenDoor | null = null;
  #server: StreamServer | null = null;
  #client: StreamClient | null = null;
  #line: RunningLine | null = null;
  #show: RequestListener;
  #rowSequence = 0;
  #stored = 0;
  #around: { books: 'up' | 'away'; database: 'open' | 'away' } = { books: 'up', database: 'open' };
  #asterisk: 'answers' | 'silent' = 'silent';
  #isProbing: 'yes' | 'no' = 'no';
  #hears: 'yes' | 'no' = 'no';
  #leader: { readonly http: string; readonly at: number } | null = null;
  #received = 0;
  #source: StreamSource | null = null;

  constructor(parts: MemberParts, installation: string, folder: string, own: OwnReplica) {
    this.#parts = parts;
    this.#installation = installation;
    this.#folder = folder;
    this.#own = own;
    const { ari } = parts.settings;
    this.#claim = createClaimBook(ari, ari.application);
    this.#watch = new ClaimWatch({
      claim: this.#claim,
      own: () => this.#ownClaim(),
      othersFound: () => this.#happens({ kind: 'other-claim-found' }),
      pause: () => pause(TICK_MS),
      log: parts.log,
    });
    const sequence = (): number => own.replica.received;
    const { leaseMs } = parts.standby;
    this.#leadership = new Leadership({ installation, leaseMs, sequence }, now());
    this.#gate = new AwakeGate({ now, limitMs: leaseMs / 2, woke: (frozenMs) => this.#woke(frozenMs) });
    this.#show = createStandbyHttp({
      readiness: () =>
        standbyReadiness({
          leader: this.#leaderAddress() === null ? 'away' : 'heard',
          asterisk: this.#asterisk,
          database: this.#around.database,
        }),
      leader: () => this.#leaderAddress(),
      names: parts.settings.http.names,
      log: parts.log,
      mintRequestId: () => randomUUID(),
    });
  }

  get httpPort(): number {
    return this.#door?.port ?? 0;
  }

  async open(): Promise<void> {
    const { settings, standby, log } = this.#parts;
    const { host, port } = settings.http;
    this.#door = await serve((request, response) => this.#show(request, response), host, port);
    const encryption = encryptionOf(standby);
    const common = { encryption, secret: standby.secret, installation: this.#installation, mintNonce, log };
    this.#server = await serveStream({
      ...common,
      place: standby.listen,
      source: () => this.#source,
      heard: ({ received, hears }) => {
        this.#received = received;
        const isInStep = received > 0 && received >= this.#own.replica.journal.durable - BEHIND_AT_MOST;
        this.#happens({ kind: 'follower-heard', hears, isInStep });
      },
    }).catch((error: unknown) => {
      const { host: listen, port: at } = standby.listen;
      throw new StandbyUnavailable(
        `${listen}:${at} cannot be opened for the standby (${String(error)}). Mend CALLPLANE_STANDBY_LISTEN.`,
      );
    });
    this.#client = new StreamClient({
      ...common,
      place: standby.peer,
      follower: this.#own.replica,
      hears: () => this.#asterisk === 'answers',
      heard: ({ hears, http }) => {
        this.#leader = { http, at: now() };
        this.#happens({ kind: 'leader-heard', hears });
      },
      toldToTakeOver: () => this.#happens({ kind: 'told-to-take-over' }),
    });
    this.#every(TICK_MS, () => {
      this.#gate.look();
      this.#happens({ kind: 'time-passed' });
    });
    this.#every(WISH_MS, () => this.#parts.wish(this.#leadership.wish()));
    this.#every(PROBE_MS, () => this.#probe());
    this.#timers.push(setTimeout(() => this.#check(), CHECK_AFTER_MS));
    log.info('this installation stands by', {
      installation: this.#installation,
      sequence: this.#own.replica.received,
    });
  }

  leaseSeen(row: LeaseRow): void {
    this.#rowSequence = row.sequence;
    this.#happens({ kind: 'lease-seen', row });
  }

  release(sequence: number): void {
    this.#stored = sequence;
    this.#line?.release(sequence);
  }

  booksAre(state: 'up' | 'away'): void {
    this.#around.books = state;
    this.#line?.booksAre(state);
  }

  databaseIs(state: 'open' | 'away', undelivered: number | null): void {
    this.#around.database = state;
    this.#line?.databaseIs(state, undelivered);
  }

  reload(): void {
    const { log } = this.#parts;
    if (this.#line === null) log.info('the plan in force is the leader’s; a reload is asked there');
    else this.#line.reload();
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#client?.close();
    const line = this.#line;
    if (line === null) {
      this.#own.replica.writeSnapshot();
      await this.#door?.close(this.#parts.settings.stopGraceMs);
      await this.#own.replica.journal.close();
    } else {
      await line.stop();
      await this.#handOverAtStop();
    }
    this.#server?.close();
    await this.#claim.close();
  }

  /** A stop in order is a hand-over: the other installation need not wait until the lease is over. */
  async #handOverAtStop(): Promise<void> {
    const { phase } = this.#leadership;
    if (phase.kind !== 'leading') return;
    const deadline = now() + FOLLOWER_WAIT_MS;
    const { journal } = this.#own.replica;
    if (!this.#leadership.hasFollower(now())) return;
    while (this.#received < journal.durable && now() < deadline) await pause(LOOK_MS);
    this.#parts.wish({ wish: 'give-up', holder: this.#installation, term: phase.term });
    this.#server?.tellToTakeOver();
    await pause(LOOK_MS);
  }

  #every(milliseconds: number, work: () => void): void {
    this.#timers.push(setInterval(work, milliseconds));
  }

  #happens(happening: Happening): void {
    for (const act of this.#leadership.step(happening, now())) this.#carryOut(act);
  }

  #carryOut(act: Act): void {
    const { log, leave } = this.#parts;
    switch (act.do) {
      case 'log':
        return log[act.level](act.message);
      case 'write-claim':
        void this.#claim.write(act.claim).then((outcome) => {
          this.#happens({ kind: outcome === 'written' ? 'claim-written' : 'asterisk-silent' });
        });
        return;
      case 'lead':
        this.#lead().catch((error: unknown) => this.#parts.failed(error));
        return;
      case 'fence':
        this.#gate.shut();
        log.warn('nothing more is sent to Asterisk from here', { why: act.why });
        return;
      case 'tell-follower-to-take-over':
        this.#server?.tellToTakeOver();
        return;
      case 'leave':
        this.#parts.wish(this.#leadership.wish());
        return leave();
    }
  }

  async #lead(): Promise<void> {
    const { settings, log } = this.#parts;
    const begun = now();
    this.#client?.close();
    const { replica } = this.#own;
    const { journal } = replica;
    const known = Math.max(replica.received, this.#rowSequence);
    journal.leaveOut(Math.max(Date.now(), known + LEAP));
    this.#source = this.#sourceOf();
    const line = await startLine(settings, log, this.#parts.stories, this.#leadOf());
    this.#line = line;
    line.booksAre(this.#around.books);
    line.databaseIs(this.#around.database, null);
    log.info('taken over', { sequence: journal.next - 1, ms: Math.round(now() - begun) });
  }

  #leadOf(): Lead {
    const { replica, failed } = this.#own;
    return {
      journal: replica.journal,
      state: replica.state,
      snapshotAt: replica.snapshotAt,
      failed,
      pass: (work) => this.#gate.pass(work),
      leader: { pass: (send) => this.#gate.pass(send), mayConnect: this.#watch.mayConnect },
      streamIs: (state) => {
        this.#hears = state === 'connected' ? 'yes' : 'no';
        const kind = ({ connected: 'stream-open', lost: 'stream-lost', replaced: 'replaced' } as const)[
          state
        ];
        this.#happens({ kind });
      },
      showDoor: (app) => {
        this.#show = app;
        return this.#door ?? noDoor();
      },
      standby: () => (this.#leadership.hasFollower(now()) ? 'follows' : 'away'),
      handOver: () => this.#handOver(),
    };
  }

  #sourceOf(): StreamSource {
    const { journal } = this.#own.replica;
    const { host } = this.#parts.settings.http;
    return {
      openReader: () => openJournalReader(this.#folder, this.#parts.log),
      durable: () => journal.durable,
      stored: () => this.#stored,
      hears: () => this.#hears === 'yes' && this.#gate.state !== 'shut',
      http: `http://${host}:${this.httpPort}`,
    };
  }

  #handOver(): HandOverResult {
    if (!this.#leadership.hasFollower(now()))
      return {
        ok: false,
        detail: 'No standby follows at the moment, or it is far behind; /ready says more.',
      };
    this.#parts.log.info('this installation hands over');
    this.#happens({ kind: 'hand-over-asked' });
    this.#every(LOOK_MS, () => {
      const { journal } = this.#own.replica;
      if (journal.durable === journal.next - 1 && this.#received >= journal.durable)
        this.#happens({ kind: 'follower-has-all' });
    });
    return { ok: true };
  }

  #ownClaim(): string | null {
    const { phase } = this.#leadership;
    return phase.kind === 'leading' ? claimOf(phase.term, this.#installation) : null;
  }

  #woke(frozenMs: number): void {
    if (this.#leadership.phase.kind !== 'leading') {
      this.#gate.confirmed();
      return;
    }
    this.#parts.log.warn('this process was frozen; nothing is sent before it is sure who leads', {
      frozenMs,
    });
    this.#watch.confirm(this.#gate).catch((error: unknown) => this.#parts.failed(error));
  }

  #probe(): void {
    const { kind } = this.#leadership.phase;
    if (this.#isProbing === 'yes' || kind !== 'following' || this.#own.replica.isCopying) return;
    this.#isProbing = 'yes';
    void this.#claim.read().then((seen) => {
      this.#isProbing = 'no';
      this.#asterisk = seen.kind === 'answered' ? 'answers' : 'silent';
      if (seen.kind === 'answered') this.#happens({ kind: 'asterisk-answered', claim: seen.claim });
      else this.#happens({ kind: 'asterisk-silent' });
    });
  }

  /** What would be missing if this installation led is said while there is time. */
  #check(): void {
    if (this.#leadership.phase.kind === 'following')
      checkAhead(this.#parts.settings, () => this.#own.replica.state, this.#parts.log);
  }

  #leaderAddress(): string | null {
    return this.#leader !== null && now() - this.#leader.at < HEARD_WITHIN_MS ? this.#leader.http : null;
  }
}

/** So many records may be on their way. */
const BEHIND_AT_MOST = 1_000;

function now(): number {
  return performance.now();
}

function noDoor(): never {
  throw new Error('the front door is not open');
}
