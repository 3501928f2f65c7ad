import assert from 'node:assert/strict';
import type { Plan } from '../../../src/core/plan.js';
import type { Instant, LegId } from '../../../src/core/signal.js';
import { valuesIn } from '../../../src/web/answer.js';
import { PLAIN_OPTIONS } from '../model/options.js';
import type { Happened, Refusal } from '../scenario/happened.js';
import { failures } from '../scenario/judging.js';
import { planOf, withValue } from '../scenario/routing-text.js';
import type { Deed, Happening, Scenario } from '../scenario/scenario.js';
import { VirtualLine } from './line.js';
import { happenedIn, phoneOf } from './story.js';
import { zonedInstant } from './zoned-instant.js';

/** A Wednesday morning. */
const USUAL_START = '2026-03-04 10:00';
/** Plan and sign-ins come so long before second 0. */
const LEAD_IN_MS = 2000;
/** What is left over after the last caller has gone must be gone by then. */
const TIDY_WITHIN_MS = 30_000;
/** Latencies of the model add up to less than this. */
const TOLERANCE_MS = 150;

/** Runs the scenario in virtual time and throws an error that tells what was wrong and what happened. */
export function runVirtually(scenario: Scenario): Happened {
  const run = new VirtualRun(scenario);
  const happened = run.go();
  const problems = [...failures(scenario, happened, TOLERANCE_MS), ...run.leftOvers()];
  assert.equal(
    problems.length,
    0,
    `${scenario.title}\n\n${problems.join('\n')}\n\n${run.line.timeline.toString()}`,
  );
  return happened;
}

/** The parties of a virtual run, by the names of the scenario. */
export interface Parties {
  readonly legs: ReadonlyMap<string, LegId>;
  readonly zeroAt: Instant;
  readonly endAt: Instant;
  readonly plan: Plan;
}

type PhoneDeed = Extract<
  Deed,
  {
    kind:
      'agent-presses' | 'agent-dials' | 'agent-refers' | 'agent-asks' | 'agent-unites' | 'agent-takes-back';
  }
>;

class VirtualRun {
  readonly line: VirtualLine;
  readonly #legs = new Map<string, LegId>();
  readonly #refusals: Refusal[] = [];
  readonly #vanished = new Set<string>();
  readonly #zeroAt: Instant;
  #routing: string;
  #plan: Plan;

