import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bridgeKey, byUrgency, referKey, ringKey } from '../../../src/ari/urgency.js';
import type { LegCommand } from '../../../src/ari/requests.js';

const isCaller = (leg: string): boolean => leg.startsWith('caller');

function ring(leg: string): LegCommand {
  return { kind: 'ring', leg, phone: 'PJSIP/1', timeoutMs: 15_000, callerName: null, callerNumber: null };
}

function told(commands: readonly LegCommand[]): string[] {
  return byUrgency(commands, isCaller).map(({ command, after }) => {
    const leg = 'leg' in command ? command.leg : '';
    return `${command.kind} ${leg}${after === null ? '' : ` after ${after}`}`;
  });
}

test('a phone rings first, and the caller is answered and hears music when Asterisk has its request', () => {
  const commands: LegCommand[] = [
    { kind: 'answer', leg: 'caller-1' },
    { kind: 'start-music', leg: 'caller-1', music: 'default' },
    ring('phone-1'),
  ];
  const after = ` after ${ringKey('phone-1')}`;
  assert.deepEqual(told(commands), [
    'ring phone-1',
    `answer caller-1${after}`,
    `start-music caller-1${after}`,
  ]);
});

test('a phone that is hung up goes before one that rings: it may be the same', () => {
  const commands: LegCommand[] = [
    ring('phone-2'),
    { kind: 'hang-up', leg: 'caller-1', reason: 'normal' },
    { kind: 'hang-up', leg: 'phone-1', reason: 'normal' },
  ];
  assert.deepEqual(told(commands), [
    'hang-up phone-1',
    'ring phone-2',
    `hang-up caller-1 after ${ringKey('phone-2')}`,
  ]);
});

test('the losers of a race are told after the winner and the caller are connected', () => {
  const commands: LegCommand[] = [
    { kind: 'answer', leg: 'caller-1' },
    { kind: 'connect', bridge: 'b', create: false, legs: ['caller-1', 'phone-1'] },
    { kind: 'hang-up', leg: 'phone-2', reason: 'answered-elsewhere' },
    { kind: 'hang-up', leg: 'phone-3', reason: 'normal' },
  ];
  assert.deepEqual(told(commands), [
    'answer caller-1',
    'connect ',
    `hang-up phone-2 after ${bridgeKey('b')}`,
    'hang-up phone-3',
  ]);
});

test('without a phone to ring or to connect the order stays', () => {
  const commands: LegCommand[] = [
    { kind: 'answer', leg: 'caller-1' },
    { kind: 'hang-up', leg: 'phone-1', reason: 'answered-elsewhere' },
  ];
  assert.deepEqual(told(commands), ['answer caller-1', 'hang-up phone-1']);
});

test('a phone that has asked for a transfer hears that it is done, and is hung up then; the target is rung meanwhile', () => {
  const commands: LegCommand[] = [
    { kind: 'answer-refer', leg: 'phone-1', answer: 'done' },
    { kind: 'hang-up', leg: 'phone-1', reason: 'normal' },
    { kind: 'start-music', leg: 'caller-1', music: 'default' },
    ring('phone-2'),
  ];
  assert.deepEqual(told(commands), [
    'answer-refer phone-1',
    `hang-up phone-1 after ${referKey('phone-1')}`,
    'ring phone-2',
    `start-music caller-1 after ${ringKey('phone-2')}`,
  ]);
});
