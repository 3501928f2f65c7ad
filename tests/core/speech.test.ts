import assert from 'node:assert/strict';
import { test } from 'node:test';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cardinal } from '../../src/core/speech/cardinal.js';
import { holdingMedia, holdingSounds, spokenMinutes } from '../../src/core/speech/holding.js';
import { positionMedia, positionSounds } from '../../src/core/speech/position.js';
import { spokenSounds } from '../../src/core/speech/saying.js';
import { waitedMedia, waitedSounds } from '../../src/core/speech/waited.js';
import type { Language } from '../../src/core/plan.js';

function spoken(number: number, language: Language): string {
  return cardinal(number, language)
    .map((sound) => sound.replace('sound:digits/', ''))
    .join(' ');
}

const ENGLISH: readonly (readonly [number, string])[] = [
  [0, '0'],
  [7, '7'],
  [13, '13'],
  [20, '20'],
  [21, '20 1'],
  [99, '90 9'],
  [100, '1 hundred'],
  [101, '1 hundred 1'],
  [312, '3 hundred 12'],
  [1_000, '1 thousand'],
  [2_345, '2 thousand 3 hundred 40 5'],
  [12_012, '12 thousand 12'],
  [999_999, '9 hundred 90 9 thousand 9 hundred 90 9'],
  [1_000_000, '1 0 0 0 0 0 0'],
];

const RUSSIAN: readonly (readonly [number, string])[] = [
  [0, '0'],
  [11, '11'],
  [42, '40 2'],
  [99, '90 9'],
  [100, '1 0 0'],
  [215, '2 1 5'],
  [1_000, '1 0 0 0'],
];

for (const [number, expected] of ENGLISH)
  test(`${number} in English: ${expected}`, () => assert.equal(spoken(number, 'en'), expected));
for (const [number, expected] of RUSSIAN)
  test(`${number} in Russian: ${expected}`, () => assert.equal(spoken(number, 'ru'), expected));

test('the first in line hears that he is next, the others how many are waiting', () => {
  assert.deepEqual(positionMedia(1, 'en'), ['sound:queue-youarenext']);
  assert.deepEqual(positionMedia(23, 'ru'), [
    'sound:queue-thereare',
    'sound:digits/20',
    'sound:digits/3',
    'sound:queue-callswaiting',
  ]);
});

test('the list of sounds names every one that a position may be spoken with', () => {
  for (const language of ['en', 'ru'] as const) {
    const listed = new Set(positionSounds(language));
    const spokenNumbers = [...Array(1_100).keys(), 54_321, 999_999, 1_234_567_890];
    for (const number of spokenNumbers)
      for (const sound of positionMedia(number, language))
        assert.ok(listed.has(sound), `${number}: ${sound}`);
  }
});

test('the estimated wait is rounded up to minutes that the language can say', () => {
  assert.deepEqual(
    [0, 1, 60_000, 60_001, 290_000].map((ms) => spokenMinutes(ms, 'en')),
    [1, 1, 1, 2, 5],
  );
  assert.deepEqual(
    [0, 300_000, 300_001, 1_199_000].map((ms) => spokenMinutes(ms, 'ru')),
    [5, 5, 10, 20],
  );
  const words = (minutes: number, language: 'en' | 'ru'): string =>
    holdingMedia(minutes, language)
      .map((sound) => sound.replace(/.*[:/]/, ''))
      .join(' ');
  assert.equal(words(1, 'en'), 'queue-holdtime 1 queue-minute');
  assert.equal(words(25, 'ru'), 'queue-holdtime 20 5 queue-minutes');
});

test('every sound of an estimated wait is in the list of sounds that must be there', () => {
  for (const language of ['en', 'ru'] as const) {
    const listed = new Set(holdingSounds(language));
    for (let ms = 0; ms < 200 * 60_000; ms += 60_000)
      for (const sound of holdingMedia(spokenMinutes(ms, language), language))
        assert.ok(listed.has(sound), `${ms}: ${sound}`);
  }
});

test('how long somebody has waited is said in seconds, and in minutes from where the language can say them', () => {
  const words = (seconds: number, language: Language): string =>
    waitedMedia(seconds * 1_000, language)
      .map((sound) => sound.replace(/.*[:/]/, ''))
      .join(' ');
  assert.equal(words(0, 'en'), 'queue-reporthold 5 queue-seconds');
  assert.equal(words(117, 'en'), 'queue-reporthold 1 hundred 15 queue-seconds');
  assert.equal(words(120, 'en'), 'queue-reporthold 2 queue-minutes');
  assert.equal(words(42, 'ru'), 'queue-reporthold 40 queue-seconds');
  assert.equal(words(599, 'ru'), 'queue-reporthold 6 0 0 queue-seconds');
  assert.equal(words(600, 'ru'), 'queue-reporthold 10 queue-minutes');
  assert.equal(words(14 * 60, 'ru'), 'queue-reporthold 10 queue-minutes');
  for (const language of ['en', 'ru'] as const) {
    const listed = new Set(waitedSounds(language));
    for (let ms = 0; ms < 200 * 60_000; ms += 5_000)
      for (const sound of waitedMedia(ms, language)) assert.ok(listed.has(sound), `${ms}: ${sound}`);
  }
});

/** What whoever takes calls by key hears where the file says nothing else. */
const ASKED_FOR_A_KEY = 'sound:followme/options';

/** Where the private Asterisk keeps its sounds, when it is installed. */
const SOUNDS = join(import.meta.dirname, '../../.asterisk/rootfs/usr/share/asterisk/sounds');

for (const [language, folder] of [
  ['en', 'en_US_f_Allison'],
  ['ru', 'ru_RU_f_IvrvoiceRU'],
] as const) {
  test(`every sound of every number, date and time exists among the sounds of Asterisk (${language})`, () => {
    const installed = installedSounds(folder);
    const used = [
      ...[...positionSounds(language), ...spokenSounds(language), ...holdingSounds(language)],
      ...[...waitedSounds(language), ASKED_FOR_A_KEY],
    ];
    const missing = [...used]
      .map((sound) => sound.replace('sound:', ''))
      .filter((sound) => !installed.has(sound));
    assert.deepEqual(missing, []);
  });
}

function installedSounds(folder: string): ReadonlySet<string> {
  const root = join(SOUNDS, folder);
  assert.ok(existsSync(root), `${root} is missing: scripts/asterisk install makes it`);
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return new Set(names.map((name) => name.replace(/\.[^.]+$/, '')));
}
