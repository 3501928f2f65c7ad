import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Callplane } from '../support/callplane/callplane.js';
import { findSound } from '../support/far-end/find-sound.js';
import type { FarCall } from '../support/far-end/records.js';
import { SAMPLE_RATE } from '../support/far-end/tones.js';
import { readRaw, readWave } from '../support/far-end/wave-file.js';
import type { Site } from './support/site.js';
import { Stage } from './support/stage.js';
import { until } from './support/until.js';

const CALLER_HZ = 3400;
/** A call is answered a moment before its prompt begins, and ends a moment behind it. */
const AROUND_MS = 1000;
/** What of the beginning and the end of a prompt is looked for in what the caller heard. */
const EXCERPT_SAMPLES = SAMPLE_RATE / 2;

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-spoken');
});
after(() => stage.close());

/** A number that says a text and hangs up. */
function routingWith(texts: Readonly<Record<string, string>>): string {
  const prompts = Object.entries(texts).map(([name, text]) => `  ${name}: { text: ${JSON.stringify(text)} }`);
  return [
    'callplane: 1',
    'company: { name: System, timezone: UTC }',
    'prompts:',
    ...prompts,
    `numbers: { '700': [{ play: [${Object.keys(texts).join(', ')}] }, hangup] }`,
    '',
  ].join('\n');
}

/** espeak-ng behind a script that notes what it is asked for, and can be taken away. */
function engineBeside({ folder }: Site): { readonly command: string; asked(): number; break(): void } {
  const script = join(folder, 'engine');
  const log = join(folder, 'asked.txt');
  writeFileSync(script, `#!/bin/sh\necho "$1" >>'${log}'\nexec espeak-ng -v "$1" -w "$2" --stdin\n`);
  chmodSync(script, 0o755);
  return {
    command: `${script} {voice} {file}`,
    asked: () => readFileSync(log, 'utf8').trim().split('\n').length,
    break: () => rmSync(script),
  };
}

function spokenFiles(): readonly string[] {
  const folder = join(stage.set.pbx.soundsFolder, 'en/callplane-speech');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** Somebody calls and hears all there is; the call as the far end saw it. */
async function callToTheEnd(): Promise<FarCall> {
  const call = await stage.far.call({ number: '700', from: '+4930123456', toneHz: CALLER_HZ });
  await until('the call to be over', () => stage.far.callRecord(call)?.endedAt !== null);
  await until('the recording to be over', () => stage.far.callRecord(call)?.recording?.endedAt !== null);
  const record = stage.far.callRecord(call);
  assert.ok(record !== undefined);
  return record;
}

/** The caller heard this file from its beginning to its end, at its own pace. */
function assertHeard({ recording, answeredAt, endedAt, endedBy }: FarCall, file: string): void {
  const spoken = readWave(file);
  const lengthMs = (1000 * spoken.length) / SAMPLE_RATE;
  const lastedMs = (endedAt ?? 0) - (answeredAt ?? 0);
  assert.equal(endedBy, 'pbx');
  assert.ok(lastedMs >= lengthMs && lastedMs < lengthMs + AROUND_MS, `${lastedMs} ms of call, ${lengthMs} ms of prompt`);
  const heard = readRaw(recording?.file ?? '');
  const [first, last] = [0, spoken.length - 2 * EXCERPT_SAMPLES].map((from) =>
    findSound(spoken.subarray(from, from + EXCERPT_SAMPLES), heard),
  );
  assert.ok(first !== undefined && last !== undefined);
  assert.ok(first.likeness > 0.7 && last.likeness > 0.7, `${first.likeness} and ${last.likeness}`);
  const apart = last.at - first.at - (spoken.length - 2 * EXCERPT_SAMPLES);
  assert.ok(Math.abs(apart) < SAMPLE_RATE / 20, `${apart} samples too far apart`);
}

async function reload(callplane: Callplane, site: Site, texts: Readonly<Record<string, string>>): Promise<void> {
  writeFileSync(site.routing, routingWith(texts));
  await callplane.api('POST', '/api/reload');
}

test('a text of the routing file is what the caller hears, whole; a reload speaks only what is new', async (t) => {
  const site = stage.site(t);
  const engine = engineBeside(site);
  writeFileSync(site.routing, routingWith({ welcome: 'Welcome. Please stay on the line.' }));
  const callplane = await site.start({ CALLPLANE_SPEECH: engine.command });
  const [welcome] = spokenFiles();
  assert.ok(welcome !== undefined);
  assertHeard(await callToTheEnd(), welcome);

  await reload(callplane, site, { welcome: 'Welcome. Please stay on the line.', closed: 'We are closed today.' });
  assert.deepEqual([engine.asked(), spokenFiles().length], [2, 2]);

  engine.break();
  const version = await callplane.api<{ version: string }>('POST', '/api/reload');
  await assert.rejects(
    reload(callplane, site, { welcome: 'Good evening.' }),
    /422 .*"line":4,"column":12,"message":"found the prompt \\"welcome\\", which could not be spoken in en \([^"]*engine cannot be run/,
  );
  assert.equal(spokenFiles().length, 2);
  const [call, files] = [await callToTheEnd(), spokenFiles()];
  const lengths = files.map((file) => (1000 * readWave(file).length) / SAMPLE_RATE);
  const lastedMs = (call.endedAt ?? 0) - (call.answeredAt ?? 0);
  assert.ok(lastedMs >= lengths.reduce((sum, length) => sum + length, 0), 'the plan in force says both texts');

  await callplane.stop();
  writeFileSync(
    site.routing,
    routingWith({ welcome: 'Welcome. Please stay on the line.', closed: 'We are closed today.' }),
  );
  const again = await site.start({ CALLPLANE_SPEECH: engine.command });
  assert.equal((await again.api<{ version: string }>('POST', '/api/reload')).version, version.version);
});
