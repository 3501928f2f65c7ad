import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test, type TestContext } from 'node:test';
import type { RecordingState } from '../../src/ports/live.js';
import { RecordingsFolder } from '../support/asterisk/recordings-folder.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { listen } from '../support/far-end/listening.js';
import { readWave } from '../support/far-end/wave-file.js';
import { storedFacts } from './support/facts.js';
import { logOf, pidOf, ROUTING, type Site, toldOf } from './support/site.js';
import { agentIs, callsOf, readinessIs, Stage } from './support/stage.js';
import { until } from './support/until.js';

const CALLER_HZ = 700;
const AGENT_HZ = 1100;

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-recordings');
  stage.far.phones.setUp('phone-001', { kind: 'answers', afterMs: 50, hangsUpAfterMs: null }, AGENT_HZ);
});
after(() => stage.close());

/** Callplane with a queue that records; anna is free. */
async function recordingSite(t: TestContext): Promise<{ site: Site; callplane: Callplane }> {
  const site = stage.site(t);
  writeFileSync(site.routing, ROUTING.replace('    wrap_up:', '    record: true\n    wrap_up:'));
  const callplane = await site.start();
  await callplane.api('POST', '/api/agents/anna/sign-in');
  await agentIs(callplane, 'anna', 'available');
  return { site, callplane };
}

/** Somebody with a tone talks to anna. */
async function talk(callplane: Callplane): Promise<string> {
  const call = await stage.far.call({ number: '700', from: '+4930123456', toneHz: CALLER_HZ });
  await agentIs(callplane, 'anna', 'talking');
  return call;
}

async function shows(callplane: Callplane, state: RecordingState): Promise<void> {
  await until(`the live view to say ${state}`, async () =>
    (await callsOf(callplane)).some(({ recording }) => recording === state),
  );
}

/** How long each tone is heard in the file, in milliseconds. */
function heardIn(recording: string): ReadonlyMap<string, number> {
  const file = join(stage.set.pbx.recordingFolder, `${recording}.wav`);
  assert.ok(existsSync(file), `${file} is there`);
  const tones = [
    { what: 'caller', frequencyHz: CALLER_HZ, from: 'person' as const },
    { what: 'agent', frequencyHz: AGENT_HZ, from: 'person' as const },
  ];
  const lengths = new Map<string, number>();
  for (const { what, fromMs, toMs } of listen(readWave(file), tones))
    lengths.set(what, (lengths.get(what) ?? 0) + toMs - fromMs);
  return lengths;
}

async function recordingsOf(site: Site, callplane: Callplane) {
  assert.equal(await callplane.stop(), 0, callplane.logTail());
  const { recordings, conversations } = await storedFacts({
    sqliteFile: join(site.data, 'callplane.sqlite'),
  });
  return { recordings, conversations };
}

test('the line is killed in a talk: its recording goes on, is known again, and holds both to the end', async (t) => {
  const { site, callplane } = await recordingSite(t);
  const call = await talk(callplane);
  await shows(callplane, 'recording');
  await pause(1500);
  const line = pidOf(callplane, 'line');
  process.kill(line, 'SIGKILL');
  await until('a new line', () => pidOf(callplane, 'line') !== line);
  await readinessIs(callplane, 'ready');
  await agentIs(callplane, 'anna', 'talking');
  await shows(callplane, 'recording');
  await pause(1500);
  await stage.hangUp(call);
  await agentIs(callplane, 'anna', 'available');
  const { recordings, conversations } = await recordingsOf(site, callplane);
  const [file] = recordings;
  const [conversation] = conversations;
  assert.ok(file !== undefined && conversation !== undefined && recordings.length === 1);
  assert.deepEqual(
    [file.result, file.failure, file.conversation],
    ['recorded', null, conversation.conversation],
  );
  for (const [who, lengthMs] of heardIn(file.recording))
    assert.ok(
      Math.abs(lengthMs - conversation.talkMs) < 1000,
      `${who}: ${lengthMs} of ${conversation.talkMs}`,
    );
  assert.equal(heardIn(file.recording).size, 2);
});

test('without the folder: an error that says what to do, the talk goes on, the fact says why there is no file', async (t) => {
  const folder = new RecordingsFolder(stage.set.pbx.recordingFolder);
  t.after(() => folder.set('there'));
  const { site, callplane } = await recordingSite(t);
  await folder.set('missing');
  const call = await talk(callplane);
  await shows(callplane, 'failed');
  await stage.nobodyHangsUp(call);
  const errors = await toldOf(callplane, /^recording failed/, 1);
  assert.deepEqual(
    errors.map(({ level, message }) => [level, /folder of recordings there/.test(message)]),
    [['error', true]],
  );
  await stage.hangUp(call);
  await agentIs(callplane, 'anna', 'available');
  const { recordings, conversations } = await recordingsOf(site, callplane);
  assert.deepEqual(
    recordings.map(({ result, failure }) => [result, failure]),
    [['failed', 'refused']],
  );
  assert.equal(conversations.length, 1);
});

test('a disk that becomes full: an error as soon as Asterisk notices, and the talk goes on', async (t) => {
  const folder = new RecordingsFolder(stage.set.pbx.recordingFolder);
  t.after(() => folder.set('there'));
  const { site, callplane } = await recordingSite(t);
  await folder.set('full');
  const call = await talk(callplane);
  await shows(callplane, 'recording');
  await shows(callplane, 'failed');
  await until('the error', () =>
    logOf(callplane).some(({ message }) => /Is the disk .* full\?/.test(message)),
  );
  await stage.nobodyHangsUp(call);
  await stage.hangUp(call);
  await agentIs(callplane, 'anna', 'available');
  const { recordings } = await recordingsOf(site, callplane);
  assert.deepEqual(
    recordings.map(({ result, failure }) => [result, failure]),
    [['failed', 'broke-off']],
  );
});
