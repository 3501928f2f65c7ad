import type { Ending, HoursRequest, MessageRequest } from '../../../src/core/signal.js';
import { BEHAVIOUR_CHANGES, CLIENT_CHANGES, digitsOf } from './phone-sentences.js';
import type { Captured, SentenceForm } from './sentence.js';
import type { Target } from '../../../src/core/transfer/rule.js';
import type { Ask, Deed, HandOver, Steering } from './scenario.js';

/** Deeds and how long after the line's instant each is done. */
export type Deeds = readonly { readonly afterMs: number; readonly deed: Deed }[];

const CALLS: readonly SentenceForm<Deeds>[] = [
  { form: '{callers} call(s) {number}', make: (c) => calls(c, defaultFrom, 0) },
  { form: '{callers} call(s) {number} from {from:number}', make: (c) => calls(c, () => c.text('from'), 0) },
  { form: '{callers} call(s) {number} with hidden number', make: (c) => calls(c, () => null, 0) },
  {
    form: '{callers} call(s) the unknown number {unknown:number}',
    make: (c) => calls(c, defaultFrom, 0, c.text('unknown')),
  },
  {
    form: '{callers} call(s) {number} every {gap:time}',
    make: (c) => calls(c, defaultFrom, c.time('gap')),
  },
];

const CALLER_DEEDS: readonly SentenceForm<Deeds>[] = [
  {
    form: '{callers} press(es) {keys}',
    make: (c) => each(c.callers(), (caller) => ({ kind: 'press', caller, keys: c.text('keys') })),
  },
  {
    form: '{callers} fall(s) silent',
    make: (c) => each(c.callers(), (caller) => ({ kind: 'falls-silent', caller })),
  },
  {
    form: '{callers} hang(s) up',
    make: (c) => each(c.callers(), (caller) => ({ kind: 'caller-hangs-up', caller })),
  },
];

const ASKS: readonly (readonly [string, (captured: Captured) => Ask])[] = [
  ['sign(s) in', () => ({ ask: 'sign-in' })],
  ['sign(s) out', () => ({ ask: 'sign-out' })],
  ['pause(s) {reason:word}', (c) => ({ ask: 'pause', reason: c.text('reason') })],
  ['resume(s)', () => ({ ask: 'resume' })],
  ['end(s) wrap-up', () => ({ ask: 'end-wrap-up' })],
  ['set(s) the outcome {outcome:word}', (c) => ({ ask: 'set-outcome', outcome: c.text('outcome') })],
  ['extend(s) wrap-up by {by:time}', (c) => ({ ask: 'extend-wrap-up', byMs: c.time('by') })],
];

const AGENT_DEEDS: readonly SentenceForm<Deeds>[] = [
  ...ASKS.map(([form, ask]) => ({
    form: `{agents} ${form}`,
    make: (c: Captured) => each(c.agents(), (agent) => ({ kind: 'ask', agent, ask: ask(c) })),
  })),
  {
    form: "{agents}'s phone hangs up",
    make: (c) => each(c.agents(), (agent) => ({ kind: 'agent-hangs-up', agent })),
  },
  { form: "{agent}'s phone dials {dialled:rest}", make: (c) => now(dials(c)) },
  {
    form: "{agent}'s phone refers to the number {client:number}",
    make: (c) => now({ kind: 'agent-refers', agent: c.agent(), to: digitsOf(c.text('client')) }),
  },
  { form: "{agent}'s phone refers to {dialled:word}", make: (c) => now(refers(c, 'agent-refers')) },
  { form: "{agent}'s phone asks {dialled:word} on a second line", make: (c) => now(refers(c, 'agent-asks')) },
  {
    form: "{agent}'s phone brings its two calls together",
    make: (c) => now({ kind: 'agent-unites', agent: c.agent() }),
  },
  {
    form: "{agent}'s phone takes its first call back",
    make: (c) => now({ kind: 'agent-takes-back', agent: c.agent() }),
  },
  { form: '{agent} clicks on {client:number}', make: (c) => now(clicks(c, null)) },
  {
    form: '{agent} clicks on {client:number} and is refused: {code:word}',
    make: (c) => now(clicks(c, c.text('code'))),
  },
  {
    form: "{agents}'s phone presses {keys}",
    make: (c) => each(c.agents(), (agent) => ({ kind: 'agent-presses', agent, keys: c.text('keys') })),
  },
  {
    form: "{agents}'s phone gets another call",
    make: (c) => each(c.agents(), (agent) => ({ kind: 'other-call', agent })),
  },
  {
    form: "{agents}'s phone ends the other call",
    make: (c) => each(c.agents(), (agent) => ({ kind: 'other-call-ends', agent })),
  },
  ...BEHAVIOUR_CHANGES.map(({ form, make }) => ({
    form,
    make: (c: Captured) => now({ kind: 'behaviour', ...make(c) }),
  })),
];

