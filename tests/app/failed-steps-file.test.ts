import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FailedStep } from '../../src/app/failed-step.js';
import { failedStepsFile } from '../../src/app/failed-steps-file.js';
import type { Signal } from '../../src/core/signal.js';
import type { State } from '../../src/core/step.js';
import { MORNING } from '../core/scene.js';
import { KeptLog, scratchFolder, until } from '../journal/journal-scene.js';
import { LineScene } from './line-scene.js';
import { MARIA, officePlan } from './machine-office.js';

const DIGITS = MARIA.from.slice(1);
const AT_HOME = `PJSIP/${MARIA.from}@trunk`;

function thrown(): never {
  throw new TypeError('a fault of ours');
}

/** Whatever comes throws. */
function everythingThrows(state: State): void {
  state.deadlines.takeDue = thrown;
}

/** This deadline throws, whatever comes. */
function throwsAt(kind: 'message' | 'redial' | 'phone-lost', id: string): (state: State) => void {
  return (state) => {
    state.deadlines.takeDue = () => ({ kind, id, at: MORNING, sequence: 1 });
    for (const map of [state.messages, state.dropped, state.index.signedInAt]) map.get = thrown;
    state.dropped.delete = thrown;
  };
}

const EXISTING = {
  legs: [{ leg: 'leg-1', up: true, caller: { ...MARIA, dialled: DIGITS } }],
  bridges: [],
  restarted: false,
};
/** Signals that are full of people. */
const SIGNALS: readonly Signal[] = [
  { kind: 'call-arrived', leg: 'leg-1', ...MARIA, dialled: DIGITS },
  { kind: 'call-arrived', leg: 'leg-1', ...MARIA, dialled: DIGITS, phone: AT_HOME },
  { kind: 'call-shed', leg: 'leg-1', ...MARIA, dialled: DIGITS, sign: 'memory', answer: 'busy' },
  { kind: 'key-pressed', leg: 'leg-1', key: '7' },
  { kind: 'phone-refers', leg: 'leg-1', to: DIGITS, beside: null },
  { kind: 'phone-changed', phone: AT_HOME, state: 'in-use' },
  { kind: 'plan-loaded', plan: officePlan(), by: MARIA.fromName },
  { kind: 'telephony-back', existing: EXISTING },
  { kind: 'found-astray', astray: { what: 'stray-leg', leg: EXISTING.legs[0] ?? thrown() } },
  { kind: 'looked-up', lookup: 'lookup-1', call: 'call-1', outcome: { ok: true, values: { name: 'Maria' } } },
  asks({ ask: 'sign-in', agent: 'vera', phone: AT_HOME }),
  asks({ ask: 'pause', agent: 'vera', reason: MARIA.fromName }),
  asks({ ask: 'call-out', agent: 'vera', number: MARIA.from }),
  asks({ ask: 'ask-callback', number: MARIA.from, queue: 'help', name: MARIA.fromName, notBefore: null }),
  asks({ ask: 'set-last-agent', caller: MARIA.from, agent: 'vera' }),
  asks({ ask: 'start-message', number: DIGITS, prompt: 'hello', ends: null }),
];

function asks(request: Extract<Signal, { kind: 'request' }>['request']): Signal {
  const by = { name: MARIA.fromName, role: 'supervisor', request: null } as const;
  return { kind: 'request', id: 'request-1', request, by };
}

/** What is kept of a step that throws. */
function failing(spoil: (state: State) => void, signal: Signal): FailedStep {
  const scene = new LineScene(spoil, officePlan());
  scene.take(signal);
  const [kept] = scene.failed;
  assert.ok(kept !== undefined, `${signal.kind} has not thrown`);
  return kept;
}

async function linesOf(path: string): Promise<readonly FailedStep[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as FailedStep);
}

test('what threw is kept in a file: when, live or not, of which kind, and where; no number, no name, no key, no plan', async (t) => {
  const path = join(await scratchFolder(t), 'failed-steps.jsonl');
  const keep = failedStepsFile(path, new KeptLog());
  const deadlines = (['message', 'redial', 'phone-lost'] as const).map((kind) =>
    failing(throwsAt(kind, kind === 'phone-lost' ? AT_HOME : DIGITS), { kind: 'time-passed' }),
  );
  for (const step of [...SIGNALS.map((signal) => failing(everythingThrows, signal)), ...deadlines])
    keep(step);
  const kinds = [...SIGNALS.map(({ kind }) => kind), ...deadlines.map(() => 'time-passed')];
  await until('every step to be kept', async () => (await linesOf(path)).length === kinds.length);
  const lines = await linesOf(path);
  assert.deepEqual(
    lines.map(({ signal }) => signal['kind']),
    kinds,
  );
  for (const line of lines) {
    assert.deepEqual(Object.keys(line), ['at', 'during', 'signal', 'error', 'stack']);
    assert.deepEqual([line.at, line.during], [MORNING, 'live']);
    assert.match(line.error, /a fault of ours/);
    assert.ok(line.stack.some((frame) => frame.includes('/src/core/')));
  }
  const text = await readFile(path, 'utf8');
  assert.doesNotMatch(text, new RegExp(`${DIGITS}|${MARIA.fromName}|"7"|blocks|queues`));
  assert.match(text, /PJSIP\/\+…@trunk/, 'what kind of phone it is can be seen');
});

/** A step that threw at this instant. */
function at(instant: number): FailedStep {
  return { at: instant, during: 'replay', signal: { kind: 'time-passed' }, error: 'a fault', stack: [] };
}

test('a fault that comes with every call fills no disk: a run keeps a thousand, in their order, the next run goes on behind them', async (t) => {
  const path = join(await scratchFolder(t), 'failed-steps.jsonl');
  const keep = failedStepsFile(path, new KeptLog());
  for (let instant = 1; instant <= 1_500; instant += 1) keep(at(instant));
  await until('a thousand lines', async () => (await linesOf(path)).length >= 1_000);
  failedStepsFile(path, new KeptLog())(at(9_999));
  await until('the next run', async () => (await linesOf(path)).at(-1)?.at === 9_999);
  assert.deepEqual(
    (await linesOf(path)).map((line) => line.at),
    [...Array.from({ length: 1_000 }, (_, index) => index + 1), 9_999],
  );
});

test('a file that cannot be written is told once, and what comes when it can be is kept', async (t) => {
  const folder = join(await scratchFolder(t), 'not-there-yet');
  const path = join(folder, 'failed-steps.jsonl');
  const log = new KeptLog();
  const keep = failedStepsFile(path, log);
  const warnings = (): number => log.lines.filter(({ level }) => level === 'warn').length;
  for (const instant of [1, 2]) keep(at(instant));
  await until('it to be told', () => warnings() > 0);
  await mkdir(folder);
  keep(at(3));
  await until('the next to be kept', async () => (await linesOf(path)).at(-1)?.at === 3);
  assert.equal(warnings(), 1);
  assert.ok(log.has('warn', /could not be kept in its file/));
});
