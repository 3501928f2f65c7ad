import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromChild, toChild, type StoryWished } from '../../src/parent/messages.js';
import { StoryQuestions } from '../../src/parent/story-questions.js';
import { BooksAway } from '../../src/ports/story.js';
import { aStory } from '../http/http-scene.js';

function asking(answerWithinMs?: number) {
  const wishes: StoryWished[] = [];
  const questions = new StoryQuestions((wish) => wishes.push(wish), answerWithinMs);
  return { wishes, questions };
}

test('each answer goes to who asked, in whatever order they come', async () => {
  const { wishes, questions } = asking();
  const first = questions.storyOf('c1', 'everything');
  const second = questions.storyOf('c2', { queues: ['sales'], agents: [] });
  assert.deepEqual(
    wishes.map(({ call, reach }) => [call, reach]),
    [
      ['c1', 'everything'],
      ['c2', { queues: ['sales'], agents: [] }],
    ],
  );
  const [one, two] = wishes.map(({ question }) => question);
  questions.told({ kind: 'story', question: two ?? 0, story: null, trouble: null });
  questions.told({ kind: 'story', question: one ?? 0, story: aStory(), trouble: null });
  assert.deepEqual(await first, aStory());
  assert.equal(await second, null);
  questions.told({ kind: 'story', question: one ?? 0, story: null, trouble: null });
});

test('books that cannot read, or that are silent, are away', async () => {
  const { wishes, questions } = asking(20);
  const failed = questions.storyOf('c1', 'everything');
  questions.told({ kind: 'story', question: wishes[0]?.question ?? 0, story: null, trouble: 'not-open' });
  await assert.rejects(failed, (error) => error instanceof BooksAway && /is not open/.test(error.message));
  await assert.rejects(questions.storyOf('c2', 'everything'), BooksAway);
});

test('what the database or the books themselves refuse is said in fixed words, and only our own fault is no being away', async () => {
  for (const [trouble, isAway] of [
    ['unreadable', true],
    ['fault', false],
  ] as const) {
    const { wishes, questions } = asking();
    const failed = questions.storyOf('c1', 'everything');
    questions.told({ kind: 'story', question: wishes[0]?.question ?? 0, story: null, trouble });
    await assert.rejects(failed, (error) => error instanceof BooksAway === isAway);
  }
});

test('more questions than the books can have are refused at once', async () => {
  const { wishes, questions } = asking(50);
  const waiting = Array.from({ length: 8 }, () => questions.storyOf('c1', 'everything'));
  await assert.rejects(questions.storyOf('c1', 'everything'), BooksAway);
  assert.equal(wishes.length, 8);
  for (const { question } of wishes) questions.told({ kind: 'story', question, story: null, trouble: null });
  assert.deepEqual(
    await Promise.all(waiting),
    Array.from({ length: 8 }, () => null),
  );
});

test('question and answer pass through the parent as they are; what is neither is left aside', () => {
  const wish = { kind: 'story-wish', question: 3, call: 'c1', reach: 'everything' };
  const told = { kind: 'story', question: 3, story: null, trouble: 'unreadable' };
  for (const message of [wish, told]) {
    assert.deepEqual(fromChild(message), message);
    assert.deepEqual(toChild(message), message);
  }
  assert.equal(fromChild({ kind: 'story' }), null);
  assert.equal(toChild({ kind: 'story-wish' }), null);
});
