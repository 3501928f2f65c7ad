import { connect } from 'node:net';
import { sightOf } from '../../../src/access/sight.js';
import { Drain } from '../../../src/app/drain.js';
import { type LineHealth, lineOperations } from '../../../src/app/operations.js';
import { PlanKeeper } from '../../../src/app/plan-keeper.js';
import { Line } from '../../../src/app/line.js';
import { LineMeters } from '../../../src/app/line-meters.js';
import type { Command } from '../../../src/core/command.js';
import type { Plan } from '../../../src/core/plan.js';
import type { LegId, Signal } from '../../../src/core/signal.js';
import { freeze, thaw } from '../../../src/core/snapshot.js';
import { createState, step } from '../../../src/core/step.js';
import { createHttp, routesOf } from '../../../src/http/create-http.js';
import { PROBLEMS } from '../../../src/http/problem.js';
import { serve } from '../../../src/http/serve.js';
import type { Identity } from '../../../src/ports/access.js';
import type { JournalRecord, JournalWriter } from '../../../src/ports/journal.js';
import type { LiveOperations } from '../../../src/ports/live.js';
import type { Stories } from '../../../src/ports/story.js';
import type { MetricFamily } from '../../../src/ports/metrics.js';
import type { RecordedSounds } from '../../../src/ports/voicemails.js';
import { plan, queue } from '../../core/plan-builder.js';
import { must } from '../../simulation/must.js';
import type { Dice } from '../../simulation/dice.js';
import { awkward, editJson, editText, jsonOf } from '../mutation.js';
import { quietLog } from '../quiet-log.js';
import type { FuzzTarget } from '../target.js';

/** Who is known, by token. */
const KNOWN: Readonly<Record<string, Identity>> = {
  'token-of-it': { name: 'it', role: 'administrator' },
  'token-of-olga': { name: 'olga', role: 'supervisor', teams: ['sales'] },
  'token-of-anna': { name: 'anna-desk', role: 'agent', agent: 'anna' },
  'token-of-head': { name: 'head', role: 'read-only' },
};
const ADMINISTRATOR = 'token-of-it';
const NOW = Date.parse('2026-03-04T10:00:00Z');
/** The whole answer must be there within this time after the last byte of the request. */
const ANSWER_WITHIN_MS = 5_000;
/** So long is waited for more of an answer, and for any answer to a request that is not whole. */
const QUIET_MS = 3;
const UNFINISHED_MS = 20;
const BODIES: Readonly<Record<string, string>> = {
  pause: '{"reason":"lunch"}',
  'extend-wrap-up': '{"seconds":5}',
  outcome: '{"outcome":"sale"}',
};
const ALLOWED = new Set<number>([200, 503, ...Object.values(PROBLEMS).map(({ status }) => status)]);

/** Bytes on the wire of the real server, before a real line: declared answers, and refusals that change nothing. */
export async function httpTarget(): Promise<FuzzTarget> {
  const begun = beginning();
  let line = aLine(begun);
  const live = behind(() => line.live);
  let requests = 0;
  const metrics = (): readonly MetricFamily[] => [];
  const sounds: RecordedSounds = { open: () => Promise.resolve({ ok: false, why: 'not-there' }) };
  const stories: Stories = { storyOf: () => Promise.resolve(null) };
  const app = createHttp({
    live,
    metrics,
    sounds,
    stories,
    sightOf: (who) => sightOf(live, who),
    identify: (token) => KNOWN[token] ?? null,
    names: ['callplane'],
    log: quietLog,
    mintRequestId: () => `r${(requests += 1)}`,
    // So slowly that wrong tokens now and then are too many.
    now: () => requests * 1_000,
  });
  const door = await serve(app, '127.0.0.1', 0);
  return {
    corpus: routesOf({ live, metrics, sounds, stories }).map(({ method, path }) =>
      requestFor(method, path, begun),
    ),
    mutate,
    run: async (input) => {
      line = aLine(begun);
      const before = requests;
      const answers = answersIn(await send(door.port, input));
      for (const answer of answers) mustBeDeclared(answer);
      must(answers.length > 0 || !isWhole(input), 'no answer');
      // Of several requests in a row the answers to the last may be lost when the connection is given up.
      const answered = answers.filter(({ head }) => /^x-request-id:/im.test(head)).length;
      const isRefused = answered === requests - before && answers.every(({ status }) => status >= 400);
      if (isRefused) must(freeze(line.line.state) === begun, `refused, and yet the state has changed`);
      return answers.map(({ status, body }) => `${status} ${codeOf(body)}`).join(' | ');
    },
    close: () => door.close(0),
  };
}

