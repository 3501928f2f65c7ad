import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Callplane } from '../support/callplane/callplane.js';
import { findSound } from '../support/far-end/find-sound.js';
import type { FarCall } from '../support/far-end/records.js';
import { SAMPLE_RATE } from '../support/far-end/tones.js';
import { makeSpeech } from '../../src/speech/make-speech.js';
import { readRaw, readWave } from '../support/far-end/wave-file.js';
import type { Site } from './support/site.js';
import { Stage } from './support/stage.js';
import { until } from './support/until.js';

const CALLER_HZ = 3400;
/** A call is answered a moment before its first prompt begins, and ends a moment behind the last. */
const AROUND_MS = 1_000;
/** The recording may begin as much later than the first prompt, and end earlier than the last. */
const LEAD_IN_SAMPLES = SAMPLE_RATE / 2;
const TAIL_SAMPLES = SAMPLE_RATE / 5;
const EXCERPT_SAMPLES = SAMPLE_RATE / 2;
const LEAST_LIKENESS = 0.6;
/** Clocks, jitter buffers, and a machine that plays other tests, too: a wrong pace is off by half of a text's seconds. */
const SLACK_SAMPLES = SAMPLE_RATE / 5;

const WELCOME = 'Welcome. Please stay on the line. Somebody will be with you in a moment.';
const CLOSED = 'We are closed today.';

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-spoken');
});
after(() => stage.close());

/** A number that says these texts, the last one in a step of its own, and hangs up. */
function routingWith(texts: Readonly<Record<string, string>>): string {
  const prompts = Object.entries(texts).map(([name, text]) => `  ${name}: { text: ${JSON.stringify(text)} }`);
  return [
    'callplane: 1',
    'company: { name: System, timezone: UTC }',
    'prompts:',
    ...prompts,
    `numbers: { '700': [{ play: [${Object.keys(texts).join(', ')}] }, { say: { text: Goodbye. } }, hangup] }`,
    '',
  ].join('\n');
}

const SPOKEN_FOR_CALLS = 'en/callplane-speech/calls';

/** A number that tells Anna what she owes, in these words. */
function debtTold(text: string): string {
  return [
    'callplane: 1',
    'company: { name: System, timezone: UTC }',
    "callers: { known: { '+4930123456': { name: Anna } } }",
    `numbers: { '700': [{ set: { sum: '1,250' } }, { say: { text: ${JSON.stringify(text)} } }, hangup] }`,
    '',
  ].join('\n');
}

/** What the engine makes of a text, as telephones have it. */
async function spokenBy(command: string, text: string, folder: string): Promise<Int16Array> {
  const environment = { PATH: process.env['PATH'] ?? '' };
  const wanted = { language: 'en', voice: 'en', text, file: 'expected' };
  const engine = { command, environment, withinMs: 60_000, slowMs: 60_000, speaksFor: 'prompts' } as const;
  assert.deepEqual((await makeSpeech([wanted], folder, engine)).failed, []);
  return readWave(join(folder, 'en/expected.wav'));
}

interface SpeechEngine {
  readonly command: string;
  /** How often it was asked. */
  asked(): number;
  takeAway(): void;
}

/** espeak-ng behind a script. */
function engineBeside({ folder }: Site): SpeechEngine {
  const script = join(folder, 'engine');
  const log = join(folder, 'asked.txt');
  writeFileSync(script, `#!/bin/sh\necho "$1" >>'${log}'\nexec espeak-ng -v "$1" -w "$2" --stdin\n`);
  chmodSync(script, 0o755);
  return {
    command: `${script} {voice} {file}`,
    asked: () => readFileSync(log, 'utf8').trim().split('\n').length,
    takeAway: () => rmSync(script),
  };
}

/** The samples of every spoken text, the longest first. */
function spokenTexts(): readonly Int16Array[] {
  const folder = join(stage.set.pbx.soundsFolder, 'en/callplane-speech');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.map((name) => readWave(join(folder, name))).sort((a, b) => b.length - a.length);
}