const RECORDINGS: readonly SentenceForm<Deeds>[] = [
  {
    form: 'a supervisor pauses the recording of {caller}',
    make: (c) => now({ kind: 'ask-recording', caller: c.caller(), ask: 'pause-recording' }),
  },
  {
    form: 'a supervisor resumes the recording of {caller}',
    make: (c) => now({ kind: 'ask-recording', caller: c.caller(), ask: 'resume-recording' }),
  },
  {
    form: 'the folder of recordings is missing',
    make: () => now({ kind: 'recordings-folder', state: 'missing' }),
  },
  {
    form: 'the sound file of {prompt} vanishes',
    make: (c) => now({ kind: 'prompt-vanishes', prompt: c.prompt() }),
  },
  { form: 'the folder of recordings is full', make: () => now({ kind: 'recordings-folder', state: 'full' }) },
];

const STEERINGS: readonly SentenceForm<Deeds>[] = [
  {
    form: 'a supervisor moves {caller} to {queue}',
    make: (c) => steered(c, { ask: 'move-call', queue: c.queue() }),
  },
  { form: 'a supervisor takes {caller} out', make: (c) => steered(c, { ask: 'remove-call' }) },
  {
    form: 'a supervisor gives {caller} the priority {priority:word}',
    make: (c) => steered(c, { ask: 'set-priority', priority: Number(c.text('priority')) }),
  },
];

const TARGETS = ['agent', 'queue', 'flow', 'chain'] as const;

/** Whoever talks with the caller hands him over by his desktop. */
const HAND_OVERS: readonly (readonly [string, (captured: Captured) => HandOver])[] = [
  [
    'sends {caller} to the {to:word} {name:word}',
    (c) => ({ ask: 'transfer-call', ...targetOf(c), reason: null }),
  ],
  [
    'sends {caller} to the {to:word} {name:word} because of {reason:word}',
    (c) => ({ ask: 'transfer-call', ...targetOf(c), reason: c.text('reason') }),
  ],
  [
    'asks the {to:word} {name:word} about {caller}',
    (c) => ({ ask: 'consult', ...targetOf(c), reason: null }),
  ],
  [
    'asks the {to:word} {name:word} about {caller} because of {reason:word}',
    (c) => ({ ask: 'consult', ...targetOf(c), reason: c.text('reason') }),
  ],
  [
    'sends {caller} to the number {client:number}',
    (c) => ({
      ask: 'transfer-call',
      target: { to: 'number', number: digitsOf(c.text('client')) },
      reason: null,
    }),
  ],
  [
    'asks the number {client:number} about {caller}',
    (c) => ({
      ask: 'consult',
      target: { to: 'number', number: digitsOf(c.text('client')) },
      reason: null,
    }),
  ],
  ['hands {caller} over', () => ({ ask: 'complete-transfer' })],
  ['goes back to {caller}', () => ({ ask: 'cancel-transfer' })],
  ['puts {caller} on hold', () => ({ ask: 'hold-call' })],
  ['takes {caller} off hold', () => ({ ask: 'resume-call' })],
];

