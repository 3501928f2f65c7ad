import { readFileSync } from 'node:fs';
import { decodeEvent } from '../../../src/ari/decode.js';
import type { Reply } from '../../../src/ari/failure.js';
import { LegBook } from '../../../src/ari/leg-book.js';
import { PhoneWatch } from '../../../src/ari/phones.js';
import { PlaybackBook } from '../../../src/ari/playback-book.js';
import { takeSnapshot } from '../../../src/ari/snapshot.js';
import { Translator } from '../../../src/ari/translator.js';
import type { Command } from '../../../src/core/command.js';
import { assertInvariants } from '../../../src/core/invariants.js';
import type { Plan } from '../../../src/core/plan.js';
import type { Signal } from '../../../src/core/signal.js';
import { freeze, thaw } from '../../../src/core/snapshot.js';
import { createState, type State, step } from '../../../src/core/step.js';
import { plan, queue } from '../../core/plan-builder.js';
import { must } from '../../simulation/must.js';
import type { Dice } from '../../simulation/dice.js';
import { awkward, editJson, editText, jsonOf } from '../mutation.js';
import { quietLog } from '../quiet-log.js';
import type { FuzzTarget } from '../target.js';

const APPLICATION = 'callplane';
const BEGAN_AT = Date.parse('2026-03-04T10:00:00Z');
const PHONE = 'PJSIP/phone-001';
const CALLER_LEG = '1795356428.4';

/**
 * Frames of the event stream, one a line, as far as the core: decoder, translator, step. A line that begins with
 * `snapshot ` is what Asterisk answers when it is asked what exists.
 */
export function decoderTarget(): FuzzTarget {
  const begun = beginning();
  const frames = (recorded('events.json') as readonly unknown[]).map((event) => inOurNames(event, begun));
  const snapshot = { ...(recorded('snapshot.json') as object), info: { status: { startup_time: 'today' } } };
  const found = `snapshot ${inOurNames(snapshot, begun)}`;
  return {
    corpus: [...frames, found, [...frames, found].join('\n'), [found, ...frames].join('\n')],
    mutate,
    run: (input) => runFrames(begun, input),
    close: () => Promise.resolve(),
  };
}

function mutate(dice: Dice, known: () => string): string {
  const lines = known().split('\n');
  const at = dice.between(0, lines.length - 1);
  const other = known().split('\n');
  const kind = dice.between(0, 9);
  if (kind === 0) lines.splice(at, 1);
  else if (kind === 1) lines.splice(at, 0, dice.pick(other));
  else if (kind === 2) lines.splice(dice.between(0, lines.length), 0, ...lines.splice(at, 1));
  else if (kind === 3) lines[at] = editText(dice, lines[at] ?? '', dice.pick(other));
  else lines[at] = editFrame(dice, lines[at] ?? '', dice.pick(other));
  return lines.slice(0, 60).join('\n');
}

function editFrame(dice: Dice, line: string, other: string): string {
  const frame = parsed(line);
  if (frame === undefined) return dice.falls(0.5) ? awkward(dice) : other;
  const edited = jsonOf(editJson(dice, frame.value, parsed(other)?.value));
  return frame.mark + edited;
}