// -------------------------------------------------------------------- the line behind it

interface SmallLine {
  readonly line: Line;
  readonly live: LiveOperations;
}

function aLine(begun: string): SmallLine {
  const line = new Line({
    state: thaw(begun),
    snapshotAt: null,
    journal: new QuickJournal(),
    carryOut: () => undefined,
    sendOut: () => undefined,
    clock: { now: () => NOW },
    timer: { set: () => undefined, clear: () => undefined },
    log: quietLog,
    keepFailed: () => undefined,
    meters: new LineMeters(() => NOW),
    written: () => undefined,
  });
  const plans = new PlanKeeper({
    readPlan: () => Promise.resolve({ ok: true, plan: salesPlan('plan-2'), warnings: [] }),
    versionInForce: () => line.state.planInForce,
    putInForce: (loaded, by) => line.accept({ kind: 'plan-loaded', plan: loaded, by }),
    log: quietLog,
  });
  const drain = new Drain({
    tell: () => Promise.resolve('told'),
    callsLeft: () => line.state.calls.size,
    now: () => NOW,
    log: quietLog,
  });
  const health: LineHealth = {
    telephony: 'connected',
    journalError: null,
    books: 'up',
    undelivered: 0,
    database: 'open',
    stopping: false,
    repairs: {},
    standby: () => 'none',
    draining: () => drain.reasons(),
    disk: { freeBytes: null, alarm: null },
    overload: { alarm: null, signs: [] },
  };
  const door = { pass: (work: () => void) => work(), handOver: null, drain, mintId: () => 'a-change' };
  return { line, live: lineOperations(line, plans, health, door) };
}

/** Every record is durable a moment after it came. */
class QuickJournal implements JournalWriter {
  next = 1;
  backlog = 0;
  #listener: (durable: number, error: null) => void = () => undefined;

