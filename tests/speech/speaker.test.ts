import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { SpeechOrder } from '../../src/core/web-request.js';
import type { Engine } from '../../src/speech/engine.js';
import { Speaker, type SpeechMade } from '../../src/speech/speaker.js';
import { sweep } from '../../src/speech/sweeping.js';
import { readWave, telephoneWave } from '../../src/speech/wave.js';
import { isAlive } from '../system/support/site.js';
import { until } from '../system/support/until.js';
import { engineCalled, engineThat, logInto, ownTemporary, scene } from './speech-scene.js';

const ESPEAK = engineCalled('espeak-ng -v {voice} -w {file} --stdin');
const HOUR = 3_600_000;
const A_SECOND = telephoneWave({ rate: 8_000, channels: 1, samples: new Int16Array(8_000).fill(1_000) });
/** Writes a second of sound, and notes that it was asked. */
const NOTES = "appendFileSync(ASKED, 'x'); readFileSync(0); writeFileSync(file, readFileSync(SECOND));";

interface Desk {
  readonly speaker: Speaker;
  readonly sounds: string;
  readonly said: readonly string[];
  readonly ask: (text: string, parts?: Partial<SpeechOrder>) => Promise<SpeechMade>;
}

function desk(t: TestContext, sounds: string, asked: Engine, now: () => number = Date.now): Desk {
  const engine: Engine = { ...asked, speaksFor: 'calls' };
  const said: string[] = [];
  const speaker = new Speaker({ sounds, engine, now, clock: now, log: logInto(said) });
  t.after(() => speaker.close());
  let orders = 0;
  return {
    ...{ speaker, sounds, said },
    ask(text, parts = {}) {
      orders += 1;
      const order: SpeechOrder = {
        ...{ kind: 'speak', speech: `speech-${orders}`, call: `call-${orders}`, text },
        ...{ language: 'en', voice: 'en-gb', timeoutMs: 20_000, ...parts },
      };
      return new Promise((resolve) => {
        speaker.speak(order, (signal) => {
          assert.deepEqual([signal.speech, signal.call], [order.speech, order.call]);
          resolve(signal);
        });
      });
    },
  };
}

function fileOf({ outcome }: SpeechMade, sounds: string, language = 'en'): string {
  assert.ok(outcome.ok);
  return join(sounds, language, `${outcome.media.replace(/^sound:/, '')}.wav`);
}

/** An engine that counts how often it is asked. */
function counting(folder: string): { readonly engine: Engine; readonly asked: () => number } {
  const [asked, second] = [join(folder, 'asked'), join(folder, 'second.wav')];
  writeFileSync(second, A_SECOND);
  const script = NOTES.replace('ASKED', JSON.stringify(asked)).replace('SECOND', JSON.stringify(second));
  return {
    engine: engineThat(script, folder),
    asked: () => (existsSync(asked) ? readFileSync(asked, 'utf8').length : 0),
  };
}

test('espeak-ng speaks the texts of calls in both languages, as telephones have it', async (t) => {
  const { sounds } = scene(t);
  const { ask } = desk(t, sounds, ESPEAK);
  const english = fileOf(await ask('Anna, your debt is 1,250.'), sounds);
  const russian = await ask('Анна, ваш долг 1250.', { language: 'ru', voice: 'ru' });
  for (const file of [english, fileOf(russian, sounds, 'ru')]) {
    const read = readWave(readFileSync(file));
    assert.ok(read.ok && read.wave.rate === 8_000);
    assert.ok(read.wave.samples.length > 8_000, `${read.wave.samples.length} samples of ${file}`);
  }
});

test('the same text is spoken once, another one, voice or language anew', async (t) => {
  const { folder, sounds } = scene(t);
  const { engine, asked } = counting(folder);
  const { ask } = desk(t, sounds, engine);
  const first = fileOf(await ask('Anna, one.'), sounds);
  assert.equal(fileOf(await ask('Anna, one.'), sounds), first);
  assert.equal(asked(), 1);
  await ask('Anna, two.');
  await ask('Anna, one.', { voice: 'en-us' });
  await ask('Anna, one.', { language: 'ru' });
  assert.equal(asked(), 4);
});

