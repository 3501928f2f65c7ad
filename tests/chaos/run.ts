import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AgentView, CallView } from '../../src/ports/live.js';
import { silentLog } from '../contract/real/silent-log.js';
import { AriLink } from '../support/far-end/ari-link.js';
import { leftOversOf } from '../support/real/left-overs.js';
import { randomNumbers } from '../support/model/random.js';
import { readinessIs } from '../system/support/stage.js';
import { until } from '../system/support/until.js';
import { type Aim, titleOf } from './aim.js';
import { audit, type Incident } from './audit.js';
import type { ChaosCase } from './cases.js';
import { readFacts } from './facts.js';
import { Load } from './load.js';
import { momentAt, startingPoint } from './moment.js';
import { TALKS, WAITING } from './routing.js';
import { ChaosSite, type SiteOptions } from './site.js';
import type { Row } from './table.js';

/** After an incident what was in a hurry has settled. */
const SETTLES_MS = 3_000;
/** What still stands wrong after this stands for good: Callplane itself looks one and six seconds after a gap. */
const STANDS_MS = 8_000;

export interface ChaosOptions {
  readonly seed: number;
  readonly way: SiteOptions['way'];
  /** No further case is begun after this. */
  readonly withinMs: number;
  readonly tell: (line: string) => void;
}

interface Played {
  readonly incident: Incident;
  /** What the case itself did not find as it should be. */
  readonly failed: readonly string[];
}

interface Aftermath {
  readonly stuckAgents: readonly string[];
  readonly leftOver: readonly string[];
}

/** Plays the cases one after another under load and judges all of them at the end. */
export async function runChaos(cases: readonly ChaosCase[], options: ChaosOptions): Promise<readonly Row[]> {
  const site = await ChaosSite.open({ set: 'chaos', way: options.way });
  const random = randomNumbers(options.seed);
  await site.start();
  await site.signEverybodyIn();
  const load = new Load(site, random);
  const incidents: Incident[] = [];
  const aftermaths: Aftermath[] = [];
  const deadline = performance.now() + options.withinMs;
  for (const each of cases) {
    if (performance.now() > deadline) break;
    const { incident, failed } = await play(each, { site, load, random });
    incidents.push(incident);
    await pause(SETTLES_MS);
    const after = await aftermathOf(site);
    aftermaths.push({ ...after, leftOver: [...failed, ...after.leftOver] });
    options.tell(sentence(incident, aftermaths.at(-1)));
  }
  await load.end();
  const { notTaken } = load;
  options.tell(`${notTaken.length} callers were not sent outside, the first: ${notTaken[0] ?? 'nobody'}`);
  const last = await emptyHouse(site);
  await site.database?.door.open();
  if (site.database !== null) await readinessIs(site.callplane, 'ready');
  const exitCode = await site.callplane.stop();
  if (exitCode !== 0) last.push(`the stop ended with ${String(exitCode)}`);
  const facts = await readFacts(site.facts);
  const witness = { calls: load.calls(), rings: site.far.phones.rings() };
  const findings = audit(incidents, witness, facts);
  await site.close();
  return incidents.map((incident, index) => {
    const after = aftermaths[index] ?? { stuckAgents: [], leftOver: [] };
    const atEnd = index === incidents.length - 1 ? last : [];
    const none = {
      droppedTalks: [],
      lostCallers: [],
      sentOn: 0,
      sentOnWrongly: [],
      reordered: [],
      calls: [],
      conversations: [],
      recordings: [],
      afterCalls: [],
      offers: [],
      unmarked: [],
      marked: 0,
    };
    return {
      incident,
      findings: findings[index] ?? none,
      stuckAgents: after.stuckAgents,
      leftOver: [...after.leftOver, ...atEnd],
    };
  });
}

async function play(
  each: ChaosCase,
  { site, load, random }: { readonly site: ChaosSite; readonly load: Load; readonly random: () => number },
): Promise<Played> {
  let [at, aim] = [0, null as Aim | null];
  const failed: string[] = [];
  try {
    await each.prepare?.(site);
  } catch (error) {
    failed.push(`what it needs did not come about: ${String(error)}`);
    await site.recover();
  }
  // Of two installations that of the one that is hit.
  const journal = join(site.data, 'journal');
  const before = await startingPoint(journal, silentLog);
  try {
    await fullHouse(site);
    const hit = (met: Aim | null = null): void => {
      [at, aim] = [Date.now(), met];
    };
    await each.run({ site, load, random, hit });
  } catch (error) {
    failed.push(`the case failed: ${String(error)}`);
    // Whatever the case has left: everything anew, so that the others can be played.
    await site.recover();
    load.goOn();
  }
  if (at === 0) at = Date.now();
  const backAt = Date.now();
  const moment = await momentAt(journal, before, at, silentLog);
  return {
    incident: { name: each.name, at, aim, backAt, moment, asteriskDied: each.asteriskDies === true },
    failed,
  };
}

