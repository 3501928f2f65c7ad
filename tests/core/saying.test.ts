import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language, Saying } from '../../src/core/plan.js';
import { spoken, spokenSounds } from '../../src/core/speech/saying.js';

function said(as: Saying, value: string, language: Language): string | null {
  const media = spoken(as, value, language, (form) => [`sound:${form}`]);
  return media?.map((sound) => sound.replace(/^sound:(digits\/)?/, '')).join(' ') ?? null;
}

const SAID: readonly (readonly [Saying, string, string | null, string | null])[] = [
  ['number', '1', '1 one', '1 one'],
  ['number', '2', '2 many', '2 few'],
  ['number', '5', '5 many', '5 many'],
  ['number', '11', '11 many', '11 many'],
  ['number', '14', '14 many', '14 many'],
  ['number', '21', '20 1 many', '20 1 one'],
  ['number', '-3', 'minus 3 many', 'minus 3 few'],
  ['number', '112', '1 hundred 12 many', '1 1 2 many'],
  ['number', '1.5', null, null],
  ['number', '', null, null],
  ['digits', '+7 (495) 12*#', '7 4 9 5 1 2 star pound', '7 4 9 5 1 2 star pound'],
  ['telephone', '+359 888', '3 5 9 8 8 8', '3 5 9 8 8 8'],
  ['telephone', 'mine', null, null],
  ['digits', 'twelve', null, null],
  ['digits', '', null, null],
  ['money', '1250', '1 thousand 2 hundred 50 many', '1 2 5 0 many'],
  ['money', '12.5', '12 many vm-and 50', '12 many vm-and 50'],
  ['money', '1.05', '1 one vm-and 5', '1 one vm-and 5'],
  ['money', '12.505', null, null],
  ['date', '2026-12-24', 'mon-11 20 h-4', '20 h-4 mon-11'],
  ['date', '03-20', 'mon-2 h-20', 'h-20 mon-2'],
  ['date', '01-31', 'mon-0 30 h-1', '30 h-1 mon-0'],
  ['date', '02-29', 'mon-1 20 h-9', '20 h-9 mon-1'],
  ['date', '02-30', null, null],
  ['date', '13-01', null, null],
  ['time', '00:00', '12 a-m', '0 hours'],
  ['time', '9:05', '9 oh 5 a-m', '9 hours 5 minutes'],
  ['time', '12:30', '12 30 p-m', '12 hours 30 minutes'],
  ['time', '13:01', '1 oh 1 p-m', '13 hours 1'],
  ['time', '22:41', '10 40 1 p-m', '20 2 40 1'],
  ['time', '24:00', null, null],
];

for (const [as, value, english, russian] of SAID) {
  test(`${as} "${value}" in English: ${english ?? 'not said'}`, () =>
    assert.equal(said(as, value, 'en'), english));
  test(`${as} "${value}" in Russian: ${russian ?? 'not said'}`, () =>
    assert.equal(said(as, value, 'ru'), russian));
}

test('whatever is said is named beforehand', () => {
  for (const language of ['en', 'ru'] as const) {
    const named = new Set([...spokenSounds(language), 'sound:one', 'sound:few', 'sound:many']);
    const values: (readonly [Saying, string])[] = [];
    for (let number = 0; number < 2_000; number += 7) values.push(['number', String(-number)]);
    for (let hour = 0; hour < 24; hour++)
      for (let minute = 0; minute < 60; minute++)
        values.push(['time', `${hour}:${String(minute).padStart(2, '0')}`]);
    for (let month = 1; month <= 12; month++)
      for (let day = 1; day <= 28; day++)
        values.push(['date', [month, day].map((part) => String(part).padStart(2, '0')).join('-')]);
    values.push(['date', '01-29'], ['date', '01-30'], ['date', '01-31'], ['digits', '0123456789*#']);
    for (const [as, value] of values)
      for (const sound of spoken(as, value, language, (form) => [`sound:${form}`]) ?? ['nothing'])
        assert.ok(named.has(sound), `${as} ${value}: ${sound} is not named in ${language}`);
  }
});
