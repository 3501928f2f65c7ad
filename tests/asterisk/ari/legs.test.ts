import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callerOn, dialledOf } from '../../../src/ari/caller.js';
import { legEnd } from '../../../src/ari/cause.js';
import { LegBook } from '../../../src/ari/leg-book.js';
import { PlaybackBook } from '../../../src/ari/playback-book.js';

const RINGING = { role: 'ours', wasAnswered: false } as const;
const TALKING = { role: 'ours', wasAnswered: true } as const;
const CALLER = { role: 'caller', wasAnswered: true } as const;

describe('why a leg ended', () => {
  it('follows the SIP code of a phone that was rung', () => {
    const ends = {
      486: 'busy',
      600: 'busy',
      603: 'declined',
      403: 'declined',
      480: 'no-answer',
      503: 'unreachable',
    };
    const more = { 404: 'unreachable', 408: 'unreachable', 487: 'cancelled', 488: 'failed', 500: 'failed' };
    for (const [code, end] of Object.entries({ ...ends, ...more })) {
      assert.equal(legEnd(RINGING, 21, Number(code)), end, code);
    }
  });

  it('follows the cause where Asterisk tells no SIP code', () => {
    const ends = {
      17: 'busy',
      21: 'declined',
      19: 'no-answer',
      34: 'unreachable',
      1: 'unreachable',
      20: 'unreachable',
    };
    const more = {
      3: 'unreachable',
      26: 'cancelled',
      16: 'cancelled',
      127: 'cancelled',
      58: 'failed',
      99: 'failed',
    };
    for (const [cause, end] of Object.entries({ ...ends, ...more })) {
      assert.equal(legEnd(RINGING, Number(cause), null), end, cause);
    }
    assert.equal(legEnd(RINGING, null, null), 'unknown');
  });

  it('is normal after a talk, and failed only when the network failed', () => {
    assert.equal(legEnd(TALKING, 16, null), 'normal');
    assert.equal(legEnd(TALKING, 26, null), 'normal');
    assert.equal(legEnd(CALLER, null, null), 'normal');
    assert.equal(legEnd(CALLER, 0, null), 'normal');
    assert.equal(legEnd(CALLER, 44, null), 'failed');
  });
});

describe('the book of legs', () => {
  it('tells arrival, answer and end once', () => {
    const book = new LegBook(10);
    assert.equal(book.arrived('a'), true);
    assert.equal(book.arrived('a'), false);
    assert.equal(book.answered('a'), true);
    assert.equal(book.answered('a'), false);
    assert.equal(book.ended('a', null, null), 'normal');
    assert.equal(book.ended('a', 16, 200), null);
    assert.equal(book.vanished('a'), false);
    assert.equal(book.answered('a'), false, 'an answer after the end is too late');
    assert.equal(book.arrived('a'), false);
    assert.equal(book.size, 0);
  });

  it('takes the cause of the last hang-up request when the end carries none', () => {
    const book = new LegBook(10);
    book.arrived('a');
    book.hangUpRequested('a', 38);
    assert.equal(book.ended('a', null, null), 'failed');
  });

  it('forgets the oldest ends first and never more than its limit', () => {
    const book = new LegBook(2);
    for (const leg of ['a', 'b', 'c']) book.ended(leg, 16, null);
    assert.deepEqual(
      ['a', 'b', 'c'].map((leg) => book.hasEnded(leg)),
      [false, true, true],
    );
  });

  it('keeps exactly what a snapshot lists, with what it knew of it', () => {
    const book = new LegBook(10);
    book.made('ringing', 'PJSIP/1');
    book.made('answered', 'PJSIP/1');
    book.answered('answered');
    book.arrived('gone');
    book.adopt([
      { leg: 'ringing', role: 'ours', up: false },
      { leg: 'answered', role: 'ours', up: true },
      { leg: 'new', role: 'caller', up: true },
    ]);
    assert.equal(book.size, 3);
    assert.equal(book.answered('ringing'), true);
    assert.equal(book.answered('answered'), false);
    assert.equal(book.arrived('new'), false);
  });
});

describe('the book of playbacks', () => {
  it('tells a playback that we stopped from one that was heard', () => {
    const book = new PlaybackBook();
    assert.equal(book.started('p'), true);
    assert.equal(book.started('p'), false);
    book.stopping('p');
    assert.equal(book.ended('p', 'done'), false);
    assert.equal(book.ended('q', 'done'), true);
    assert.equal(book.ended('r', 'failed'), false);
    book.stopping('s');
    book.notThere('s');
    assert.equal(book.ended('s', 'done'), true);
  });
});

describe('the caller', () => {
  const channel = {
    id: '1',
    state: 'Ring',
    callerNumber: '+359888',
    callerName: 'Ivan',
    appName: '',
    appData: '',
    exten: '100',
  };

  it('has no number and no name when they are hidden', () => {
    for (const hidden of ['', ' ', 'anonymous', 'Anonymous', 'Restricted', 'asterisk']) {
      const caller = callerOn({ ...channel, callerNumber: hidden, callerName: hidden }, '100');
      assert.deepEqual(caller, { from: null, fromName: null, dialled: '100' });
    }
    assert.equal(callerOn(channel, '100').from, '+359888');
    assert.equal(callerOn(channel, '100').fromName, 'Ivan');
  });

  it('dialled what the arguments say, else the extension', () => {
    assert.equal(dialledOf(['in', '+3592'], '100'), '+3592');
    assert.equal(dialledOf(['phone', '200', 'phone-001'], '100'), '200');
    assert.equal(dialledOf(['in'], '100'), '100');
    assert.equal(dialledOf([], '100'), '100');
    assert.equal(dialledOf([], ''), null);
    assert.equal(dialledOf(['leg'], '100'), null);
    assert.equal(dialledOf(['other', '1'], '100'), null);
  });
});