test('what nobody has asked for within an hour is deleted, what was asked for again is not', async (t) => {
  const { folder, sounds } = scene(t);
  const { engine } = counting(folder);
  ownTemporary(t, folder);
  let now = Math.round(Date.now() / 1000) * 1000;
  const { ask, said } = desk(t, sounds, engine, () => now);
  const swept = (): Promise<void> =>
    sweep({ sounds, languages: ['en', 'ru'], now: () => now, log: logInto([...said]) });
  const old = fileOf(await ask('Anna, one.'), sounds);
  const asked = fileOf(await ask('Boris, two.'), sounds);
  for (const file of [old, asked]) utimesSync(file, now / 1000, now / 1000);
  writeFileSync(join(dirname(dirname(old)), 'of-a-plan.wav'), A_SECOND);
  now += HOUR;
  await swept();
  assert.deepEqual([existsSync(old), existsSync(asked)], [true, true]);
  await ask('Boris, two.');
  now += 1;
  await swept();
  assert.deepEqual(readdirSync(dirname(dirname(old))).sort(), ['calls', 'of-a-plan.wav']);
  assert.deepEqual([existsSync(old), existsSync(asked)], [false, true]);
});

test('a sweep takes what a killed process left of its work, and is kept from nothing by what is not its own', async (t) => {
  const { folder, sounds } = scene(t);
  const temporary = ownTemporary(t, folder);
  const said = join(sounds, 'en/callplane-speech/calls');
  for (const path of [
    join(said, 'a-folder'),
    join(temporary, 'callplane-speech-abc123'),
    join(temporary, 'callplane-speech-other-one'),
  ])
    mkdirSync(path, { recursive: true });
  writeFileSync(join(temporary, 'callplane-speech-abc123/spoken.wav'), A_SECOND);
  for (const name of ['b.wav', 'c.wav.17']) writeFileSync(join(said, name), A_SECOND);
  const lines: string[] = [];
  const sweptAt = (now: number): Promise<void> =>
    sweep({ sounds, languages: ['en'], now: () => now, log: logInto(lines) });
  await sweptAt(Date.now() + HOUR / 2);
  assert.deepEqual([readdirSync(said).length, readdirSync(temporary).length], [3, 2]);
  await sweptAt(Date.now() + 2 * HOUR);
  assert.deepEqual(
    [readdirSync(said), readdirSync(temporary), lines],
    [['a-folder'], ['callplane-speech-other-one'], []],
  );
});

