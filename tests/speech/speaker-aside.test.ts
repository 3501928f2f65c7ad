import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { SpeechOrder } from '../../src/core/web-request.js';
import { SpeakerAside } from '../../src/main-speech-aside.js';
import type { SpeechMade } from '../../src/speech/speaker.js';
import { telephoneWave } from '../../src/speech/wave.js';
import { isAlive } from '../system/support/site.js';
import { until } from '../system/support/until.js';
import { engineThat, logInto, scene } from './speech-scene.js';

/** A minute and a half, as engines write it. */
const LONG = `Buffer.concat([readFileSync(HEADER), Buffer.alloc(2 * 22050 * 90, 7)])`;

function aside(
  t: TestContext,
  speech: string,
  sounds: string,
  script?: string,
): {
  readonly speaker: SpeakerAside;
  readonly said: readonly string[];
  readonly ask: (text: string) => Promise<SpeechMade>;
} {
  const said: string[] = [];
  const speaker = new SpeakerAside({ sounds, speech }, logInto(said), script);
  t.after(() => speaker.close());
  let orders = 0;
  const ask = (text: string): Promise<SpeechMade> => {
    orders += 1;
    const order: SpeechOrder = {
      ...{ kind: 'speak', speech: `speech-${orders}`, call: `call-${orders}`, text },
      ...{ language: 'en', voice: 'en-gb', timeoutMs: 20_000 },
    };
    return new Promise((resolve) => speaker.speak(order, resolve));
  };
  return { speaker, said, ask };
}

/** The header of a WAV file of 22050 Hz, whose last chunk goes as far as the file does. */
function headerOf(folder: string): string {
  const header = telephoneWave({ rate: 8_000, channels: 1, samples: new Int16Array(0) });
  header.writeUInt32LE(22_050, 24);
  header.writeUInt32LE(0xffff_ffff, 40);
  writeFileSync(join(folder, 'header'), header);
  return JSON.stringify(join(folder, 'header'));
}

test('while a long text is made a sound of, the event loop of the line has its time for callers', async (t) => {
  const { folder, sounds } = scene(t);
  const script = `writeFileSync(file, ${LONG.replace('HEADER', headerOf(folder))});`;
  const { ask } = aside(t, engineThat(script, folder).command, sounds);
  const before = performance.eventLoopUtilization();
  const { outcome, speech } = await ask('A long story.');
  const { utilization } = performance.eventLoopUtilization(before);
  assert.ok(outcome.ok && speech === 'speech-1');
  assert.ok(utilization < 0.3, `busy for ${Math.round(100 * utilization)} % of the time`);
  const file = join(sounds, 'en', `${outcome.media.replace('sound:', '')}.wav`);
  assert.equal(Math.round(readFileSync(file).length / 16_000), 90);
});

test('what the speaker has to say stands in the log of the line, and its process is left with the line', async (t) => {
  const { folder, sounds } = scene(t);
  const pid = JSON.stringify(join(folder, 'pids'));
  const hangs = `writeFileSync(${pid}, process.pid + ' ' + process.ppid); setInterval(() => undefined, 1000);`;
  const script = `readFileSync(0, 'utf8') === 'hang' ? (() => { ${hangs} })() : process.exit(3);`;
  const { ask, said, speaker } = aside(t, engineThat(script, folder).command, sounds);
  assert.deepEqual((await ask('Anna, one.')).outcome, { ok: false, failure: 'failed' });
  assert.match(said.join('\n'), /^error: the speech engine does not speak .* ended with 3"/);
  void ask('hang').then(() => assert.fail('nothing is told once it is closed'));
  const pids = (): readonly number[] => readFileSync(join(folder, 'pids'), 'utf8').split(' ').map(Number);
  await until('the engine to be at work', () => {
    try {
      return pids().length === 2;
    } catch {
      return false;
    }
  });
  assert.ok(pids().every(isAlive));
  speaker.close();
  await until('the engine and its process to be gone', () => !pids().some(isAlive));
});

test('when the process dies, what was asked of it has failed, and the next text begins another one', async (t) => {
  const { folder, sounds } = scene(t);
  const once = join(folder, 'process.mjs');
  writeFileSync(
    once,
    `process.on('message', ({ speech, call, text }) => {
       if (text === 'die') process.exit(7);
       process.send({ kind: 'signal', signal: { kind: 'speech-made', speech, call, outcome: { ok: true, media: 'sound:x' } } });
     });`,
  );
  const { ask, said } = aside(t, '', sounds, once);
  const [first, second] = await Promise.all([ask('die'), ask('die')]);
  assert.deepEqual(
    [first.outcome, second.outcome],
    [
      { ok: false, failure: 'failed' },
      { ok: false, failure: 'failed' },
    ],
  );
  assert.match(
    said.join('\n'),
    /^error: the process that has texts of calls spoken is gone .* ended with 7"/,
  );
  assert.deepEqual((await ask('live')).outcome, { ok: true, media: 'sound:x' });
});
