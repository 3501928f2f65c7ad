import { setTimeout as pause } from 'node:timers/promises';
import type { HoursRequest, MessageRequest } from '../../../src/core/signal.js';
import { consoleCommand } from '../asterisk/instances.js';
import type { Refusal } from '../scenario/happened.js';
import { withValue } from '../scenario/routing-text.js';
import type { Ask, Behaviour, Deed, HandOver, Happening } from '../scenario/scenario.js';
import { codeIn } from '../callplane/callplane.js';
import { type Cast, realNumber } from './casting.js';
import { AgentDials, type Dial } from './agent-dials.js';
import { phonesAreAway } from './phones-away.js';
import { removePrompt } from './stage-sounds.js';
import { SecondLines } from './second-lines.js';
import type { Stage } from './stage.js';

/** Phones get so long to show in Callplane that they were unregistered, or that their agent is signed in. */
const SETTLING_MS = 2000;
const HANG_UP_STEP_MS = 200;

/** Why some deeds are of virtual time only. */
const SHARED = {
  'recordings-folder': 'all scenarios share one folder of recordings',
  'events-lost': 'the event stream is shared here',
  'events-back': 'the event stream is shared here',
} as const;

/** What one scenario did on the real stage; what came of it is read when all are over. */
export interface Performed {
  readonly cast: Cast;
  /** Before it was prepared: what the phones did earlier belongs to an earlier try. */
  readonly beganAt: number;
  readonly zeroAt: number;
  readonly endAt: number;
  /** Caller → call of the far end. */
  readonly calls: ReadonlyMap<string, string>;
  /** Calls that agents have dialled at their phones. */
  readonly dials: readonly Dial[];
  readonly refusals: readonly Refusal[];
  readonly problems: readonly string[];
}

/** Plays one scenario on the stage, in real time. */
export async function perform(stage: Stage, cast: Cast): Promise<Performed> {
  const performance = new Performance(stage, cast);
  for (const part of ['prepare', 'play', 'goHome'] as const)
    await performance[part]().catch((error: unknown) => performance.note(part, error));
  return performance.result();
}

class Performance {
  readonly #beganAt = Date.now();
  readonly #calls = new Map<string, string>();
  readonly #dials: AgentDials;
  readonly #placing = new Map<string, Promise<string>>();
  readonly #unregistered = new Set<string>();
  readonly #refusals: Refusal[] = [];
  readonly #problems: string[] = [];
  readonly #underWay: Promise<void>[] = [];
  readonly #secondLines: SecondLines;
  #routing: string;
  #zeroAt = 0;
  #endAt = 0;

  constructor(
    private readonly stage: Stage,
    private readonly cast: Cast,
  ) {
    this.#routing = cast.scenario.routing;
    this.#dials = new AgentDials(stage.far);
    this.#secondLines = new SecondLines(stage.far);
  }

  note(part: string, error: unknown): void {
    this.#problems.push(`${part} failed: ${String(error)}`);
  }