  get durable(): number {
    return this.next - 1;
  }
  append(_record: JournalRecord): void {
    this.next += 1;
    queueMicrotask(() => this.#listener(this.durable, null));
  }
  leaveOut(next: number): void {
    this.next = next;
  }
  onProgress(listener: (durable: number, error: Error | null) => void): void {
    this.#listener = listener;
  }
  snapshot(): void {
    // Nobody reads it.
  }
  release(): void {
    // No segments here.
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The server stays, the line behind it is another one for every input. */
function behind(now: () => LiveOperations): LiveOperations {
  return {
    ask: (request, by) => now().ask(request, by),
    agents: () => now().agents(),
    queues: () => now().queues(),
    calls: () => now().calls(),
    callbacks: () => now().callbacks(),
    voicemails: () => now().voicemails(),
    hours: () => now().hours(),
    messages: () => now().messages(),
    reload: (by) => now().reload(by),
    readiness: () => now().readiness(),
    handOver: (by) => now().handOver(by),
    drain: (newCalls, by) => now().drain(newCalls, by),
  };
}

/** One agent signed in, one paused, one in a conversation that is recorded; a caller whose call is being offered. */
function beginning(): string {
  const state = createState({ prefix: 'h', seed: 1 });
  const take = (signal: Signal): readonly Command[] => step(state, signal, NOW).commands;
  take({ kind: 'plan-loaded', plan: salesPlan('plan-1'), by: 'fuzz' });
  for (const agent of ['clara', 'boris'])
    take({ kind: 'request', id: agent, request: { ask: 'sign-in', agent } });
  take({ kind: 'request', id: 'p', request: { ask: 'pause', agent: 'boris', reason: 'lunch' } });
  for (const ring of take({ kind: 'call-arrived', leg: 'l1', from: '+359', fromName: null, dialled: '100' }))
    if (ring.kind === 'ring') answer(ring.leg, take);
  take({ kind: 'request', id: 'a', request: { ask: 'sign-in', agent: 'anna' } });
  take({ kind: 'call-arrived', leg: 'l2', from: null, fromName: null, dialled: '100' });
  must(state.recordings.size === 1, 'nobody is being recorded');
  return freeze(state);
}

function answer(leg: LegId, take: (signal: Signal) => readonly Command[]): void {
  for (const connect of take({ kind: 'leg-answered', leg })) {
    if (connect.kind !== 'connect') continue;
    const { bridge, legs } = connect;
    const begun = legs.flatMap((joining) => take({ kind: 'leg-joined', leg: joining, bridge }));
    for (const start of begun)
      if (start.kind === 'start-recording') take({ kind: 'recording-started', recording: start.recording });
  }
}

function salesPlan(version: string): Plan {
  const wrapUp = { timeMs: 30_000, extendToMs: 60_000 };
  const made = plan({
    version,
    agents: ['anna', 'boris', 'clara'],
    queues: [queue('sales', ['anna', 'boris', 'clara'], { wrapUp, record: true })],
  });
  const agents = Object.values(made.agents).map((agent) => [agent.id, { ...agent, teams: ['sales'] }]);
  return { ...made, agents: Object.fromEntries(agents) as Plan['agents'] };
}

// -------------------------------------------------------------------- requests

function requestFor(method: string, path: string, begun: string): string {
  const filled = path.replace(':id', idFor(path, begun));
  const body = method === 'POST' ? (BODIES[path.split('/').at(-1) ?? ''] ?? '{}') : null;
  const head = [`${method} ${filled} HTTP/1.1`, 'Host: callplane', `Authorization: Bearer ${ADMINISTRATOR}`];
  return body === null ? `${head.join('\r\n')}\r\n\r\n` : withBody(head, body);
}

/** One with which the action of the path is allowed. */
function idFor(path: string, begun: string): string {
  if (path.includes('calls')) return [...thaw(begun).recordings.values()][0]?.call ?? '';
  if (path.includes('queues')) return 'sales';
  return path.endsWith('resume') ? 'boris' : 'anna';
}

function withBody(head: readonly string[], body: string): string {
  const length = Buffer.byteLength(body, 'latin1');
  return `${head.join('\r\n')}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

function mutate(dice: Dice, known: () => string): string {
  const input = known();
  const kind = dice.between(0, 12);
  if (kind <= 1) return asBytes(editText(dice, input, known()));
  if (kind === 2) return input + known();
  if (kind === 3) return input.slice(0, dice.between(0, input.length));
  const [top = '', ...rest] = input.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const lines = top.split('\r\n');
  if (kind <= 5) return withLength(lines, asBytes(editBody(dice, body, known())));
  if (kind <= 8) return joined([asBytes(editPath(dice, lines[0] ?? '')), ...lines.slice(1)], body);
  return joined(editHeaders(dice, lines, known()), body);
}

/** The length fits the body, or it would be refused for that alone. */
function withLength(lines: readonly string[], body: string): string {
  const others = lines.filter((line) => !/^content-(length|type)/i.test(line));
  return withBody(others, body);
}

function editBody(dice: Dice, body: string, other: string): string {
  if (dice.falls(0.1)) return '['.repeat(dice.between(1, 12_000));
  if (dice.falls(0.1)) return `{"reason":${JSON.stringify(awkward(dice).repeat(dice.between(1, 40)))}}`;
  try {
    const value = JSON.parse(body === '' ? '{}' : body) as unknown;
    return jsonOf(editJson(dice, value, { reason: 'lunch', seconds: 5 }));
  } catch (error) {
    if (error instanceof SyntaxError) return editText(dice, body, other);
    throw error;
  }
}

function editPath(dice: Dice, line: string): string {
  const [method = '', path = '', version = ''] = line.split(' ');
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'get', ''];
  if (dice.falls(0.3)) return [dice.pick(methods), path, version].join(' ');
  const parts = path.split('/');
  const at = dice.between(0, parts.length - 1);
  parts[at] = dice.falls(0.5)
    ? encodeURIComponent(awkward(dice).slice(0, 300))
    : editText(dice, parts[at] ?? '', '/api?a=1&');
  return [method, parts.join('/'), version].join(' ');
}

function editHeaders(dice: Dice, lines: readonly string[], other: string): readonly string[] {
  const theirs = (other.split('\r\n\r\n')[0] ?? '').split('\r\n').slice(1);
  const at = dice.between(1, Math.max(1, lines.length - 1));
  const put = dice.pick([
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
    'Expect: 200-maybe',
    'Connection: upgrade\r\nUpgrade: websocket',
    'Content-Encoding: gzip',
    'Content-Type: text/plain',
    'Content-Type: application/json; charset=utf-7',
    `Content-Length: ${dice.pick([0, 1, 5, 20_000, -1, 1e20])}`,
    `X-Long: ${'a'.repeat(dice.between(1, 20_000))}`,
    `${awkward(dice)}: ${awkward(dice)}`,
    ...Object.keys(KNOWN).map((token) => `Authorization: Bearer ${token}`),
    ...theirs,
  ]);
  const without = dice.falls(0.5) ? 1 : 0;
  return [...lines.slice(0, at), asBytes(put), ...lines.slice(at + without)];
}

function joined(lines: readonly string[], body: string): string {
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Text as the bytes of its UTF-8, one character each. */
function asBytes(text: string): string {
  return /[^\0-\u00ff]/.test(text) ? Buffer.from(text).toString('latin1') : text;
}

// -------------------------------------------------------------------- answers

interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends the bytes and reads until nothing more comes; a request that is not whole is given up after a short while. */
function send(port: number, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(input, 'latin1')));
    const enough = setTimeout(() => socket.end(), isWhole(input) ? ANSWER_WITHIN_MS : UNFINISHED_MS);
    const late = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the connection hangs behind ${JSON.stringify(text.slice(-100))}`));
    }, 2 * ANSWER_WITHIN_MS);
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
      setTimeout(() => socket.end(), QUIET_MS);
    });
    // A server that refuses the head need not read the rest: the connection is then reset.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(enough);
      clearTimeout(late);
      resolve(text);
    });
  });
}

