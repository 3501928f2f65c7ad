import { request } from 'node:http';
import { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import { sightOf } from '../../src/access/sight.js';
import type { Actor } from '../../src/core/change.js';
import type { Answer, Request } from '../../src/core/signal.js';
import { createHttp, type HttpParts } from '../../src/http/create-http.js';
import { serve } from '../../src/http/serve.js';
import type { Identity } from '../../src/ports/access.js';
import type {
  AgentView,
  CallbackView,
  VoicemailView,
  CallView,
  DrainResult,
  HandOverResult,
  HoursView,
  LiveOperations,
  MessageView,
  QueueView,
  Readiness,
  ReloadResult,
} from '../../src/ports/live.js';
import { BooksAway, type CallStory, type Stories, type StoryReach } from '../../src/ports/story.js';
import type { Log, LogFields } from '../../src/ports/log.js';
import type { NewCalls } from '../../src/ports/telephony.js';
import { byLabel, type MetricFamily, single } from '../../src/ports/metrics.js';
import type { RecordedSounds } from '../../src/ports/voicemails.js';

export const TOKEN = 'a-token-of-the-test';

/** Who is known here, by token; `TOKEN` is the administrator's. */
export const KNOWN: Readonly<Record<string, Identity>> = {
  [TOKEN]: { name: 'it', role: 'administrator' },
  'token-of-olga': { name: 'olga', role: 'supervisor', teams: ['support'] },
  'token-of-anna': { name: 'anna-desk', role: 'agent', agent: 'anna' },
  'token-of-head': { name: 'head', role: 'read-only' },
};

/** A call that arrived and is not over. */
export function aStory(): CallStory {
  const arrivedAt = Date.UTC(2026, 0, 5, 9, 0, 0);
  return {
    ...{ call: 'c1', from: '+359888000001', dialled: '700', arrivedAt, endedAt: null, zone: 'Europe/Sofia' },
    steps: [{ at: arrivedAt, text: 'the call arrives', more: ['by the trunk'] }],
    decisions: [],
    isStoredWhole: true,
    talked: ['anna'],
    recordings: [
      {
        ...{ recording: '2026/01/05/t1', conversation: 't1', queue: 'support', agent: 'anna' },
        ...{ startedAt: arrivedAt + 9_000, durationMs: 61_000, result: 'recorded' },
      },
    ],
  };
}

/** A line with one agent, one queue and one call, which keeps what it was asked. */
export class SmallLine implements LiveOperations, Stories {
  /** What was asked about calls that are stored. */
  readonly wished: (readonly [string, StoryReach])[] = [];
  story: CallStory | null = aStory();
  booksAway: string | null = null;
  readonly asked: Request[] = [];
  readonly askedBy: Actor[] = [];
  answer: Answer = { id: '1', ok: true };
  reloaded: ReloadResult = { ok: true, version: 'v2', changed: true };
  state: Readiness = { state: 'ready', reasons: [] };

  storyOf(call: string, reach: StoryReach): Promise<CallStory | null> {
    this.wished.push([call, reach]);
    if (this.booksAway !== null) return Promise.reject(new BooksAway(this.booksAway));
    return Promise.resolve(this.story);
  }
  ask(asked: Request, by: Actor): Promise<Answer> {
    this.asked.push(asked);
    this.askedBy.push(by);
    return Promise.resolve(this.answer);
  }
  agents(): readonly AgentView[] {
    return [
      {
        agent: 'anna',
        name: 'Anna Ivanova',
        teams: ['support'],
        phone: 'PJSIP/101',
        phoneState: 'idle',
        state: 'wrap-up',
        reason: null,
        since: Date.UTC(2026, 0, 5, 9, 0, 0),
        until: Date.UTC(2026, 0, 5, 9, 0, 30),
        call: null,
        missedInRow: 0,
        pinLockedUntil: null,
        outcome: { codes: ['sale', 'other'], required: true, set: null },
      },
    ];
  }
  queues(): readonly QueueView[] {
    const enteredAt = Date.UTC(2026, 0, 5, 9, 0, 5);
    const waiting = [{ call: 'c1', position: 1, enteredAt, state: 'waiting', callback: null } as const];
    return [
      {
        queue: 'support',
        teams: ['support'],
        strategy: 'longest-idle',
        waiting,
        agents: { signedIn: 1, available: 0, talking: 0 },
      },
    ];
  }
  calls(): readonly CallView[] {
    return [
      {
        call: 'c1',
        from: null,
        dialled: '200',
        callback: null,
        arrivedAt: Date.UTC(2026, 0, 5, 9, 0, 1),
        state: 'waiting',
        since: null,
        queue: 'support',
        position: 1,
        agent: null,
        sentBy: null,
        outside: null,
        recording: null,
      },
    ];
  }
  callbacks(): readonly CallbackView[] {
    const askedAt = Date.UTC(2026, 0, 5, 9, 0, 2);
    return [
      {
        ...{ callback: 'cb1', number: '+359888000001', name: null, queue: 'support', origin: 'caller' },
        ...{ askedIn: 'c0', askedAt, asks: 1, since: askedAt, notBefore: null, tries: 0, call: null },
        ...{ expiresAt: askedAt + 7_200_000, state: 'resting', position: null, voicemails: ['v1'] },
      },
    ];
  }
  voicemails(): readonly VoicemailView[] {
    const leftAt = Date.UTC(2026, 0, 5, 9, 0, 4);
    const message = { from: '+359888000001', name: null, leftAt, durationMs: 8_000, callback: 'cb1' };
    const file = { recording: '2026/01/05/v1', heardAt: null, heardBy: null };
    return [{ voicemail: 'v1', box: 'evening', queue: 'support', call: 'c0', ...message, ...file }];
  }
  hours(): readonly HoursView[] {
    const until = Date.UTC(2026, 0, 5, 18, 0, 0);
    const since = Date.UTC(2026, 0, 5, 9, 0, 0);
    return [{ hours: 'office', open: false, switch: { to: 'closed', since, until, by: 'olga' } }];
  }
  messages(): readonly MessageView[] {
    const since = Date.UTC(2026, 0, 5, 9, 0, 0);
    return [{ number: null, prompt: 'outage', since, until: null, by: 'olga' }];
  }
  reload(by: Actor): Promise<ReloadResult> {
    this.askedBy.push(by);
    return Promise.resolve(this.reloaded);
  }
  standby: 'follows' | 'none' = 'none';

  handOver(by: Actor): HandOverResult {
    this.askedBy.push(by);
    return this.standby === 'follows' ? { ok: true } : { ok: false, detail: 'there is no standby' };
  }

  newCalls: NewCalls = 'here';
  asterisk: 'hears' | 'silent' = 'hears';

  drain(newCalls: NewCalls, by: Actor): Promise<DrainResult> {
    this.askedBy.push(by);
    if (this.asterisk === 'silent')
      return Promise.resolve({ ok: false, detail: 'nobody says that he heard' });
    this.newCalls = newCalls;
    return Promise.resolve({ ok: true, callsLeft: 1 });
  }

  readiness(): Readiness {
    return this.state;
  }
}

/** The sound of the one message that there is. */
export const SOUNDS: RecordedSounds = {
  open: (recording) =>
    Promise.resolve(
      ['2026/01/05/v1', '2026/01/05/t1'].includes(recording)
        ? { ok: true, size: 4, content: Readable.from([Buffer.from('RIFF')]), close: () => undefined }
        : { ok: false, why: 'not-there' },
    ),
};

/** A counter and a gauge, with everything in a label that must be escaped. */
export const someMetrics = (): readonly MetricFamily[] => [
  single('counter', 'callplane_calls_arrived_total', 'Calls.', 3),
  byLabel('gauge', 'callplane_queue_waiting', 'Two\nlines and a \\.', 'queue', {
    'a"b\\c\nd': 1,
    support: 0.5,
  }),
];

export class HttpLog implements Log {
  readonly lines: string[] = [];
  error = (message: string, fields: LogFields = {}): void => this.keep('error', message, fields);
  warn = (message: string, fields: LogFields = {}): void => this.keep('warn', message, fields);
  info = (message: string, fields: LogFields = {}): void => this.keep('info', message, fields);
  debug = (message: string, fields: LogFields = {}): void => this.keep('debug', message, fields);
  with = (): Log => this;
  private keep(level: string, message: string, fields: LogFields): void {
    this.lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  }
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON. */
  readonly json: Record<string, unknown>;
}

export interface Asking {
  readonly token?: string | null;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpScene {
  readonly line: SmallLine;
  readonly log: HttpLog;
  /** What the limits of wrong tokens take for the time, in milliseconds. */
  readonly clock: { now: number };
  readonly port: number;
  readonly ask: (method: string, path: string, asking?: Asking) => Promise<Answered>;
}

/** The real server on a free port of loopback, until the test ends. */
export async function openHttp(t: TestContext, line = new SmallLine()): Promise<HttpScene> {
  const log = new HttpLog();
  const clock = { now: 1_000 };
  const app = createHttp(partsOf(line, log, clock));
  const door = await serve(app, '127.0.0.1', 0);
  t.after(() => door.close(1000));
  return {
    line,
    log,
    clock,
    port: door.port,
    ask: (method, path, asking = {}) => send(door.port, method, path, asking),
  };
}

/** What the front door needs, for this line. */
export function partsOf(line: SmallLine, log = new HttpLog(), clock = { now: 0 }): HttpParts {
  let requests = 0;
  return {
    live: line,
    metrics: someMetrics,
    sounds: SOUNDS,
    stories: line,
    sightOf: (who) => sightOf(line, who),
    identify: (token) => KNOWN[token] ?? null,
    names: ['pbx.example.com'],
    log,
    mintRequestId: () => `r${(requests += 1)}`,
    now: () => clock.now,
  };
}

function send(port: number, method: string, path: string, asking: Asking): Promise<Answered> {
  const token = asking.token === undefined ? TOKEN : asking.token;
  const headers = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(asking.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...asking.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', reject).on('end', () => {
        const isJson = /json/.test(response.headers['content-type'] ?? '');
        const json = (isJson && text !== '' ? JSON.parse(text) : {}) as Record<string, unknown>;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
    sent.on('error', reject);
    sent.end(asking.body);
  });
}
