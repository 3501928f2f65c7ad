import assert from 'node:assert/strict';
import { decodeEvent } from '../../../src/ari/decode.js';
import { failureOf, messageIn, type Reply } from '../../../src/ari/failure.js';
import { USED_EVENTS } from '../../../src/ari/event.js';
import { LegBook } from '../../../src/ari/leg-book.js';
import { outcomeOf } from '../../../src/ari/outcome.js';
import { PlaybackBook } from '../../../src/ari/playback-book.js';
import { Translator } from '../../../src/ari/translator.js';
import type { Signal } from '../../../src/core/signal.js';
import { silentLog } from '../real/silent-log.js';
import { eventually, type WireCase, type WireWorld } from './world.js';

/** What the product never asks for, request by request, and what the adapter makes of each reply. */
export const WIRE_CASES: readonly WireCase[] = [
  {
    row: '2.2 409 Channel not in Stasis application; 4.1 dial right after create',
    name: 'a dial right after create may be refused, and is not once the channel has come in',
    async run(world) {
      for (let tries = 0; tries < 10; tries += 1) {
        const leg = await created(world);
        const replies = await dialled(world, leg);
        for (const reply of replies.slice(0, -1)) {
          expectReply(reply, 409, /not in stasis/i);
          assert.equal(failureOf(reply), 'conflict');
        }
        expectReply(await world.request('DELETE', `/channels/${leg}`), 204);
      }
    },
  },
  {
    row: '2.2 409 Channel not in Stasis application',
    name: 'a channel that rings for its answer stands in no application yet',
    async run(world) {
      const leg = world.newId();
      await originated(world, leg, 'never-answers');
      const reply = await world.request('POST', `/channels/${leg}/moh`);
      expectReply(reply, 409, /not in stasis/i);
      assert.deepEqual(outcomeOf('start-music', reply), { kind: 'failed', failure: 'conflict' });
    },
  },
  {
    row: '2.2 412 Channel in invalid state',
    name: 'a channel that is made and not dialled is answered, played to and held by nobody',
    async run(world) {
      const leg = await created(world);
      await eventually(async () => (await world.request('POST', `/channels/${leg}/answer`)).kind === 'reply');
      for (const path of ['answer', 'play?media=sound:beep', 'ring', 'moh', 'hold']) {
        const reply = await settled(() => world.request('POST', `/channels/${leg}/${path}`));
        expectReply(reply, 412, /invalid state/i);
        assert.equal(failureOf(reply), 'invalid-state');
        assert.deepEqual(outcomeOf('answer', reply), { kind: 'failed', failure: 'invalid-state' });
      }
    },
  },
  {
    row: '2.2 409 Channel currently recording',
    name: 'a channel that records itself comes into no bridge before it is stopped',
    async run(world) {
      const leg = world.newId();
      await originated(world, leg, 'answers');
      const bridge = world.newId();
      expectReply(await world.request('POST', `/bridges/${bridge}?type=mixing`), 200);
      const record = `/channels/${leg}/record?name=${leg}&format=wav`;
      expectReply(await world.request('POST', record), 201);
      const add = `/bridges/${bridge}/addChannel?channel=${leg}`;
      const refusal = await world.request('POST', add);
      expectReply(refusal, 409, /currently recording/i);
      assert.deepEqual(outcomeOf('connect', refusal), { kind: 'failed', failure: 'conflict' });
      expectReply(await world.request('POST', `/recordings/live/${leg}/stop`), 204);
      await eventually(async () => statusOf(await world.request('POST', add)) === 204);
      expectReply(await world.request('DELETE', `/bridges/${bridge}`), 204);
    },
  },
  {
    row: '2.2 422',
    name: 'a format that Asterisk does not know is refused, and its recording is not begun',
    async run(world) {
      const bridge = world.newId();
      expectReply(await world.request('POST', `/bridges/${bridge}?type=mixing`), 200);
      const path = `/bridges/${bridge}/record?name=${bridge}&format=nope`;
      const reply = await world.request('POST', path);
      expectReply(reply, 422, /format/i);
      assert.deepEqual(outcomeOf('start-recording', reply), { kind: 'failed', failure: 'refused' });
      expectReply(await world.request('GET', `/recordings/live/${bridge}`), 404, /recording not found/i);
      expectReply(await world.request('DELETE', `/bridges/${bridge}`), 204);
    },
  },
  {
    row: '2.3 duplicates',
    name: 'a second subscription doubles the events of a channel, and each signal still comes once',
    async run(world) {
      const path = `/applications/${world.application}/subscription?eventSource=endpoint:${world.phone}`;
      expectReply(await world.request('POST', path), 200);
      const leg = world.newId();
      await originated(world, leg, 'answers');
      expectReply(await world.request('DELETE', `/channels/${leg}`), 204);
      await eventually(() => Promise.resolve(textsOf(world, leg, 'ChannelDestroyed').length > 1));
      const [first, second] = textsOf(world, leg, 'ChannelDestroyed');
      assert.equal(second, first, 'the same text twice');
      const signals = translated(world.events()).filter((one) => 'leg' in one && one.leg === leg);
      assert.deepEqual(
        signals.map(({ kind }) => kind),
        ['leg-answered', 'leg-ended'],
      );
      expectReply(await world.request('DELETE', path), 200);
    },
  },
  {
    row: '2.3 ChannelVarset is the bulk of the traffic',
    name: 'with our filter no event comes that nobody uses',
    async run(world) {
      const allowed = USED_EVENTS.map((type) => ({ type }));
      const path = `/applications/${world.application}/eventFilter`;
      expectReply(await world.request('PUT', path, { allowed }), 200);
      const leg = world.newId();
      await originated(world, leg, 'answers');
      expectReply(await world.request('DELETE', `/channels/${leg}`), 204);
      await eventually(() => Promise.resolve(textsOf(world, leg, 'ChannelDestroyed').length > 0));
      const types = world.events().map((text) => /"type":"(\w+)"/.exec(text)?.[1] ?? '');
      const used = new Set<string>(USED_EVENTS);
      assert.deepEqual(
        types.filter((type) => !used.has(type)),
        [],
      );
      expectReply(await world.request('PUT', path, {}), 200);
    },
  },
  {
    row: '4.1 event for an id we do not know',
    name: "a channel that came in by somebody else's doing is no caller",
    async run(world) {
      const leg = world.newId();
      await originated(world, leg, 'answers', 'somebody-else');
      const signals = translated(world.events()).filter((one) => 'leg' in one && one.leg === leg);
      assert.deepEqual(signals, []);
    },
  },
  {
    row: '2.2 503 Asterisk not booted, 404 with an HTML body; connection refused or reset',
    name: 'while Asterisk starts no reply means that something is gone',
    async run(world) {
      const replies = await world.restart();
      assert.deepEqual(replies.at(-1)?.kind, 'reply');
      const early = replies.slice(0, -1);
      const seen = new Set(early.map(lookOf));
      assert.ok(seen.size > 0, 'it was never seen starting');
      // How long each phase of a start lasts, and so which of them a request meets, is chance.
      for (const look of seen) assert.ok(LOOKS_WHILE_STARTING.has(look), `what is "${look}"?`);
      for (const reply of early) {
        assert.ok(['unknown', 'timeout'].includes(failureOf(reply)), `${lookOf(reply)}: ${failureOf(reply)}`);
        for (const kind of ['hang-up', 'verify-leg', 'stop-playback', 'stop-recording', 'ring'] as const)
          assert.notEqual(outcomeOf(kind, reply).kind, 'done', lookOf(reply));
        assert.equal(outcomeOf('hang-up', reply).kind, 'failed', 'a leg is not gone because Asterisk starts');
      }
    },
  },
];