/** The request surely has its end, so that an answer must come. */
function isWhole(input: string): boolean {
  const end = input.indexOf('\r\n\r\n');
  const head = input.slice(0, end);
  if (end < 0 || /transfer-encoding|expect:|^connect /i.test(head)) return false;
  const lengths = [...head.matchAll(/^content-length: *(\d+) *$/gim)];
  const length = lengths.length === 0 ? 0 : Number(lengths[0]?.[1]);
  return lengths.length <= 1 && /^[A-Z]+ \S+ HTTP\/1\.1$/m.test(head) && input.length - end - 4 >= length;
}

function answersIn(text: string): readonly Answer[] {
  const answers: Answer[] = [];
  for (let rest = text; rest !== '';) {
    const head = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(rest);
    must(head !== null, `not an answer: ${JSON.stringify(rest.slice(0, 100))}`);
    rest = rest.slice(head[0].length);
    const status = Number(head[1]);
    if (status === 100) continue;
    const length = Number(/^content-length: (\d+)/im.exec(head[0])?.[1] ?? 0);
    // The answer to HEAD tells the length of a body that does not follow.
    const body = rest.startsWith('HTTP/1.1 ') ? '' : rest.slice(0, length);
    rest = rest.slice(body.length);
    answers.push({ status, head: head[0], body });
  }
  return answers;
}

function mustBeDeclared({ status, head, body }: Answer): void {
  must(ALLOWED.has(status), `status ${status} is not declared`);
  must(status !== 500, `status 500: ${body}`);
  if (status < 400 || status === 503) return;
  must(/^content-type: application\/problem\+json/im.test(head), `status ${status} without problem+json`);
  if (body === '') return;
  const told = JSON.parse(body) as Record<string, unknown>;
  must(
    told['status'] === status && typeof told['code'] === 'string',
    `a problem that says otherwise: ${body}`,
  );
}

function codeOf(body: string): string {
  return /"code":"([a-z-]+)"/.exec(body)?.[1] ?? (body === '' ? 'empty' : 'body');
}