const TRANSFERS: readonly SentenceForm<Deeds>[] = HAND_OVERS.flatMap(([form, wish]) => [
  {
    form: `the agent ${form}`,
    make: (c: Captured) => now({ kind: 'hand-over', caller: c.caller(), wish: wish(c), refusedAs: null }),
  },
  {
    form: `the agent ${form} and is refused: {code:word}`,
    make: (c: Captured) =>
      now({ kind: 'hand-over', caller: c.caller(), wish: wish(c), refusedAs: c.text('code') }),
  },
]);

function targetOf(captured: Captured): { readonly target: Target } {
  const name = captured.text('name');
  const to = TARGETS.find((one) => one === captured.text('to'));
  switch (to) {
    case 'agent':
      return { target: { to, agent: name } };
    case 'queue':
      return { target: { to, queue: name } };
    case 'flow':
      return { target: { to, flow: name } };
    case 'chain':
      return { target: { to, chain: name } };
    case undefined:
      throw new Error(`nobody is handed over to a "${captured.text('to')}": one of ${TARGETS.join(', ')}`);
  }
}

const SWITCHES: readonly SentenceForm<Deeds>[] = [
  {
    form: 'a supervisor opens {hours:word}',
    make: (c) => switched({ ask: 'open-hours', hours: c.text('hours'), ends: null }),
  },
  {
    form: 'a supervisor closes {hours:word}',
    make: (c) => switched({ ask: 'close-hours', hours: c.text('hours'), ends: null }),
  },
  {
    form: 'a supervisor opens {hours:word} for {length:time}',
    make: (c) => switched({ ask: 'open-hours', hours: c.text('hours'), ends: ending(c) }),
  },
  {
    form: 'a supervisor closes {hours:word} for {length:time}',
    make: (c) => switched({ ask: 'close-hours', hours: c.text('hours'), ends: ending(c) }),
  },
  {
    form: 'a supervisor lets {hours:word} follow its times',
    make: (c) => switched({ ask: 'follow-hours', hours: c.text('hours') }),
  },
  {
    form: 'a supervisor starts the message {prompt} for {number}',
    make: (c) => switched({ ...startOf(c), number: c.number(), ends: null }),
  },
  {
    form: 'a supervisor starts the message {prompt} for {number} and for {length:time}',
    make: (c) => switched({ ...startOf(c), number: c.number(), ends: ending(c) }),
  },
  {
    form: 'a supervisor starts the message {prompt} for all numbers',
    make: (c) => switched({ ...startOf(c), number: null, ends: null }),
  },
  {
    form: 'a supervisor ends the message for {number}',
    make: (c) => switched({ ask: 'end-message', number: c.number() }),
  },
  {
    form: 'a supervisor ends the message for all numbers',
    make: () => switched({ ask: 'end-message', number: null }),
  },
];

const LAST_AGENTS: readonly SentenceForm<Deeds>[] = [
  {
    form: 'another system names {agent} as the last agent of {from:number}',
    make: (c) => now({ kind: 'last-agent', number: c.text('from'), agent: c.agent() }),
  },
];

const ASK = 'another system asks that {queue} calls {client:number} back';

const CALLBACKS: readonly SentenceForm<Deeds>[] = [
  { form: ASK, make: (c) => askedBack(c, null, null) },
  { form: `${ASK} from {time:word} on`, make: (c) => askedBack(c, c.text('time'), null) },
  { form: `${ASK} and is refused: {code:word}`, make: (c) => askedBack(c, null, c.text('code')) },
  {
    form: 'another system cancels the callback to {client:number}',
    make: (c) => now({ kind: 'cancel-callback', number: digitsOf(c.text('client')) }),
  },
  {
    form: '{client:number} hangs up',
    make: (c) => now({ kind: 'client-hangs-up', number: digitsOf(c.text('client')) }),
  },
  ...CLIENT_CHANGES.map(({ form, make }) => ({
    form,
    make: (c: Captured) => now({ kind: 'client-behaviour', ...make(c) }),
  })),
];