  async prepare(): Promise<void> {
    const { scenario, sparePhone } = this.cast;
    for (const [agent, behaviour] of scenario.phones) await this.#setUp(agent, behaviour);
    for (const [number, behaviour] of scenario.clients) this.#setUpClient(number, behaviour);
    if (sparePhone !== null) this.stage.far.phones.setUp(sparePhone, { kind: 'never-answers' }, null);
    await phonesAreAway(this.stage.set.pbx, this.#unregistered);
    for (const agent of scenario.signedIn) await this.#request(agent, { ask: 'sign-in' });
    await pause(SETTLING_MS);
  }

  async play(): Promise<void> {
    this.#zeroAt = Date.now();
    for (const happening of this.cast.scenario.when) {
      await this.#waitUntil(this.#zeroAt + happening.atMs);
      this.#underWay.push(this.#do(happening));
    }
    this.#endAt = this.#zeroAt + this.cast.scenario.lastsMs;
    await this.#waitUntil(this.#endAt);
    await Promise.all(this.#underWay);
  }

  /** Whoever waits hangs up first, so that nobody who is freed by it is given a call. */
  async goHome(): Promise<void> {
    const refusalsBefore = this.#refusals.length;
    const { far } = this.stage;
    const ids = [...this.#calls.values(), ...this.#dials.ids()];
    const open = ids.filter((id) => far.callRecord(id)?.endedAt === null);
    const talking = await this.#talkingNumbers();
    const isWaiting = (id: string): boolean => !talking.has(far.callRecord(id)?.from ?? '');
    await Promise.all(open.filter(isWaiting).map((id) => far.hangUp(id)));
    await pause(HANG_UP_STEP_MS);
    await Promise.all(open.map((id) => far.hangUp(id)));
    await pause(HANG_UP_STEP_MS);
    for (const agent of this.cast.phones.keys()) await this.#signOut(agent);
    await this.#cancelCallbacks(new Set(this.cast.callerNumbers.values()));
    this.#refusals.length = refusalsBefore;
  }

  async #askCallback({
    number,
    queue,
    notBefore,
    refusedAs,
  }: Extract<Deed, { kind: 'ask-callback' }>): Promise<void> {
    if (notBefore !== null)
      throw new Error('a time of day is none of this run: play this one virtually only');
    const body = { number: this.#realClient(number), queue: `${this.cast.prefix}${queue}` };
    await this.#mustAnswer('/api/callbacks/ask', body, refusedAs);
  }

  async #click({ agent, number, refusedAs }: Extract<Deed, { kind: 'agent-clicks' }>): Promise<void> {
    const path = `/api/agents/${this.cast.prefix}${agent}/call`;
    const body = { number: this.#realClient(number) };
    await this.#mustAnswer(path, body, refusedAs);
  }

  async #mustAnswer(path: string, body: object | undefined, refusedAs: string | null): Promise<void> {
    const answer = await this.stage.callplane.api('POST', path, body).then(
      () => null,
      (error: unknown) => codeIn(error) ?? String(error),
    );
    if (answer !== refusedAs) throw new Error(`it was ${answer === null ? 'granted' : `refused: ${answer}`}`);
  }

  async #cancelCallbacks(numbers: ReadonlySet<string>): Promise<void> {
    const { callplane } = this.stage;
    const { items } = await callplane.api<{ items: { callback: string; number: string }[] }>(
      'GET',
      '/api/callbacks',
    );
    for (const { callback, number } of items)
      if (numbers.has(number)) await callplane.api('POST', `/api/callbacks/${callback}/cancel`);
  }

