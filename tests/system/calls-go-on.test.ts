import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isAlive, logOf, pidOf, ROUTING } from './support/site.js';
import { storedFacts } from './support/facts.js';
import { agentIs, agentOf, callsOf, readinessIs, Stage } from './support/stage.js';
import { until } from './support/until.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-calls');
});
after(() => stage.close());

test('a faulty routing file at reload: the talk goes on, and the next caller meets the old plan', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  const first = await stage.talkTo(callplane, 'anna');
  writeFileSync(site.routing, ROUTING.replace("'700'", "'701'").replace('sequential', 'sequentail'));
  await assert.rejects(callplane.api('POST', '/api/reload'), /422.*sequentail/s);
  await stage.nobodyHangsUp(first);
  await stage.talkTo(callplane, 'boris');
  assert.equal(await callplane.stop(), 0);
});

test('the books are killed: the talk goes on, they are started again, and every fact arrives', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  const call = await stage.talkTo(callplane, 'anna');
  const books = pidOf(callplane, 'books');
  process.kill(books, 'SIGKILL');
  await until('new books', () => pidOf(callplane, 'books') !== books);
  await stage.nobodyHangsUp(call);
  await readinessIs(callplane, 'ready');
  await stage.hangUp(call);
  await agentIs(callplane, 'anna', 'available');
  assert.equal(await callplane.stop(), 0);
  const facts = await storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
  assert.deepEqual([facts.calls.length, facts.openCalls, facts.conversations.length], [1, 0, 1]);
});

test('the line gets a core before the books', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  const [line, books] = [pidOf(callplane, 'line'), pidOf(callplane, 'books')];
  assert.ok(getPriority(line) < getPriority(books), `line ${getPriority(line)}, books ${getPriority(books)}`);
  assert.equal(await callplane.stop(), 0);
});

test('the line is killed: the talk goes on, who waits is served, agents stay signed in, facts are complete', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  const talk = await stage.talkTo(callplane, 'anna');
  await stage.callIn();
  await until('the second caller to wait', async () => (await callsOf(callplane)).length === 2);
  const line = pidOf(callplane, 'line');
  process.kill(line, 'SIGKILL');
  await until('a new line', () => pidOf(callplane, 'line') !== line);
  await readinessIs(callplane, 'ready');
  await stage.nobodyHangsUp(talk);
  await agentIs(callplane, 'anna', 'talking');
  assert.equal((await callsOf(callplane)).length, 2);

  await callplane.api('POST', '/api/agents/boris/sign-in');
  await agentIs(callplane, 'boris', 'talking');
  await stage.hangUp(talk);
  await agentIs(callplane, 'anna', 'available');
  await stage.everybodyHangsUp();
  await agentIs(callplane, 'boris', 'available');
  assert.equal(await callplane.stop(), 0);
  const facts = await storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
  assert.deepEqual([facts.calls.length, facts.openCalls, facts.conversations.length], [2, 0, 2]);
  assert.ok(facts.gaps.length > 0, 'the gap is named');
});

test('a stop leaves the talk to Asterisk; the next start takes it up and writes it to its end', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  const call = await stage.talkTo(callplane, 'anna');
  assert.equal(await callplane.stop(), 0, callplane.logTail());
  await stage.nobodyHangsUp(call);

  const next = await site.start();
  await agentIs(next, 'anna', 'talking');
  assert.equal((await callsOf(next)).length, 1);
  await stage.hangUp(call);
  await agentIs(next, 'anna', 'available');
  assert.equal(await next.stop(), 0);
  const facts = await storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
  assert.deepEqual([facts.calls.length, facts.openCalls, facts.conversations.length], [1, 0, 1]);
});

test('the parent is killed in a talk: nothing is left behind, the talk goes on, the next start takes it up', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  const call = await stage.talkTo(callplane, 'anna');
  const children = [pidOf(callplane, 'line'), pidOf(callplane, 'books')];
  callplane.process.kill('SIGKILL');
  await until('line and books to be gone', () => !children.some(isAlive));
  await stage.nobodyHangsUp(call);

  const next = await site.start();
  await agentIs(next, 'anna', 'talking');
  assert.equal((await agentOf(next, 'boris')).state, 'signed-out');
  assert.equal(await next.stop(), 0);
  assert.ok(logOf(next).some(({ message }) => message === 'state recovered'));
});