/** Somebody calls and hears all there is; the call as the far end saw it. */
async function callToTheEnd(): Promise<FarCall> {
  const call = await stage.far.call({ number: '700', from: '+4930123456', toneHz: CALLER_HZ });
  await until('the call to be over', () => {
    const record = stage.far.callRecord(call);
    return typeof record?.endedAt === 'number' && typeof record.recording?.endedAt === 'number';
  });
  const record = stage.far.callRecord(call);
  assert.ok(record !== undefined);
  return record;
}

/** The call lasted as long as the texts, and each of them was heard at its own pace, but for the first moment. */
function assertHeard(
  { recording, answeredAt, endedAt, endedBy }: FarCall,
  texts: readonly Int16Array[],
): void {
  assert.equal(endedBy, 'pbx');
  const lengthMs = texts.reduce((sum, samples) => sum + (1000 * samples.length) / SAMPLE_RATE, 0);
  const lastedMs = (endedAt ?? 0) - (answeredAt ?? 0);
  assert.ok(
    lastedMs > lengthMs - 100 && lastedMs < lengthMs + AROUND_MS,
    `${lastedMs} ms for ${lengthMs} ms of texts`,
  );
  const heard = readRaw(recording?.file ?? '');
  for (const samples of texts) {
    const latest = Math.max(0, samples.length - EXCERPT_SAMPLES - TAIL_SAMPLES);
    const places = [Math.min(LEAD_IN_SAMPLES, latest), latest];
    const found = places.map((from) => findSound(samples.subarray(from, from + EXCERPT_SAMPLES), heard));
    for (const { likeness } of found) assert.ok(likeness > LEAST_LIKENESS, `likeness ${likeness}`);
    const apart = (found[1]?.at ?? 0) - (found[0]?.at ?? 0) - ((places[1] ?? 0) - (places[0] ?? 0));
    assert.ok(Math.abs(apart) < SLACK_SAMPLES, `${apart} samples too far apart`);
  }
}

function reload(callplane: Callplane): Promise<{ version: string }> {
  return callplane.api<{ version: string }>('POST', '/api/reload');
}

test('callers hear the texts of the routing file whole; a reload speaks what is new, a failure changes nothing', async (t) => {
  const site = stage.site(t);
  const engine = engineBeside(site);
  writeFileSync(site.routing, routingWith({ welcome: WELCOME }));
  const callplane = await site.start({ CALLPLANE_SPEECH: engine.command });
  assert.equal(engine.asked(), 2);
  assertHeard(await callToTheEnd(), spokenTexts());

  const both = routingWith({ welcome: WELCOME, closed: CLOSED });
  writeFileSync(site.routing, both);
  const { version } = await reload(callplane);
  assert.deepEqual([engine.asked(), spokenTexts().length], [3, 3]);

  engine.takeAway();
  writeFileSync(site.routing, routingWith({ welcome: 'Good evening.' }));
  await assert.rejects(
    reload(callplane),
    /422 .*"line":4,"column":12,"message":"found the prompt \\"welcome\\", which could not be spoken in en \([^"]*engine cannot be run/,
  );
  assertHeard(await callToTheEnd(), spokenTexts());

  await callplane.stop();
  writeFileSync(site.routing, both);
  const again = await site.start({ CALLPLANE_SPEECH: engine.command });
  assert.equal((await reload(again)).version, version);
});

test('V37: a client hears a text with his own name and sum; a changed text is heard in the next call after a reload', async (t) => {
  const site = stage.site(t);
  const { command } = engineBeside(site);
  writeFileSync(site.routing, debtTold('{caller.name}, your debt is {sum}. Please pay it within a week.'));
  const callplane = await site.start({ CALLPLANE_SPEECH: command });
  const first = await spokenBy(
    command,
    'Anna, your debt is 1,250. Please pay it within a week.',
    site.folder,
  );
  assertHeard(await callToTheEnd(), [first]);

  writeFileSync(site.routing, debtTold('Good day, {caller.name}. You still owe us {sum}, thank you.'));
  await reload(callplane);
  const changed = await spokenBy(command, 'Good day, Anna. You still owe us 1,250, thank you.', site.folder);
  assertHeard(await callToTheEnd(), [changed]);
  assert.equal(readdirSync(join(stage.set.pbx.soundsFolder, SPOKEN_FOR_CALLS)).length, 2);
});
