import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { type FewSounds, fewSounds, type SoundAnswer, type SoundLimits } from '../../src/http/few-sounds.js';
import type { FoundSound, RecordedSounds } from '../../src/ports/voicemails.js';

const LIMITS: SoundLimits = { atOnce: 2, openedWithinMs: 60_000, sentWithinMs: 60_000 };
const closed: string[] = [];

// What is tested keeps no process alive.
const alive = setInterval(() => undefined, 1_000);
after(() => clearInterval(alive));

/** A sound of two parts. */
function sound(name: string): FoundSound {
  const content = Readable.from([Buffer.from('ab'), Buffer.from('cd')], { objectMode: false });
  content.on('close', () => closed.push(name));
  return { ok: true, size: 4, content, close: () => content.destroy() };
}

const plenty: RecordedSounds = { open: (recording) => Promise.resolve(sound(recording)) };

async function content(found: SoundAnswer): Promise<string> {
  assert.ok(found.ok, JSON.stringify(found));
  let text = '';
  for await (const part of found.content) text += Buffer.from(part).toString();
  return text;
}

test('a third sound waits until one of two is read, or nobody reads it on', async () => {
  const sounds = fewSounds(plenty, LIMITS);
  const [first, second] = [await sounds.open('first'), await sounds.open('second')];
  assert.deepEqual(await sounds.open('third'), { ok: false, why: 'busy' });
  assert.equal(await content(first), 'abcd');
  const third = await sounds.open('third');
  assert.ok(third.ok && second.ok);
  assert.deepEqual(await sounds.open('fourth'), { ok: false, why: 'busy' });
  // Its listener has gone before anything was read.
  await second.content[Symbol.asyncIterator]().return?.();
  assert.equal(await content(await sounds.open('fourth')), 'abcd');
  assert.ok(closed.includes('second'), 'the file is closed');
  assert.equal(await content(third), 'abcd');
});

test('what is not there takes no place, nor does what cannot be read', async () => {
  const none = fewSounds({ open: () => Promise.resolve({ ok: false, why: 'not-there' }) }, LIMITS);
  const broken = fewSounds({ open: () => Promise.reject(new Error('the disk is broken')) }, LIMITS);
  for (let n = 0; n < 5; n++) {
    assert.deepEqual(await none.open('none'), { ok: false, why: 'not-there' });
    await assert.rejects(broken.open('broken'), /the disk is broken/);
  }
});

test('a disk that does not answer is waited for by nobody, and keeps its place until it does', async () => {
  let answer: (found: FoundSound) => void = () => undefined;
  const hanging: RecordedSounds = { open: () => new Promise((resolve) => (answer = resolve)) };
  const sounds = fewSounds(hanging, { ...LIMITS, atOnce: 1, openedWithinMs: 5 });
  assert.deepEqual(await sounds.open('late'), { ok: false, why: 'busy' });
  assert.deepEqual(await sounds.open('next'), { ok: false, why: 'busy' });
  answer(sound('late'));
  const next = await untilOpened(sounds, () => answer(sound('next')));
  assert.equal(await content(next), 'abcd');
  assert.ok(closed.includes('late'), 'the file that came too late is closed');
});

test('whoever reads too slowly loses his place', async () => {
  const sounds = fewSounds(plenty, { ...LIMITS, atOnce: 1, sentWithinMs: 5 });
  const slow = await sounds.open('slow');
  assert.equal(await content(await untilOpened(sounds, () => undefined)), 'abcd');
  await assert.rejects(content(slow), 'what he has is not passed off as all');
});

/** Opens as soon as there is a place; `opening` is called after each try has begun. */
async function untilOpened(sounds: FewSounds, opening: () => void): Promise<SoundAnswer> {
  for (;;) {
    const found = sounds.open('again');
    opening();
    const answer = await found;
    if (answer.ok) return answer;
    await new Promise(setImmediate);
  }
}
