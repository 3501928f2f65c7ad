import assert from 'node:assert/strict';
import type { Command } from '../../src/core/command.js';
import { assertInvariants } from '../../src/core/invariants.js';
import type { AgentStateName, Milestone } from '../../src/core/milestone.js';
import type { Plan } from '../../src/core/plan.js';
import type { Answer, Instant, LegEnd, LegId, Request, Signal } from '../../src/core/signal.js';
import { createState, nextDeadline, step, type Reaction, type State } from '../../src/core/step.js';

/** A Wednesday, ten in the morning, UTC. */
export const MORNING = Date.parse('2026-03-04T10:00:00Z');

type CommandOf<K extends Command['kind']> = Extract<Command, { kind: K }>;
type MilestoneOf<K extends Milestone['kind']> = Extract<Milestone, { kind: K }>;

/** The core alone, played by hand: a test gives the signals and looks at what comes back. */
export class Scene {
  state: State;
  now: Instant;
  readonly commands: Command[] = [];
  readonly milestones: Milestone[] = [];
  readonly reactions: Reaction[] = [];
  #callers = 0;
  #requests = 0;

  constructor(plan: Plan, options: { readonly seed?: number; readonly startsAt?: Instant } = {}) {
    this.now = options.startsAt ?? MORNING;
    this.state = createState({ prefix: 't', seed: options.seed ?? 1 });
    this.take({ kind: 'plan-loaded', plan, by: 'test' });
  }

  /** Carries out one step and checks everything that must hold after it. */
  take(signal: Signal): Reaction {
    const reaction = step(this.state, signal, this.now);
    this.reactions.push(reaction);
    this.commands.push(...reaction.commands);
    this.milestones.push(...reaction.milestones);
    assertInvariants(this.state);
    return reaction;
  }

  /** Lets time pass, deadline by deadline. */
  wait(ms: number): void {
    const until = this.now + ms;
    for (let at = nextDeadline(this.state); at !== null && at <= until; at = nextDeadline(this.state)) {
      this.now = Math.max(this.now, at);
      this.take({ kind: 'time-passed' });
    }
    this.now = until;
  }

  // ---------------------------------------------------------------- people

  signIn(...agents: readonly string[]): void {
    for (const agent of agents) this.mustAsk({ ask: 'sign-in', agent });
  }

  ask(request: Request): Answer {
    const id = `request-${++this.#requests}`;
    const answer = this.take({ kind: 'request', id, request }).answers.find((one) => one.id === id);
    assert.ok(answer !== undefined, 'every request has one answer');
    return answer;
  }

  mustAsk(request: Request): void {
    const answer = this.ask(request);
    assert.ok(answer.ok, `refused: ${JSON.stringify(answer)}`);
  }

  /** Somebody calls; the id of the leg. */
  call(dialled = '100', from: string | null = '3590001'): LegId {
    const leg = `caller-${++this.#callers}`;
    const fromE164 = from?.startsWith('+') === true ? from : null;
    this.take({ kind: 'call-arrived', leg, from, fromE164, fromName: null, dialled });
    return leg;
  }

  press(leg: LegId, key: string): void {
    this.take({ kind: 'key-pressed', leg, key });
  }

  ends(leg: LegId, end: LegEnd = 'normal'): void {
    this.take({ kind: 'leg-ended', leg, end });
  }

  answers(leg: LegId): void {
    this.take({ kind: 'leg-answered', leg });
  }

  /** The phone of the agent rings and is answered, both legs come together. */
  talk(agent: string): CommandOf<'connect'> {
    this.answers(this.ringingLeg(agent));
    return this.join();
  }

  /** Both legs of the last connection are in the bridge. */
  join(connect = this.last('connect')): CommandOf<'connect'> {
    for (const leg of connect.legs) this.take({ kind: 'leg-joined', leg, bridge: connect.bridge });
    return connect;
  }

  /** A leg is in the bridge that it was brought into last. */
  comesIn(leg: LegId): void {
    const { bridge } = this.all('join-bridge').findLast((one) => one.leg === leg) ?? this.last('join-bridge');
    this.take({ kind: 'leg-joined', leg, bridge });
  }

  /** Playbacks that run are over. */
  finishSound(complete = true): void {
    for (const playback of [...this.state.playbacks.keys()])
      this.take({ kind: 'playback-ended', playback, complete });
  }

  /** Every leg that we hung up is gone. */
  obeyHangUps(): void {
    for (const command of this.all('hang-up'))
      if (this.state.legs.has(command.leg)) this.ends(command.leg, 'cancelled');
  }

  // ---------------------------------------------------------------- looking

  all<K extends Command['kind']>(kind: K): CommandOf<K>[] {
    return this.commands.filter((command): command is CommandOf<K> => command.kind === kind);
  }

  last<K extends Command['kind']>(kind: K): CommandOf<K> {
    const found = this.all(kind).at(-1);
    assert.ok(found !== undefined, `no ${kind} was sent`);
    return found;
  }

  told<K extends Milestone['kind']>(kind: K): MilestoneOf<K>[] {
    return this.milestones.filter((milestone): milestone is MilestoneOf<K> => milestone.kind === kind);
  }

  lastTold<K extends Milestone['kind']>(kind: K): MilestoneOf<K> {
    const found = this.told(kind).at(-1);
    assert.ok(found !== undefined, `no ${kind} was told`);
    return found;
  }

  /** Who was rung, in order, as agents. */
  rung(): string[] {
    return this.all('ring').map(({ phone }) => phone.replace('PJSIP/', ''));
  }

  /** Agents who have an offer now, in the order of the offers. */
  ringing(): string[] {
    return [...this.state.offers.values()].map(({ agent }) => agent);
  }

  ringingLeg(agent: string): LegId {
    const offer = [...this.state.offers.values()].find((one) => one.agent === agent);
    assert.ok(offer !== undefined, `the phone of ${agent} does not ring; ringing: ${this.ringing().join()}`);
    return offer.leg;
  }

  shows(agent: string): AgentStateName {
    const known = this.state.agents.get(agent);
    assert.ok(known !== undefined, `no agent ${agent}`);
    return known.shown.state;
  }

  /** What the call of this leg is doing; `gone` when there is none. */
  doing(leg: LegId): string {
    for (const call of this.state.calls.values()) if (call.leg === leg) return call.activity.kind;
    return 'gone';
  }

  clear(): void {
    this.commands.length = 0;
    this.milestones.length = 0;
  }
}
