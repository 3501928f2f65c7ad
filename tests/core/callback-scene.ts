import assert from 'node:assert/strict';
import type { CallbackRule, DialPolicy, PlannedQueue } from '../../src/core/plan.js';
import { homeForm, numberForms } from '../../src/routing/callers/number-forms.js';
import { OFFICE, plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

/** Who is to be called back. */
export const CLIENT = '+359888000001';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const POLICY: DialPolicy = {
  dial: 'PJSIP/{number}@trunk',
  show: '+3592000',
  allow: ['+359'],
  refuse: ['+35990'],
  perNumber: { calls: 3, withinMs: 24 * HOUR },
  perHour: 100,
  own: ['+3592000000'],
  hours: null,
  forms: numberForms(['+359']),
  home: homeForm('BG'),
};
export const RULE: CallbackRule = {
  notice: 'notice',
  ringMs: 20_000,
  tries: 2,
  everyMs: 15 * MINUTE,
  expireMs: 2 * HOUR,
  hours: null,
  openAtMost: 100,
  afterAbandonMs: 10_000,
};

/** Anna and Boris, whose queue calls back; who waits presses 1 for his own number, 2 for another, 3 to wait on besides. */
export function scene(
  rule: Partial<CallbackRule> = {},
  policy: Partial<DialPolicy> = {},
  more: Partial<PlannedQueue> = {},
): Scene {
  return new Scene(
    plan({
      agents: ['anna', 'boris'],
      prompts: ['notice', 'promised', 'sorry'],
      calendars: { office: OFFICE },
      queues: [
        queue('sales', ['anna', 'boris'], {
          waiting: {
            music: 'default',
            position: null,
            messages: [],
            keys: { '1': 'back', '2': 'other', '3': 'both' },
          },
          wrapUp: { timeMs: 10_000, extendToMs: 10_000 },
          callback: { ...RULE, ...rule },
          ...more,
        }),
      ],
      blocks: {
        back: [
          { do: 'callback', queue: 'sales', number: null, otherwise: 'sorry' },
          { do: 'play', prompt: 'promised', information: false },
        ],
        other: [{ do: 'callback', queue: 'sales', number: '0888 000 002', otherwise: 'sorry' }],
        both: [
          { do: 'callback', queue: 'sales', number: null, otherwise: 'sorry' },
          { do: 'queue', queue: 'sales' },
        ],
        sorry: [{ do: 'play', prompt: 'sorry', information: false }],
      },
      dialPolicy: { ...POLICY, ...policy },
    }),
  );
}

export const asked = {
  ask: 'ask-callback',
  number: CLIENT,
  queue: 'sales',
  name: null,
  notBefore: null,
} as const;

/** Where the callbacks stand. */
export const stageOf = (one: Scene): string =>
  [...one.state.callbacks.values()].map(({ stage }) => stage.kind).join();
/** How those ended that are over. */
export const endOf = (one: Scene): string =>
  one
    .told('callback-ended')
    .map(({ end }) => end)
    .join();

/** Anna answers and has heard the notice: the client's leg. */
export function dialled(one: Scene): string {
  one.answers(one.ringingLeg('anna'));
  one.finishSound();
  const ring = one.last('ring');
  assert.equal(ring.phone, `PJSIP/${CLIENT}@trunk`);
  return ring.leg;
}