function parsed(line: string): { readonly mark: string; readonly value: unknown } | undefined {
  const mark = line.startsWith('snapshot ') ? 'snapshot ' : '';
  try {
    return { mark, value: JSON.parse(line.slice(mark.length)) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A line on which a caller waits and hears a message while a phone rings for him. */
interface Begun {
  readonly frozen: string;
  readonly agentLeg: string;
  readonly playback: string;
  /** The bridge that an answer brings them into. */
  readonly bridge: string;
}

function beginning(): Begun {
  const state = createState({ prefix: 'd', seed: 1 });
  const caller = { from: '+35921234567', fromName: null, dialled: '+35929000001' };
  const take = (signal: Signal, afterMs = 0): readonly Command[] =>
    step(state, signal, BEGAN_AT + afterMs).commands;
  take({ kind: 'plan-loaded', plan: salesPlan(), by: 'fuzz' });
  take({ kind: 'request', id: '1', request: { ask: 'sign-in', agent: 'anna' } });
  take({ kind: 'phone-changed', phone: PHONE, state: 'idle' });
  const rung = take({ kind: 'call-arrived', leg: CALLER_LEG, ...caller }).find(({ kind }) => kind === 'ring');
  const agentLeg = rung?.kind === 'ring' ? rung.leg : '';
  const played = take({ kind: 'time-passed' }, 1_000).find(({ kind }) => kind === 'play');
  const frozen = freeze(state);
  const connected = take({ kind: 'leg-answered', leg: agentLeg }, 1_000).find(
    ({ kind }) => kind === 'connect',
  );
  must(
    played?.kind === 'play' && connected?.kind === 'connect',
    'the scene of the decoder does not come about',
  );
  return { frozen, agentLeg, playback: played.playback, bridge: connected.bridge };
}

function salesPlan(): Plan {
  const messages = [{ prompt: 'busy', firstAfterMs: 1_000, everyMs: 5_000 }];
  return plan({
    agents: ['anna'],
    phones: { anna: PHONE },
    prompts: ['busy'],
    queues: [queue('sales', ['anna'], { waiting: { music: 'default', position: null, messages } })],
    numbers: { '+35929000001': 'entry' },
  });
}

async function runFrames(begun: Begun, input: string): Promise<string> {
  const core = new CoreBehind(thaw(begun.frozen), begun.agentLeg);
  const { translator } = core;
  const outcomes = new Set<string>();
  for (const line of input.split('\n')) {
    if (line.startsWith('snapshot ')) outcomes.add(await core.compare(line.slice(9)));
    else {
      const decoded = decodeEvent(line);
      mustBeWhole(decoded);
      if (decoded.kind === 'event') translator.take(decoded.event);
      outcomes.add(
        decoded.kind === 'event' ? decoded.event.type : decoded.reason.replace(/^unused:.*/, 'unused'),
      );
    }
  }
  return [...outcomes, ...core.taken].sort().join(' ');
}

/** The adapter's words about what comes in, and the core that hears them. */
class CoreBehind {
  readonly taken = new Set<string>();
  readonly translator: Translator;
  readonly #phones: PhoneWatch;
  #at = BEGAN_AT;

  constructor(
    private readonly state: State,
    agentLeg: string,
  ) {
    const legs = new LegBook(100);
    legs.made(agentLeg, PHONE);
    legs.arrived(CALLER_LEG);
    const tell = (signal: Signal): void => this.#tell(signal);
    const nobody = (): Promise<never> => Promise.reject(new Error('nobody is asked'));
    this.#phones = new PhoneWatch({
      source: { subscribe: nobody, unsubscribe: nobody, deviceState: nobody },
      retryMs: 1_000,
      tell,
      log: quietLog,
    });
    this.#phones.watch(PHONE);
    this.translator = new Translator({
      legs,
      playbacks: new PlaybackBook(),
      log: quietLog,
      tell,
      phoneChanged: (device, seen) => this.#phones.changed(device, seen),
      toldReferrer: () => undefined,
      callerArrived: () => undefined,
    });
  }

  /** Asterisk is asked what exists; what cannot be read is refused as a whole. */
  async compare(answers: string): Promise<string> {
    const ask = ({ path }: { readonly path: string }): Promise<Reply> =>
      Promise.resolve({ kind: 'reply', status: 200, body: bodyFor(path, answers), server: '' });
    try {
      const { legs, bridges } = await takeSnapshot({ ask }, APPLICATION, 1_000);
      mustBeWhole({ legs, bridges });
      this.#tell({ kind: 'telephony-lost' });
      this.#tell({ kind: 'telephony-back', existing: { legs, bridges, restarted: false } });
      return 'snapshot';
    } catch (error) {
      if (error instanceof Error && error.name === 'SnapshotFailed') return 'no-snapshot';
      throw error;
    }
  }

  #tell(signal: Signal): void {
    mustBeWhole(signal);
    this.#at += 700;
    const reaction = step(this.state, signal, this.#at);
    assertInvariants(this.state);
    mustBeWhole(reaction);
    this.taken.add(signal.kind);
    for (const { kind } of reaction.commands) this.taken.add(`>${kind}`);
  }
}

function bodyFor(path: string, answers: string): string {
  const parts = parsed(answers)?.value as Record<string, unknown> | null | undefined;
  const name = path.startsWith('/asterisk')
    ? 'info'
    : (path.split('/')[1] ?? '').replace(/^applications$/, 'application');
  return parts?.[name] === undefined ? '<html>' : JSON.stringify(parts[name]);
}

/** Nothing that is used may be missing or not a number. */
function mustBeWhole(value: unknown, where = ''): void {
  must(value !== undefined, `${where} is undefined`);
  must(typeof value !== 'number' || Number.isFinite(value), `${where} is not finite`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) mustBeWhole(part, `${where}.${key}`);
}

function recorded(name: string): unknown {
  const url = new URL(`../../asterisk/ari/recorded/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as unknown;
}

/** The same ids in the recording and in the core, so that events meet what is there. */
function inOurNames(value: unknown, begun: Begun): string {
  return JSON.stringify(value)
    .replaceAll('"leg-1"', JSON.stringify(begun.agentLeg))
    .replaceAll('"pb-1"', JSON.stringify(begun.playback))
    .replaceAll('"bridge-1"', JSON.stringify(begun.bridge));
}