  /** Who is signed out already is refused, which is well. */
  async #signOut(agent: string): Promise<void> {
    await this.#ask({ kind: 'ask', agent, ask: { ask: 'sign-out' } });
  }

  result(): Performed {
    return {
      cast: this.cast,
      beganAt: this.#beganAt,
      zeroAt: this.#zeroAt,
      endAt: this.#endAt,
      calls: this.#calls,
      dials: this.#dials.all,
      refusals: this.#refusals,
      problems: this.#problems,
    };
  }

  async #do({ text, deed }: Happening): Promise<void> {
    try {
      await this.#act(deed);
    } catch (error) {
      this.#problems.push(`"${text}" could not be done: ${String(error)}`);
    }
  }

  async #act(deed: Deed): Promise<void> {
    const { far } = this.stage;
    switch (deed.kind) {
      case 'call':
        return this.#call(deed);
      case 'press':
        return far.press(await this.#callOf(deed.caller), deed.keys);
      case 'falls-silent':
        return far.say(await this.#callOf(deed.caller), []);
      case 'caller-hangs-up':
        return far.hangUp(await this.#callOf(deed.caller));
      case 'agent-presses':
        return this.#dials.press(deed.agent, this.#phoneOf(deed.agent), deed.keys);
      case 'agent-dials': {
        const { agent, dialled } = deed;
        return this.#dials.dial(agent, this.#phoneOf(agent), this.#realClient(dialled), this.#toneOf(agent));
      }
      case 'agent-refers':
        return far.phones.refer(this.#phoneOf(deed.agent), this.cast.callerNumbers.get(deed.to) ?? deed.to);
      case 'agent-asks':
      case 'agent-unites':
      case 'agent-takes-back':
        return this.#secondLines.do(deed, this.#phoneOf(deed.agent), this.#toneOf(deed.agent));
      case 'agent-clicks':
        return this.#click(deed);
      case 'agent-hangs-up':
        return far.phones.hangUp(this.#phoneOf(deed.agent));
      case 'ask':
        return this.#ask(deed);
      case 'ask-recording':
        return this.#askRecording(deed);
      case 'steer':
        return this.#steer(deed);
      case 'hand-over':
        return this.#handOver(deed);
      case 'switch':
        return this.#switch(deed.request);
      case 'other-system':
        return this.stage.asked.set(this.cast.askedAt, deed.answers);
      case 'recordings-folder':
      case 'events-lost':
      case 'events-back':
        throw new Error(`${SHARED[deed.kind]}; the scenario needs "only: virtual, because …"`);
      case 'last-agent':
        return this.#nameLastAgent(deed);
      case 'prompt-vanishes':
        removePrompt(this.stage.set, `${this.cast.prefix}${deed.prompt}`);
        return;
      case 'behaviour':
        return this.#setUp(deed.agent, deed.behaviour);
      case 'other-call':
        return this.#dials.elsewhere(this.#phoneOf(deed.agent), this.cast.sparePhone ?? '');
      case 'other-call-ends':
        return this.#dials.endElsewhere(this.#phoneOf(deed.agent));
      case 'ask-callback':
        return this.#askCallback(deed);
      case 'cancel-callback':
        return this.#cancelCallbacks(new Set([this.#realClient(deed.number)]));
      case 'client-behaviour':
        this.#setUpClient(deed.number, deed.behaviour);
        return;
      case 'client-hangs-up':
        return far.phones.hangUp(this.#realClient(deed.number));
      case 'reload':
        this.#routing = withValue(this.#routing, deed.path, deed.value);
        return this.stage.reload(this.cast, this.#routing);
      case 'faulty-reload':
        return this.stage.expectRefusedReload(this.cast, this.#routing, deed.path, deed.value);
    }
  }

  async #call({ caller, number, from }: Extract<Deed, { kind: 'call' }>): Promise<void> {
    const placing = this.stage.far.call({
      number: realNumber(this.cast, number),
      from: from === null ? null : (this.cast.callerNumbers.get(from) ?? from),
      toneHz: this.cast.tones.callers.get(caller) ?? null,
    });
    this.#placing.set(caller, placing);
    this.#calls.set(caller, await placing);
  }

  async #callOf(caller: string): Promise<string> {
    const placing = this.#placing.get(caller);
    if (placing === undefined) throw new Error(`${caller} has not called`);
    return placing;
  }

  async #ask({ agent, ask }: Extract<Deed, { kind: 'ask' }>): Promise<void> {
    const at = Date.now() - this.#zeroAt;
    try {
      await this.#request(agent, ask);
    } catch (error) {
      const code = codeIn(error);
      if (code === null) throw error;
      this.#refusals.push({ agent, at, code });
    }
  }

  async #request(agent: string, ask: Ask): Promise<void> {
    const what = ask.ask === 'set-outcome' ? 'outcome' : ask.ask;
    const path = `/api/agents/${this.cast.prefix}${agent}/${what}`;
    await this.stage.callplane.api('POST', path, bodyOf(ask));
  }

  async #steer({ caller, steering }: Extract<Deed, { kind: 'steer' }>): Promise<void> {
    const path = `/api/calls/${await this.#liveCallOf(caller)}`;
    const { callplane } = this.stage;
    switch (steering.ask) {
      case 'move-call':
        await callplane.api('POST', `${path}/move`, { queue: `${this.cast.prefix}${steering.queue}` });
        return;
      case 'remove-call':
        await callplane.api('POST', `${path}/remove`);
        return;
      case 'set-priority':
        await callplane.api('POST', `${path}/priority`, { priority: steering.priority });
    }
  }

  async #handOver({ caller, wish, refusedAs }: Extract<Deed, { kind: 'hand-over' }>): Promise<void> {
    const path = `/api/calls/${await this.#liveCallOf(caller)}/${wish.ask.replace('-call', '')}`;
    await this.#mustAnswer(path, 'target' in wish ? this.#handOverBody(wish) : undefined, refusedAs);
  }

  #handOverBody({ target, reason }: Extract<HandOver, { readonly target: object }>): object {
    const { to, ...named } = target;
    const [name = ''] = Object.values(named).map(String);
    const real = to === 'number' ? (this.cast.callerNumbers.get(name) ?? name) : `${this.cast.prefix}${name}`;
    return { [to]: real, ...(reason === null ? {} : { reason }) };
  }

  async #askRecording({ caller, ask }: Extract<Deed, { kind: 'ask-recording' }>): Promise<void> {
    await this.stage.callplane.api('POST', `/api/calls/${await this.#liveCallOf(caller)}/${ask}`);
  }

  /** The id of the call that this caller is in. */
  async #liveCallOf(caller: string): Promise<string> {
    const from = this.stage.far.callRecord(await this.#callOf(caller))?.from ?? '';
    const { items } = await this.stage.callplane.api<{ items: { call: string; from: string | null }[] }>(
      'GET',
      '/api/calls',
    );
    const call = items.find((one) => one.from === from)?.call;
    if (call === undefined) throw new Error(`${caller} is in no call`);
    return call;
  }

  async #nameLastAgent({ number, agent }: Extract<Deed, { kind: 'last-agent' }>): Promise<void> {
    const caller = (this.cast.callerNumbers.get(number) ?? number).replaceAll(' ', '');
    const body = { caller, agent: `${this.cast.prefix}${agent}` };
    await this.stage.callplane.api('POST', '/api/last-agents/set', body);
  }

  async #switch(request: HoursRequest | MessageRequest): Promise<void> {
    const { prefix } = this.cast;
    const until =
      'ends' in request && request.ends !== null && 'afterMs' in request.ends
        ? { until: new Date(Date.now() + request.ends.afterMs).toISOString() }
        : {};
    if ('hours' in request) {
      const path = `/api/hours/${prefix}${request.hours}/${request.ask.replace('-hours', '')}`;
      await this.stage.callplane.api('POST', path, until);
      return;
    }
    if (request.number === null) throw new Error('all numbers are shared here: play this one virtually only');
    const number = realNumber(this.cast, request.number);
    const prompt = request.ask === 'start-message' ? { prompt: `${prefix}${request.prompt}` } : {};
    const path = `/api/messages/${request.ask.replace('-message', '')}`;
    await this.stage.callplane.api('POST', path, { number, ...prompt, ...until });
  }

  /** A phone that is not registered anywhere is unregistered at the far end, and registered again when it is back. */
  async #setUp(agent: string, behaviour: Behaviour): Promise<void> {
    const phone = this.#phoneOf(agent);
    this.stage.far.phones.setUp(phone, behaviour, this.#toneOf(agent));
    if (behaviour.kind === 'is-not-registered') {
      this.#unregistered.add(phone);
      await this.#send('unregister', phone);
    } else if (this.#unregistered.delete(phone)) await this.#send('register', phone);
  }

  /** The phone of somebody outside is one that has a number for a name. */
  #setUpClient(number: string, behaviour: Behaviour): void {
    const tone = this.cast.tones.clients.get(number) ?? null;
    this.stage.far.phones.setUp(this.#realClient(number), behaviour, tone);
  }

  #realClient(number: string): string {
    return this.cast.callerNumbers.get(number) ?? number;
  }

  async #send(what: 'register' | 'unregister', phone: string): Promise<void> {
    await consoleCommand(this.stage.set.set, 'far', `pjsip send ${what} ${phone}-registration`);
  }

  async #talkingNumbers(): Promise<ReadonlySet<string>> {
    const open = this.stage.far.phones
      .rings()
      .filter((ring) => ring.outcome === 'answered' && ring.endedAt === null);
    return Promise.resolve(new Set(open.flatMap(({ callerNumber }) => callerNumber ?? [])));
  }

  #toneOf(agent: string): number | null {
    return this.cast.tones.agents.get(agent) ?? null;
  }

  #phoneOf(agent: string): string {
    return this.cast.phones.get(agent) ?? '';
  }

  async #waitUntil(at: number): Promise<void> {
    await pause(Math.max(0, at - Date.now()));
  }
}

function bodyOf(ask: Ask): object | undefined {
  if (ask.ask === 'pause') return { reason: ask.reason };
  if (ask.ask === 'set-outcome') return { outcome: ask.outcome };
  return ask.ask === 'extend-wrap-up' ? { seconds: ask.byMs / 1000 } : undefined;
}
