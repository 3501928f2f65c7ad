import { setTimeout as pause } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import type { AgentView, CallView, LiveAgentState, Readiness } from '../../../src/ports/live.js';
import { type AsteriskSet, startAsterisk, stopAsterisk } from '../../support/asterisk/instances.js';
import type { Callplane } from '../../support/callplane/callplane.js';
import { FarEnd } from '../../support/far-end/far-end.js';
import { Site } from './site.js';
import { eventually, until } from './until.js';

const PHONES = 2;
/** Long enough for something that must not happen to happen. */
const UNDISTURBED_MS = 500;

/** One Asterisk with phones that answer at once, and callers. */
export class Stage {
  private constructor(
    readonly set: AsteriskSet,
    readonly far: FarEnd,
  ) {}

  static async open(name: string, phones = PHONES): Promise<Stage> {
    const set = await startAsterisk({ set: name, phones });
    const far = await FarEnd.connect(set.far, name);
    for (const phone of set.phones)
      await far.setBehaviour(phone.name, { kind: 'answers', afterMs: 50, hangsUpAfterMs: null });
    return new Stage(set, far);
  }

  async close(): Promise<void> {
    this.far.close();
    await stopAsterisk(this.set.set);
  }

  /** A site beside this Asterisk; at the test's end everybody hangs up. */
  site(t: TestContext): Site {
    t.after(() => this.everybodyHangsUp());
    return new Site(t, this.set.pbx);
  }

  /** Callers and phones hang up, also those whose other end fell without a word. */
  async everybodyHangsUp(): Promise<void> {
    await Promise.all([this.far.hangUpAll(), this.far.phones.hangUpAll()]);
    await until('the far end to be quiet', () => this.far.openLegs() === 0);
  }

  callIn(): Promise<string> {
    return this.far.call({ number: '700', from: '+4930123456', toneHz: null });
  }

  /** A caller who talks to this agent, who signs in first where he has not. */
  async talkTo(callplane: Callplane, agent: string): Promise<string> {
    const { state } = await agentOf(callplane, agent);
    if (state === 'signed-out') await callplane.api('POST', `/api/agents/${agent}/sign-in`);
    await agentIs(callplane, agent, 'available');
    const call = await this.callIn();
    await agentIs(callplane, agent, 'talking');
    return call;
  }

  /** Neither end of any talk has hung up, now and a moment later. */
  async nobodyHangsUp(call: string): Promise<void> {
    await pause(UNDISTURBED_MS);
    const record = this.far.callRecord(call);
    if (record?.endedAt !== null) throw new Error(`the caller was cut off: ${JSON.stringify(record)}`);
    const rings = this.far.phones
      .rings()
      .filter((ring) => ring.outcome === 'answered' && ring.endedAt === null);
    if (rings.length === 0) throw new Error('the agent was cut off');
  }

  async hangUp(call: string): Promise<void> {
    await this.far.hangUp(call);
    await until('the far end to have hung up', () => this.far.callRecord(call)?.endedAt !== null);
  }
}

export function agentOf(callplane: Callplane, agent: string): Promise<AgentView> {
  return callplane.api<AgentView>('GET', `/api/agents/${agent}`);
}

/** Waits until the agent is in this state. */
export async function agentIs(callplane: Callplane, agent: string, state: LiveAgentState): Promise<void> {
  let last = '';
  await until(`${agent} to be ${state}`, async () => {
    last = await agentOf(callplane, agent).then(
      (view) => view.state,
      (error: unknown) => String(error),
    );
    return last === state;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}; last: ${last}\n${callplane.logTail()}`);
  });
}

export async function callsOf(callplane: Callplane): Promise<readonly CallView[]> {
  return (await callplane.api<{ items: readonly CallView[] }>('GET', '/api/calls')).items;
}

/** What `/ready` says; null while nobody answers. */
export async function readinessOf(callplane: Callplane): Promise<Readiness | null> {
  const answer = await fetch(`${callplane.url}/ready`).catch(() => null);
  return answer === null ? null : ((await answer.json()) as Readiness);
}

/** Waits until readiness is this; resolves with its reasons. */
export async function readinessIs(callplane: Callplane, state: Readiness['state']): Promise<string> {
  const found = await eventually(`readiness ${state}`, async () => {
    const readiness = await readinessOf(callplane);
    return readiness?.state === state ? readiness : undefined;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${callplane.logTail()}`);
  });
  return found.reasons.join('; ');
}