/** More talks and waiting callers than are needed: some may go before the blow falls. */
async function fullHouse({ callplane }: ChaosSite): Promise<void> {
  let last = '';
  await until(
    'a full house',
    async () => {
      const { items } = await callplane.api<{ readonly items: readonly CallView[] }>('GET', '/api/calls');
      const talking = items.filter(({ state }) => state === 'talking').length;
      const waiting = items.filter(({ state }) => state === 'waiting' || state === 'ringing').length;
      last = `${talking} talk, ${waiting} wait`;
      return talking > TALKS && waiting > WAITING;
    },
    60_000,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${last}\n${callplane.logTail()}`);
  });
}

/** Everybody is served; what is left then is left over. */
async function emptyHouse(site: ChaosSite): Promise<string[]> {
  await until('the last caller to go', () => site.far.openLegs() === 0, 120_000).catch(() => undefined);
  const left = await leftOversOf(site.asterisk.pbx, site.callplane);
  const { items } = await site.callplane.api<{ readonly items: readonly AgentView[] }>('GET', '/api/agents');
  const stuck = items
    .filter(({ state }) => state !== 'available')
    .map(({ agent, state }) => `${agent} is ${state}`);
  return [
    ...site.far.openLegNames().map((name) => `at the far end ${name}`),
    ...left,
    ...stuck,
    ...site.far.errors(),
  ];
}

/** Looks twice: what is wrong both times stands. */
async function aftermathOf(site: ChaosSite): Promise<Aftermath> {
  const first = await look(site);
  if (first.stuckAgents.length + first.leftOver.length > 0) await pause(STANDS_MS);
  const second = first.stuckAgents.length + first.leftOver.length > 0 ? await look(site) : first;
  return {
    stuckAgents: second.stuckAgents.filter((each) => first.stuckAgents.includes(each)),
    leftOver: second.leftOver.filter((each) => first.leftOver.includes(each)),
  };
}

async function look(site: ChaosSite): Promise<Aftermath> {
  const { items: agents } = await site.callplane.api<{ readonly items: readonly AgentView[] }>(
    'GET',
    '/api/agents',
  );
  const open = site.far.phones.rings().filter(({ endedAt }) => endedAt === null);
  const busy = new Set(open.map(({ phone }) => phone));
  const stuckAgents = agents
    .filter(({ agent, state }) => (state === 'talking' || state === 'offered') && !busy.has(agent))
    .map(({ agent, state, call }) => `${agent} is ${state} with ${call ?? 'nobody'}`);
  const link = new AriLink(site.asterisk.pbx, 'none');
  try {
    const bridges = (await link.demand('GET', '/bridges')) as readonly {
      readonly id: string;
      readonly channels: readonly string[];
    }[];
    const channels = (await link.demand('GET', '/channels')) as readonly {
      readonly id: string;
      readonly name: string;
      readonly caller: { readonly number: string };
    }[];
    const callers = new Set(
      site.far
        .calls()
        .filter(({ endedAt }) => endedAt === null)
        .map(({ from }) => from ?? ''),
    );
    // Who asks a number outside stands alone until it answers.
    const asking = new Set(agents.flatMap(({ agent, state }) => (state === 'consulting' ? agent : [])));
    const nameOfChannel = new Map(channels.map(({ id, name }) => [id, name]));
    const lonely = bridges
      .filter((bridge) => bridge.channels.length === 1)
      .map(({ id, channels: [alone = ''] }) => ({ id, alone, name: nameOfChannel.get(alone) ?? 'gone' }))
      .filter(({ name }) => ![...asking].some((agent) => name.includes(`/${agent}-`)))
      .map(({ id, alone, name }) => {
        const who = agents.find(({ agent }) => name.includes(`/${agent}-`));
        const what = who === undefined ? 'no agent' : `${who.state} with ${who.call ?? 'nobody'}`;
        return `bridge ${id} with ${alone} (${name}, ${what}) alone`;
      });
    const orphans =
      channels.length > callers.size + open.length + 4
        ? [`${channels.length} channels for ${callers.size} callers and ${open.length} phones`]
        : [];
    return { stuckAgents, leftOver: [...lonely, ...orphans] };
  } finally {
    link.close();
  }
}

function sentence({ name, aim, at, backAt, moment }: Incident, after: Aftermath | undefined): string {
  const { menu, waiting, offered, answeredNotBridged, talking, recording, wrapUp, rating } = moment;
  const { atPartner, outside, consulting } = moment;
  const wrong = [...(after?.stuckAgents ?? []), ...(after?.leftOver ?? [])].join('; ');
  return (
    `${titleOf(name, aim)}: ${menu} in menu, ${waiting} waiting, ${offered} offered, ${answeredNotBridged} answered and not bridged, ` +
    `${talking} talking, ${recording} of them recorded, ${atPartner} of them at the partner, ${consulting} on hold while a number is asked, ` +
    `${outside} outside, ${wrapUp} in wrap-up, ${rating} asked for a rating; back after ${backAt - at} ms${wrong === '' ? '' : `; WRONG: ${wrong}`}`
  );
}
