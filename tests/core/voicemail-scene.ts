import assert from 'node:assert/strict';
import type { VoicemailRule } from '../../src/core/plan.js';
import { POLICY, RULE } from './callback-scene.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

export const BOX: VoicemailRule = {
  ...{ greeting: 'hello', mail: ['sales@example.com'], shortestMs: 2_000, longestMs: 60_000 },
  ...{ silenceMs: 5_000, endKey: '#', callback: null },
};
export const FILE = /^2026\/03\/04\/t-voicemail-\d+$/;

export function scene(changes: Partial<VoicemailRule> = {}): Scene {
  const box = { ...BOX, ...changes };
  return new Scene(
    plan({
      agents: [],
      prompts: ['hello', 'thanks'],
      voicemail: { day: box },
      blocks: {
        entry: [
          { do: 'voicemail', id: 'entry[0]', box: 'day' },
          { do: 'play', prompt: 'thanks', information: false },
        ],
      },
      numbers: { '100': 'entry' },
    }),
  );
}

/** Whoever comes to the box is called back, by agents who are not there yet. */
export function promising(changes: {
  readonly openAtMost?: number;
  readonly calls?: number;
  readonly perHour?: number;
}): Scene {
  const { openAtMost = 10, calls = 3, perHour = 100 } = changes;
  return new Scene(
    plan({
      agents: ['anna'],
      prompts: ['hello', 'thanks', 'notice', 'sorry'],
      queues: [queue('sales', ['anna'], { callback: { ...RULE, openAtMost } })],
      voicemail: { day: { ...BOX, callback: 'sales' } },
      blocks: {
        entry: [{ do: 'voicemail', id: 'entry[0]', box: 'day' }],
        promised: [
          { do: 'callback', queue: 'sales', number: null, otherwise: 'sorry' },
          { do: 'voicemail', id: 'promised[1]', box: 'day' },
        ],
        sorry: [{ do: 'play', prompt: 'sorry', information: false }],
      },
      numbers: { '100': 'entry', '200': 'promised' },
      dialPolicy: { ...POLICY, perNumber: { ...POLICY.perNumber, calls }, perHour },
    }),
  );
}

/** Past the greeting and the beep; the name of the file. */
export function toTheBeep(s: Scene): string {
  s.finishSound();
  s.finishSound();
  const { recording } = s.last('record-message');
  s.take({ kind: 'recording-started', recording });
  return recording;
}

export function over(s: Scene) {
  const [fact] = s.told('voicemail-ended').slice(-1);
  assert.ok(fact !== undefined);
  return fact;
}