/** Nobody listens; HTTP without ARI; ARI before it is loaded; ARI before Asterisk is booted. */
const LOOKS_WHILE_STARTING = new Set(['no reply', '404 html', '503 html', '503 json']);

async function created(world: WireWorld): Promise<string> {
  const channelId = world.newId();
  const body = { endpoint: world.phone, app: world.application, channelId };
  expectReply(await world.request('POST', '/channels/create', body), 200);
  return channelId;
}

/** Every reply up to the first that is no refusal. */
async function dialled(world: WireWorld, leg: string): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  await eventually(async () => {
    const reply = await world.request('POST', `/channels/${leg}/dial?timeout=10`);
    replies.push(reply);
    return statusOf(reply) !== 409;
  });
  expectReply(replies.at(-1), 204);
  return replies;
}

/** Rings the phone; resolves when it is in the application, or when it rings and nobody answers. */
async function originated(
  world: WireWorld,
  channelId: string,
  phone: 'answers' | 'never-answers',
  appArgs = 'leg',
): Promise<void> {
  await world.phoneWill(phone);
  const body = { endpoint: world.phone, app: world.application, appArgs, channelId, timeout: 20 };
  expectReply(await world.request('POST', '/channels', body), 200);
  const type = phone === 'answers' ? 'StasisStart' : 'Dial';
  await eventually(() => Promise.resolve(world.events().some((text) => isOf(text, type, channelId))));
}

/** The first reply that is not the refusal of a channel on its way in. */
async function settled(ask: () => Promise<Reply>): Promise<Reply> {
  let reply = await ask();
  await eventually(async () => {
    if (statusOf(reply) !== 409) return true;
    reply = await ask();
    return false;
  });
  return reply;
}

function statusOf(reply: Reply): number {
  return reply.kind === 'reply' ? reply.status : 0;
}

function lookOf(reply: Reply): string {
  if (reply.kind === 'no-reply') return 'no reply';
  return `${reply.status} ${/^\s*</.test(reply.body) ? 'html' : 'json'}`;
}

/** `message`: what Asterisk says of a refusal. */
function expectReply(reply: Reply | undefined, status: number, message?: RegExp): void {
  assert.ok(reply?.kind === 'reply', JSON.stringify(reply));
  assert.equal(reply.status, status, reply.body);
  if (message !== undefined) assert.match(messageIn(reply), message);
}

function isOf(text: string, type: string, leg: string): boolean {
  return text.includes(`"type":"${type}"`) && text.includes(`"id":"${leg}"`);
}

function textsOf(world: WireWorld, leg: string, type: string): readonly string[] {
  return world.events().filter((text) => isOf(text, type, leg));
}

/** What the adapter tells of these events. */
function translated(events: readonly string[]): readonly Signal[] {
  const signals: Signal[] = [];
  const translator = new Translator({
    legs: new LegBook(100),
    playbacks: new PlaybackBook(),
    log: silentLog,
    tell: (signal) => signals.push(signal),
    phoneChanged: () => undefined,
    toldReferrer: () => undefined,
    callerArrived: () => undefined,
  });
  for (const text of events) {
    const decoded = decodeEvent(text);
    if (decoded.kind === 'event') translator.take(decoded.event);
  }
  return signals;
}