  constructor(private readonly scenario: Scenario) {
    this.#routing = scenario.routing;
    this.#plan = planOf(this.#routing);
    this.#zeroAt = zonedInstant(scenario.startsAt ?? USUAL_START, this.#plan.company.timezone);
    const options = { ...PLAIN_OPTIONS, mediaMs: (media: string) => this.#mediaMs(media) };
    this.line = new VirtualLine(options, this.#zeroAt - LEAD_IN_MS, this.#zeroAt);
  }

  go(): Happened {
    this.#prepare();
    for (const happening of this.scenario.when) {
      this.line.runUntil(this.#zeroAt + happening.atMs);
      this.#do(happening);
    }
    const endAt = this.#zeroAt + this.scenario.lastsMs;
    this.line.runUntil(endAt);
    this.#goHome();
    const parties = { legs: this.#legs, zeroAt: this.#zeroAt, endAt, plan: this.#plan };
    return happenedIn(this.line, this.scenario, parties, this.#refusals);
  }

  /** What exists in Asterisk or in the core though everybody has gone. */
  leftOvers(): readonly string[] {
    const { legs, bridges } = this.line.asterisk.existing();
    return [
      ...legs.map(({ leg }) => `left over in Asterisk: leg ${leg}`),
      ...bridges.map(({ id }) => `left over in Asterisk: bridge ${id}`),
      ...[...this.line.state.calls.keys()].map((call) => `left over in the core: call ${call}`),
      ...[...this.line.state.offers.keys()].map((offer) => `left over in the core: offer ${offer}`),
    ];
  }

  #prepare(): void {
    for (const [agent, behaviour] of this.scenario.phones)
      this.line.asterisk.setBehaviour(this.#phoneOf(agent), behaviour);
    for (const [number, behaviour] of this.scenario.clients)
      this.line.asterisk.setBehaviour(phoneOf(this.#plan, number), behaviour);
    this.line.take({ kind: 'plan-loaded', plan: this.#plan, by: 'the scenario' });
    for (const agent of this.scenario.signedIn) {
      const answer = this.line.ask({ ask: 'sign-in', agent });
      assert.ok(answer.ok, `${agent} could not sign in: ${JSON.stringify(answer)}`);
    }
  }

  #do({ text, deed }: Happening): void {
    this.line.timeline.note(this.line.now, text);
    this.#act(deed);
  }

  #act(deed: Deed): void {
    const { asterisk } = this.line;
    switch (deed.kind) {
      case 'call':
        return this.#call(deed);
      case 'press':
        for (const key of deed.keys) asterisk.pressKey(this.#legOf(deed.caller), key);
        return;
      case 'falls-silent':
        return asterisk.recordings.says(this.#legOf(deed.caller), []);
      case 'caller-hangs-up':
        return asterisk.hangUp(this.#legOf(deed.caller));
      case 'agent-presses':
      case 'agent-dials':
      case 'agent-refers':
      case 'agent-asks':
      case 'agent-unites':
      case 'agent-takes-back':
        return this.#atPhone(deed);
      case 'agent-clicks':
        return this.#click(deed);
      case 'agent-hangs-up':
        return this.#hangUpPhone(deed.agent);
      case 'ask':
        return this.#ask(deed);
      case 'ask-recording':
        return this.#askRecording(deed);
      case 'steer':
        return this.#steer(deed);
      case 'hand-over':
        return this.#handOver(deed);
      case 'switch':
        return this.#switch(deed);
      case 'other-system':
        return this.#setOtherSystem(deed);
      case 'last-agent':
        return this.#nameLastAgent(deed);
      case 'ask-callback':
        return this.#askCallback(deed);
      case 'cancel-callback':
        return this.#cancelCallback(deed.number);
      case 'client-behaviour':
        return asterisk.setBehaviour(phoneOf(this.#plan, deed.number), deed.behaviour);
      case 'client-hangs-up':
        return asterisk.hangUp(asterisk.talkingLegOf(phoneOf(this.#plan, deed.number)) ?? '');
      case 'recordings-folder':
        asterisk.recordings.folder = deed.state;
        return;
      case 'prompt-vanishes':
        this.#vanished.add(deed.prompt);
        return;
      case 'behaviour':
        return asterisk.setBehaviour(this.#phoneOf(deed.agent), deed.behaviour);
      case 'other-call':
        return asterisk.changeOtherCalls(this.#phoneOf(deed.agent), 1);
      case 'other-call-ends':
        return asterisk.changeOtherCalls(this.#phoneOf(deed.agent), -1);
      case 'events-lost':
        return asterisk.disconnect();
      case 'events-back':
        return asterisk.reconnect();
      case 'reload':
        return this.#reload(deed.path, deed.value);
      case 'faulty-reload':
        assert.throws(() => planOf(withValue(this.#routing, deed.path, deed.value)));
        return;
    }
  }

  #call({ caller, number, from }: Extract<Deed, { kind: 'call' }>): void {
    const facts = { from, fromName: null, dialled: number.replaceAll(' ', '') };
    this.#legs.set(caller, this.line.asterisk.placeCall(facts));
  }

  /** What an agent does with the lines of his phone. */
  #atPhone(deed: PhoneDeed): void {
    const { asterisk } = this.line;
    const phone = this.#phoneOf(deed.agent);
    switch (deed.kind) {
      case 'agent-presses':
        for (const key of deed.keys) asterisk.pressKey(this.#talkingLegOf(deed.agent), key);
        return;
      case 'agent-dials':
        asterisk.dialAt(phone, deed.dialled);
        return;
      case 'agent-refers':
        return asterisk.refer(this.#talkingLegOf(deed.agent), deed.to);
      case 'agent-asks':
        asterisk.hold(this.#talkingLegOf(deed.agent), 'on');
        asterisk.dialAt(phone, deed.to);
        return;
      case 'agent-unites':
        return asterisk.refer(this.#talkingLegOf(deed.agent), '', this.#secondLineOf(deed.agent));
      case 'agent-takes-back':
        asterisk.hangUp(this.#secondLineOf(deed.agent));
        return asterisk.hold(this.#talkingLegOf(deed.agent), 'off');
    }
  }

  #ask({ agent, ask }: Extract<Deed, { kind: 'ask' }>): void {
    const answer = this.line.ask({ ...ask, agent });
    if (!answer.ok) this.#refusals.push({ agent, at: this.line.now - this.#zeroAt, code: answer.code });
  }

  #callOf(caller: string): string {
    const leg = this.#legOf(caller);
    return [...this.line.state.calls.values()].find((one) => one.leg === leg)?.id ?? '';
  }

  #steer({ caller, steering }: Extract<Deed, { kind: 'steer' }>): void {
    const answer = this.line.ask({ ...steering, call: this.#callOf(caller) });
    assert.ok(answer.ok, `${steering.ask} of ${caller} was refused: ${JSON.stringify(answer)}`);
  }

  #handOver({ caller, wish, refusedAs }: Extract<Deed, { kind: 'hand-over' }>): void {
    const answer = this.line.ask({ ...wish, call: this.#callOf(caller) });
    const code = answer.ok ? null : answer.code;
    assert.equal(code, refusedAs, `${wish.ask} of ${caller}: ${JSON.stringify(answer)}`);
  }

  #askCallback({ number, queue, notBefore, refusedAs }: Extract<Deed, { kind: 'ask-callback' }>): void {
    const day = (this.scenario.startsAt ?? USUAL_START).slice(0, 10);
    const { timezone } = this.#plan.company;
    const at = notBefore === null ? null : zonedInstant(`${day} ${notBefore}`, timezone);
    const answer = this.line.ask({ ask: 'ask-callback', number, queue, name: null, notBefore: at });
    assert.equal(
      answer.ok ? null : answer.code,
      refusedAs,
      `a callback to ${number}: ${JSON.stringify(answer)}`,
    );
  }

  #click({ agent, number, refusedAs }: Extract<Deed, { kind: 'agent-clicks' }>): void {
    const answer = this.line.ask({ ask: 'call-out', agent, number });
    assert.equal(answer.ok ? null : answer.code, refusedAs, `a call to ${number}: ${JSON.stringify(answer)}`);
  }

  #cancelCallback(number: string): void {
    const callback = this.line.state.index.callbackOf.get(number) ?? '';
    const answer = this.line.ask({ ask: 'cancel-callback', callback });
    assert.ok(answer.ok, `the callback to ${number} could not be cancelled: ${JSON.stringify(answer)}`);
  }

  #askRecording({ caller, ask }: Extract<Deed, { kind: 'ask-recording' }>): void {
    const answer = this.line.ask({ ask, call: this.#callOf(caller) });
    assert.ok(answer.ok, `${ask} of ${caller} was refused: ${JSON.stringify(answer)}`);
  }

  #switch({ request }: Extract<Deed, { kind: 'switch' }>): void {
    const answer = this.line.ask(request);
    assert.ok(answer.ok, `${request.ask} was refused: ${JSON.stringify(answer)}`);
  }

  #setOtherSystem({ answers }: Extract<Deed, { kind: 'other-system' }>): void {
    this.line.otherSystem.answering = ({ names }) =>
      answers === null ? null : { afterMs: answers.afterMs, outcome: valuesIn(answers.body, names) };
  }

  #nameLastAgent({ number, agent }: Extract<Deed, { kind: 'last-agent' }>): void {
    const answer = this.line.ask({ ask: 'set-last-agent', caller: number.replaceAll(' ', ''), agent });
    assert.ok(answer.ok, `the last agent was refused: ${JSON.stringify(answer)}`);
  }

  #hangUpPhone(agent: string): void {
    this.line.asterisk.hangUp(this.#talkingLegOf(agent));
  }

  #talkingLegOf(agent: string): LegId {
    const leg = this.line.asterisk.talkingLegOf(this.#phoneOf(agent));
    assert.ok(leg !== undefined, `the phone of ${agent} is in no call`);
    return leg;
  }

  #secondLineOf(agent: string): LegId {
    return this.line.asterisk.phone(this.#phoneOf(agent)).dials.at(-1) ?? '';
  }

  #reload(path: readonly string[], value: string): void {
    this.#routing = withValue(this.#routing, path, value);
    this.#plan = planOf(this.#routing);
    this.line.take({ kind: 'plan-loaded', plan: this.#plan, by: 'the scenario' });
  }

  /** Whoever waits hangs up first, so that nobody who is freed by it is given a call. */
  #goHome(): void {
    this.line.timeline.note(this.line.now, 'the scenario is over: everybody hangs up');
    const { asterisk } = this.line;
    const talking = new Set(asterisk.existing().bridges.flatMap(({ legs }) => legs));
    const legs = [...this.#legs.values()];
    for (const leg of legs.filter((one) => !talking.has(one))) asterisk.hangUp(leg);
    this.line.runUntil(this.line.now + 100);
    for (const leg of legs) asterisk.hangUp(leg);
    this.line.runUntil(this.line.now + 100);
    for (const callback of [...this.line.state.callbacks.keys()])
      this.line.ask({ ask: 'cancel-callback', callback });
    for (const number of this.scenario.clients.keys())
      asterisk.hangUp(asterisk.talkingLegOf(phoneOf(this.#plan, number)) ?? '');
    for (const agent of Object.keys(this.#plan.agents)) this.line.ask({ ask: 'sign-out', agent });
    this.line.runUntil(this.line.now + TIDY_WITHIN_MS);
  }

  #legOf(caller: string): LegId {
    return this.#legs.get(caller) ?? '';
  }

  #phoneOf(agent: string): string {
    return this.#plan.agents[agent]?.phone ?? '';
  }

  #mediaMs(media: string): number | null {
    const prompt = Object.entries(this.#plan.prompts).find(([, { media: files }]) =>
      Object.values(files).includes(media),
    );
    if (prompt === undefined) return 400;
    return this.#vanished.has(prompt[0]) ? null : (this.scenario.promptLengths.get(prompt[0]) ?? null);
  }
}