test('an engine that fails, is not there, or has nowhere to write says so, and no log has the text', async (t) => {
  const { folder, sounds } = scene(t);
  const failing = desk(
    t,
    sounds,
    engineThat('process.stderr.write(readFileSync(0)); process.exit(3);', folder),
  );
  const gone = desk(t, sounds, engineCalled(join(folder, 'no-such-engine')));
  writeFileSync(join(folder, 'file'), '');
  const nowhere = desk(t, join(folder, 'file'), counting(scene(t).folder).engine);
  for (const one of [failing, gone, nowhere]) {
    const { outcome } = await one.ask('Anna, your debt is 1,250.');
    assert.deepEqual(outcome, { ok: false, failure: 'failed' });
    assert.doesNotMatch(one.said.join('\n'), /Anna|1,250/);
  }
  assert.match(failing.said[0] ?? '', /^error: the speech engine does not speak .* ended with 3"/);
  assert.match(gone.said[0] ?? '', /^error: the speech engine does not speak .*ENOENT/);
  assert.match(
    nowhere.said[0] ?? '',
    /^error: the sound files of texts of calls cannot be written .*ENOTDIR in /,
  );
  // What is wrong with every text is one thing to mend.
  await failing.ask('Boris, your debt is 2.');
  assert.equal(failing.said.filter((line) => line.startsWith('error')).length, 1);
});

/** An engine that writes down what it is asked, and hangs on what begins with "hang" as long as there is no file `go`. */
function hanging(
  folder: string,
  withinMs = 20_000,
): { readonly engine: Engine; readonly asked: () => string; readonly go: (text: string) => void } {
  const [asked, second, program] = ['asked', 'second.wav', 'engine.sh'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(second, A_SECOND);
  writeFileSync(asked, '');
  const lines = [
    'text=$(cat)',
    `printf '%s %s|' "$text" $$ >> ${asked}`,
    `case "$text" in hang*) until [ -e "${folder}/go-$text" ]; do sleep 0.02; done ;; esac`,
    `cp ${second} "$1"`,
  ];
  writeFileSync(program, lines.join('\n'));
  return {
    engine: engineCalled(`sh ${program} {file}`, withinMs),
    asked: () => readFileSync(asked, 'utf8').replace(/ \d+/g, ''),
    go: (text) => writeFileSync(join(folder, `go-${text}`), ''),
  };
}

const pidsIn = (folder: string): readonly number[] =>
  [...readFileSync(join(folder, 'asked'), 'utf8').matchAll(/ (\d+)/g)].map(([, pid]) => Number(pid));
const told = ({ outcome }: SpeechMade): string => (outcome.ok ? 'spoken' : outcome.failure);

test('one text that several wait for at once is spoken once', async (t) => {
  const { folder, sounds } = scene(t);
  const { engine, asked } = counting(folder);
  const { ask } = desk(t, sounds, engine);
  const all = await Promise.all(Array.from({ length: 8 }, () => ask('Anna, one.')));
  assert.deepEqual(all.map(told), Array<string>(8).fill('spoken'));
  assert.equal(asked(), 1);
  assert.deepEqual(readFileSync(fileOf(await ask('Anna, one.'), sounds)), A_SECOND);
});

test('a sound that nobody could hear to its end is not even read', async (t) => {
  const { folder, sounds } = scene(t);
  const { ask, said } = desk(t, sounds, engineThat('writeFileSync(file, Buffer.alloc(9_000_000));', folder));
  assert.equal(told(await ask('Anna, one.')), 'failed');
  assert.match(said[0] ?? '', /wrote a file of 9 MB/);
});

test('what has its file is there at once, while engines are at work', async (t) => {
  const { folder, sounds } = scene(t);
  const { engine, asked } = hanging(folder);
  const { ask } = desk(t, sounds, engine);
  await ask('Anna, one.');
  for (const text of ['hang a', 'hang b']) void ask(text);
  await until('both to be begun', () => /hang [ab]\|hang [ab]/.test(asked()));
  assert.equal(told(await ask('Anna, one.')), 'spoken');
});

test('an engine that hangs is ended, and whoever has waited too long behind it is told so without asking it', async (t) => {
  const { folder, sounds } = scene(t);
  const temporary = ownTemporary(t, folder);
  const { engine, asked } = hanging(folder, 3_000);
  let at = 0;
  const { ask } = desk(t, sounds, engine, () => at);
  const hang = ['hang a', 'hang b'].map((text) => ask(text, { timeoutMs: 5_000 }));
  // By where they are to write: on a machine with much to do they are killed before they have read their text.
  await until('both to be begun', () => readdirSync(temporary).length === 2);
  const all = [...hang, ask('c', { timeoutMs: 5_000 }), ask('d', { timeoutMs: 60_000 })];
  at = 30_000;
  assert.deepEqual((await Promise.all(all)).map(told), ['timeout', 'timeout', 'timeout', 'spoken']);
  assert.doesNotMatch(asked(), /c\|/);
  await until('the engines to be gone', () => !pidsIn(folder).some(isAlive));
});

test('when more come than can be spoken, who came last is served first, and what was begun is finished and kept', async (t) => {
  const { folder, sounds } = scene(t);
  const { engine, asked, go } = hanging(folder);
  let at = 0;
  const { ask } = desk(t, sounds, engine, () => at);
  const [a] = ['hang a', 'hang b'].map((text) => ask(text, { timeoutMs: 5_000 }));
  await until('both to be begun', () => /hang [ab]\|hang [ab]/.test(asked()));
  // Whoever ordered the first ones waits no longer.
  at = 6_000;
  const later = ['c', 'd'].map((text) => ask(text, { timeoutMs: 5_000 }));
  go('hang a');
  assert.deepEqual((await Promise.all(later)).map(told), ['spoken', 'spoken']);
  assert.ok(a !== undefined && existsSync(fileOf(await a, sounds)));
  assert.match(asked(), /\|d\|c\|$/);
});

test('more than can be spoken in time are told so at once', async (t) => {
  const { folder, sounds } = scene(t);
  const { engine } = counting(folder);
  const { ask } = desk(t, sounds, engine);
  const all = await Promise.all(Array.from({ length: 60 }, (_, index) => ask(`Client ${index}.`)));
  const failures = all.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.failure]));
  assert.deepEqual(failures, Array<string>(8).fill('busy'));
});

test('once it is closed its engines are ended and nothing is told: the next start has it spoken again', async (t) => {
  const { folder, sounds } = scene(t);
  const temporary = ownTemporary(t, folder);
  const { engine, asked, go } = hanging(folder, 120_000);
  const { ask, speaker } = desk(t, sounds, engine);
  const all: SpeechMade[] = [];
  const askFor = (text: string): void => void ask(text).then((made) => all.push(made));
  for (const text of ['hang a', 'hang b']) askFor(text);
  await until('both to be begun', () => /hang [ab]\|hang [ab]/.test(asked()));
  askFor('c');
  speaker.close();
  await until('the engines to be gone', () => !pidsIn(folder).some(isAlive));
  await until('their work to be cleared away', () => readdirSync(temporary).length === 0);
  go('hang a');
  const { ask: later } = desk(t, sounds, engine);
  assert.equal(told(await later('hang a')), 'spoken');
  assert.deepEqual(all, []);
  assert.doesNotMatch(asked(), /c\|/);
});