const OTHER_SYSTEMS: readonly SentenceForm<Deeds>[] = [
  {
    form: 'the other system answers after {after:time} with {body:rest}',
    make: (c) => now({ kind: 'other-system', answers: { afterMs: c.time('after'), body: c.text('body') } }),
  },
  { form: 'the other system is silent', make: () => now({ kind: 'other-system', answers: null }) },
];

const RELOADS: readonly SentenceForm<Deeds>[] = [
  {
    form: 'the routing is loaded again with {path:word} = {value:rest}',
    make: (c) => now({ kind: 'reload', path: c.text('path').split('.'), value: c.text('value') }),
  },
];

const FAULTY_RELOADS: readonly SentenceForm<Deeds>[] = [
  {
    form: 'a routing with {path:word} = {value:word} is refused',
    make: (c) => now({ kind: 'faulty-reload', path: c.text('path').split('.'), value: c.text('value') }),
  },
];

/** On the real Asterisk all scenarios share one event stream: such a scenario is `only: virtual`. */
const LOSSES: readonly SentenceForm<Deeds>[] = [
  { form: 'the event stream is lost', make: () => now({ kind: 'events-lost' }) },
  { form: 'the event stream is back', make: () => now({ kind: 'events-back' }) },
];

/** What can stand in `when:` after the instant. */
export const HAPPENING_SENTENCES: readonly SentenceForm<Deeds>[] = [
  ...CALLS,
  ...CALLER_DEEDS,
  ...RECORDINGS,
  ...STEERINGS,
  ...TRANSFERS,
  ...SWITCHES,
  ...LAST_AGENTS,
  ...CALLBACKS,
  ...OTHER_SYSTEMS,
  ...RELOADS,
  ...FAULTY_RELOADS,
  ...LOSSES,
  ...AGENT_DEEDS,
];

function askedBack(captured: Captured, notBefore: string | null, refusedAs: string | null): Deeds {
  const [number, queue] = [digitsOf(captured.text('client')), captured.queue()];
  return now({ kind: 'ask-callback', number, queue, notBefore, refusedAs });
}

function dials(captured: Captured): Deed {
  return { kind: 'agent-dials', agent: captured.agent(), dialled: digitsOf(captured.text('dialled')) };
}

function refers(captured: Captured, kind: 'agent-refers' | 'agent-asks'): Deed {
  return { kind, agent: captured.agent(), to: captured.text('dialled') };
}

function clicks(captured: Captured, refusedAs: string | null): Deed {
  const number = digitsOf(captured.text('client'));
  return { kind: 'agent-clicks', agent: captured.agent(), number, refusedAs };
}

function steered(captured: Captured, steering: Steering): Deeds {
  return now({ kind: 'steer', caller: captured.caller(), steering });
}

function switched(request: HoursRequest | MessageRequest): Deeds {
  return now({ kind: 'switch', request });
}

function startOf(captured: Captured) {
  return { ask: 'start-message', prompt: captured.text('prompt') } as const;
}

function ending(captured: Captured): Ending {
  return { afterMs: captured.time('length') };
}

function calls(
  captured: Captured,
  from: (caller: string) => string | null,
  gapMs: number,
  number = captured.number(),
): Deeds {
  return captured.callers().map((caller, index) => ({
    afterMs: index * gapMs,
    deed: { kind: 'call', caller, number, from: from(caller) },
  }));
}

/** `caller 7` calls from +359 88 700 0007. */
function defaultFrom(caller: string): string {
  return `+35988700${caller.replace('caller ', '').padStart(4, '0')}`;
}

function each(names: readonly string[], deed: (name: string) => Deed): Deeds {
  return names.map((name) => ({ afterMs: 0, deed: deed(name) }));
}

function now(deed: Deed): Deeds {
  return [{ afterMs: 0, deed }];
}
