import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallFact } from '../../src/core/milestone.js';
import { dispositionOf, type Disposition } from '../../src/reports/disposition.js';
import { USUAL_SERVICE_LEVEL } from '../../src/reports/thresholds.js';
import { aCall } from '../store/sample-facts.js';

const unanswered: Partial<CallFact> = {
  conversations: 0,
  talkMs: 0,
  answeredAt: null,
  firstOfferedAt: null,
  lastExit: null,
  informationHeard: null,
  closed: false,
};

const CASES: readonly (readonly [string, Disposition, Partial<CallFact>])[] = [
  [
    'talked, then hung up in another queue',
    'answered',
    { conversations: 1, endPlace: 'queue', lastExit: 'hung-up' },
  ],
  ['hung up in the emergency message', 'informed', { endPlace: 'message', endedBy: 'caller' }],
  ['hung up in a queue after 4,999 ms', 'short-abandoned', { ...waiting('queue'), waitMs: 4_999 }],
  ['hung up in a queue after 5,000 ms', 'abandoned', { ...waiting('queue'), waitMs: 5_000 }],
  ['hung up in a ring step', 'abandoned', { ...waiting('ring'), waitMs: 6_000 }],
  [
    'hung up waiting, after hearing information',
    'abandoned',
    { ...waiting('queue'), waitMs: 6_000, informationHeard: 1 },
  ],
  ['the queue was full', 'turned-away', { ...inFlow('full'), endedBy: 'callplane' }],
  ['nobody was there, then the closed branch', 'turned-away', { ...inFlow('nobody'), closed: true }],
  ['the queue was removed', 'turned-away', inFlow('removed')],
  ['the wait limit', 'timed-out', { ...inFlow('wait-limit'), endedBy: 'callplane' }],
  ['asked to be called back', 'callback', { ...inFlow('callback'), closed: true, informationHeard: 1 }],
  ['left a message behind the wait limit', 'voicemail', { ...inFlow('voicemail'), closed: true }],
  [
    'hung up in the greeting of a voicemail box, out of hours',
    'out-of-hours',
    { endPlace: 'voicemail', endedBy: 'caller', closed: true },
  ],
  [
    'hung up in the greeting of a voicemail box, in hours',
    'left-in-menu',
    { endPlace: 'voicemail', endedBy: 'caller' },
  ],
  ['left the queue by a key', 'left-in-menu', { ...inFlow('key'), endedBy: 'callplane' }],
  [
    'left the queue by a key and heard information',
    'self-service',
    { ...inFlow('key'), informationHeard: 1 },
  ],
  ['the last ring step ran out', 'timed-out', { ...inFlow('ran-out'), informationHeard: 1 }],
  [
    'heard 80 % of the information',
    'self-service',
    { endPlace: 'prompt', endedBy: 'caller', informationHeard: 0.8 },
  ],
  [
    'heard 79 % of the information',
    'left-in-menu',
    { endPlace: 'prompt', endedBy: 'caller', informationHeard: 0.79 },
  ],
  ['the closed branch', 'out-of-hours', { endPlace: 'prompt', endedBy: 'callplane', closed: true }],
  ['the dialplan kept it', 'handled-by-dialplan', { endPlace: 'dialplan', endedBy: 'unknown' }],
  ['hung up in the menu', 'left-in-menu', { endPlace: 'menu', endedBy: 'caller' }],
  ['the menu gave up', 'left-in-menu', { endPlace: 'flow', endedBy: 'callplane' }],
  [
    'ended in a gap while waiting',
    'unknown',
    { endPlace: 'gap', endedBy: 'unknown', lastExit: 'unknown', firstOfferedAt: 1 },
  ],
  [
    'ended in a gap behind a full queue',
    'unknown',
    { endPlace: 'gap', endedBy: 'unknown', lastExit: 'full', firstOfferedAt: 1 },
  ],
  [
    'answered but never joined',
    'failed',
    { endPlace: 'failed', endedBy: 'callplane', lastExit: 'failed', firstOfferedAt: 1 },
  ],
  ['the number was blocked', 'blocked', { endPlace: 'blocked', endedBy: 'callplane' }],
  ['a number that nobody answers', 'failed', { endPlace: 'unallocated', endedBy: 'callplane' }],
];

for (const [what, expected, change] of CASES) {
  test(`a call is ${expected}: ${what}`, () => {
    assert.equal(dispositionOf(aCall({ ...unanswered, ...change }), USUAL_SERVICE_LEVEL), expected);
  });
}

function waiting(endPlace: 'queue' | 'ring'): Partial<CallFact> {
  return { endPlace, endedBy: 'caller', lastExit: 'hung-up', firstOfferedAt: 1 };
}

function inFlow(lastExit: CallFact['lastExit']): Partial<CallFact> {
  return { endPlace: 'prompt', endedBy: 'caller', lastExit, firstOfferedAt: 1 };
}
