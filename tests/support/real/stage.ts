import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import { type AsteriskSet, startAsterisk, stopAsterisk } from '../asterisk/instances.js';
import { AskedSystem } from './asked-system.js';
import { Callplane } from '../callplane/callplane.js';
import { FarEnd } from '../far-end/far-end.js';
import { withValue } from '../scenario/routing-text.js';
import type { Scenario } from '../scenario/scenario.js';
import { writePins } from './stage-pins.js';
import { type Cast, castAgain, castAll, castRouting, castTransfers, phonesNeeded } from './casting.js';
import { Stillness } from './stillness.js';
import { writeMusic, writePrompts, writeSpeech } from './stage-sounds.js';

const SET = 'scenarios';
/** The machine may have other work, and the routing of all scenarios is large. */
const READY_WITHIN_MS = 90_000;

/** One Asterisk, one far end and one Callplane, on which all scenarios are played side by side. */
export class Stage {
  readonly stillness = new Stillness();
  /** Who is on the stage now. */
  #casts: readonly Cast[];
  #recasts = 0;
  #reloading: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly casts: readonly Cast[],
    readonly set: AsteriskSet,
    readonly far: FarEnd,
    readonly callplane: Callplane,
    readonly folder: string,
    readonly asked: AskedSystem,
  ) {
    this.#casts = casts;
  }

  /** Starts everything; what was started is stopped again when something fails. */
  static async open(scenarios: readonly Scenario[]): Promise<Stage> {
    const set = await startAsterisk({ set: SET, phones: phonesNeeded(scenarios) });
    const folder = mkdtempSync(join(tmpdir(), 'callplane-scenarios-'));
    const asked = await AskedSystem.open();
    const casts = castAll(
      scenarios,
      set.phones.map(({ name }) => name),
      asked.url,
    );
    const far = await FarEnd.connect(set.far, 'scenarios');
    try {
      await furnish(set, folder, casts);
      await writePins(join(folder, 'data'), casts);
      const callplane = await Callplane.launch({
        pbx: set.pbx,
        routing: join(folder, 'routing'),
        dataFolder: join(folder, 'data'),
      });
      await callplane.ready(READY_WITHIN_MS);
      return new Stage(casts, set, far, callplane, folder, asked);
    } catch (error) {
      far.close();
      asked.close();
      await stopAsterisk(SET);
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Takes what was played off the stage and sets it up anew under other names. */
  async recast(before: Cast): Promise<Cast> {
    this.#recasts += 1;
    const cast = castAgain(before, this.casts.length + this.#recasts);
    await writePins(join(this.folder, 'data'), [cast]);
    writePrompts(this.set, cast);
    await this.#oneByOne(async () => {
      rmSync(routingFile(this.folder, before));
      this.#casts = this.#casts.map((one) => (one === before ? cast : one));
      writeTransfers(this.folder, this.#casts);
      writeRouting(this.folder, cast, cast.scenario.routing);
      await this.callplane.api('POST', '/api/reload');
    });
    return cast;
  }

  /** Loads the scenario's routing again with one value changed; the others' stays. */
  reload(cast: Cast, routing: string): Promise<void> {
    return this.#oneByOne(async () => {
      writeRouting(this.folder, cast, routing);
      await this.callplane.api('POST', '/api/reload');
    });
  }

  /** Offers a routing with a fault, expects a refusal, and puts the good one back. */
  expectRefusedReload(cast: Cast, routing: string, path: readonly string[], value: string): Promise<void> {
    return this.#oneByOne(async () => {
      writeRouting(this.folder, cast, withValue(routing, path, value));
      const refusal = await this.callplane.api('POST', '/api/reload').then(
        () => 'accepted',
        (error: unknown) => String(error),
      );
      writeRouting(this.folder, cast, routing);
      if (!refusal.includes('422')) throw new Error(`the faulty routing was not refused: ${refusal}`);
    });
  }

  /** Waits until everybody at the far end has hung up; what has not by then, in words. */
  async quiet(withinMs: number): Promise<readonly string[]> {
    const deadline = Date.now() + withinMs;
    while (this.far.openLegs() > 0 && Date.now() < deadline) await pause(50);
    return this.far.openLegNames().map((leg) => `the far end still has ${leg}`);
  }

  async close(): Promise<void> {
    this.stillness.close();
    this.far.close();
    await this.callplane.stop();
    this.asked.close();
    await stopAsterisk(SET);
    rmSync(this.folder, { recursive: true, force: true });
  }

  #oneByOne(act: () => Promise<void>): Promise<void> {
    const done = this.#reloading.then(act, act);
    this.#reloading = done;
    return done;
  }
}

async function furnish(set: AsteriskSet, folder: string, casts: readonly Cast[]): Promise<void> {
  mkdirSync(join(folder, 'routing'));
  writeFileSync(join(folder, 'routing/000-company.yml'), companyFile());
  writeTransfers(folder, casts);
  for (const cast of casts) {
    writePrompts(set, cast);
    writeRouting(folder, cast, cast.scenario.routing);
  }
  writeSpeech(set);
  await writeMusic(set);
}

/** There is one of it for all. */
function writeTransfers(folder: string, casts: readonly Cast[]): void {
  const transfers = castTransfers(casts);
  const section = Object.keys(transfers).length === 0 ? {} : { transfers };
  writeFileSync(join(folder, 'routing/000-transfers.yml'), stringify({ callplane: 1, ...section }));
}

function writeRouting(folder: string, cast: Cast, routing: string): void {
  writeFileSync(routingFile(folder, cast), stringify(castRouting(cast, routing)));
}

function routingFile(folder: string, { prefix }: Cast): string {
  return join(folder, 'routing', `${prefix}routing.yml`);
}

/** All scenarios are of one company; what depends on the hour of the day runs in virtual time only. */
function companyFile(): string {
  return stringify({
    callplane: 1,
    company: { name: 'Scenarios', timezone: 'UTC', short_call: '5s' },
    dial_policy: { trunk: 'trunk', allow: '+359' },
    phones: {
      outgoing: { ring_for: '10s', record: true, wrap_up: '3s' },
      codes: { pauses: { '1': 'lunch', '2': { reason: 'coffee', for: '3s' } } },
    },
  });
}
