import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodesRule } from '../../src/core/codes/rule.js';
import type { LegId, PinResult } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import type { PinCheck } from '../../src/core/web-request.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const CODES: CodesRule = {
  ...{ signIn: '*11', signOut: '*12', pause: '*13', resume: '*14', endWrapUp: '*15' },
  pauses: { '1': { reason: 'lunch', forMs: null }, '2': { reason: 'coffee', forMs: 600_000 } },
  lock: { wrong: 3, forMs: 900_000 },
};
const NUMBERS = { anna: '4711', boris: '4712' };
const PIN = '908070';

function scene(codes: Partial<CodesRule> = {}): Scene {
  return new Scene(
    plan({
      agents: ['anna', 'boris'],
      agentNumbers: NUMBERS,
      queues: [queue('sales', ['anna', 'boris'], { wrapUp: { timeMs: 60_000, extendToMs: 60_000 } })],
      atPhones: { codes: { ...CODES, ...codes } },
    }),
  );
}

/** The phone of an agent dials; the id of its leg. */
function dials(one: Scene, phone: string, dialled: string): LegId {
  const leg = `dial-${one.reactions.length}`;
  const from = { from: phone, fromE164: null, fromName: null };
  one.take({ kind: 'call-arrived', leg, ...from, dialled, phone: `PJSIP/${phone}` });
  return leg;
}

/** What the leg heard last, as words. */
function heard(one: Scene): string {
  return one
    .last('play')
    .media.map((media) => media.replace('sound:', ''))
    .join(' ');
}

/** What is played where a code was dialled is over. */
function heardOut(one: Scene): void {
  for (const { stage } of [...one.state.codeCalls.values()])
    if ('playback' in stage && stage.playback !== null)
      one.take({ kind: 'playback-ended', playback: stage.playback, complete: true });
}

function key(one: Scene, leg: LegId, keys: string): void {
  for (const each of keys) one.press(leg, each);
}

/** What is asked outside of the core last. */
function lastCheck(one: Scene): PinCheck {
  const checks = one.reactions.flatMap(({ webRequests }) => webRequests);
  const check = checks.at(-1);
  assert.ok(check?.kind === 'check-pin', 'no PIN is checked');
  return check;
}

function checked(one: Scene, result: PinResult): void {
  const { leg, check, agent } = lastCheck(one);
  one.take({ kind: 'pin-checked', leg, check, agent, result });
}

/** Keys number and PIN, and is told whether they are right. */
function showsWho(one: Scene, leg: LegId, result: PinResult, number: string = NUMBERS.anna): void {
  key(one, leg, `${number}#`);
  assert.equal(heard(one), 'agent-pass');
  key(one, leg, `${PIN}#`);
  checked(one, result);
}

/** Dials, hears what came of it and is hung up; what he heard. */
function says(one: Scene, phone: string, dialled: string): string {
  const leg = dials(one, phone, dialled);
  const words = heard(one);
  heardOut(one);
  assert.deepEqual(one.last('hang-up'), { kind: 'hang-up', leg, reason: 'normal' });
  one.ends(leg);
  return words;
}

function lastChange(one: Scene): string {
  const { what, about, by } = one.lastTold('changed');
  return `${what} ${about} by ${by.name}, ${by.role}`;
}

test('an agent signs in at his phone by number and PIN, and no offer comes while he hears that he is', () => {
  const one = scene();
  one.signIn('boris');
  one.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
  one.call();
  const leg = dials(one, 'anna', '*11');
  assert.deepEqual([one.last('answer').leg, heard(one)], [leg, 'agent-user']);
  showsWho(one, leg, 'right');
  assert.equal(lastCheck(one).pin, PIN);
  assert.deepEqual([heard(one), one.shows('anna')], ['agent-loginok', 'busy-elsewhere']);
  assert.deepEqual(one.ringing(), []);
  heardOut(one);
  assert.equal(one.last('hang-up').leg, leg);
  one.ends(leg);
  assert.deepEqual([one.shows('anna'), one.ringing()], ['offered', ['anna']]);
  assert.equal(lastChange(one), 'sign-in anna by anna, phone');
  assert.deepEqual([one.state.codeCalls.size, one.state.secrets.size, one.state.calls.size], [0, 0, 1]);
});

test('what is keyed stands in nothing that is written down, and a replay of that comes to the same state', () => {
  const one = scene();
  const leg = dials(one, 'anna', '*11');
  showsWho(one, leg, 'right');
  key(one, leg, '12');
  const text = JSON.stringify(
    one.reactions.slice(1).map(({ shown, milestones, commands }) => [shown, milestones, commands]),
  );
  assert.ok(!text.includes(PIN) && !text.includes(NUMBERS.anna));
  const shown = one.reactions.flatMap((each) => (each.shown?.kind === 'key-pressed' ? [each.shown.key] : []));
  assert.equal(shown.join(''), '?'.repeat(NUMBERS.anna.length + PIN.length + 2));
  const replayed = scene();
  dials(replayed, 'anna', '*11');
  const hidden = (digits: string): string => `${digits.replace(/[0-9]/g, '?')}#`;
  key(replayed, leg, hidden(NUMBERS.anna) + hidden(PIN));
  assert.equal(lastCheck(replayed).agent, null);
  replayed.take({ kind: 'pin-checked', leg, check: lastCheck(one).check, agent: 'anna', result: 'right' });
  key(replayed, leg, '??');
  assert.equal(freeze(replayed.state), freeze(one.state));
});

test('the star begins anew, silence ends the digits, and what is keyed too long is ended', () => {
  const one = scene();
  const leg = dials(one, 'anna', '*11');
  key(one, leg, '99*4711');
  assert.equal(one.last('stop-playback').leg, leg);
  one.wait(6_000);
  assert.equal(heard(one), 'agent-pass');
  heardOut(one);
  key(one, leg, '123456789012');
  assert.deepEqual([lastCheck(one).agent, lastCheck(one).pin], ['anna', '123456789012']);
});

test('whoever keys nothing is asked again, and let go after three times', () => {
  const one = scene();
  const leg = dials(one, 'anna', '*11');
  for (const words of ['agent-user', 'agent-user', 'vm-goodbye']) {
    heardOut(one);
    one.wait(6_000);
    assert.equal(heard(one), words);
  }
  heardOut(one);
  assert.equal(one.last('hang-up').leg, leg);
});

test('a wrong number, a wrong PIN and an agent without one are told in the same words', () => {
  for (const [number, result] of [
    ['9999', 'wrong'],
    ['4711', 'wrong'],
    ['4711', 'none'],
  ] as const) {
    const one = scene();
    showsWho(one, dials(one, 'anna', '*11'), result, number);
    assert.equal(heard(one), 'agent-incorrect');
    assert.equal(one.shows('anna'), 'signed-out');
    assert.equal(one.state.agents.get('anna')?.pin.wrong, number === '4711' && result === 'wrong' ? 1 : 0);
  }
});

test('wrong PINs in a row lock it, for everybody and for as long as the file says', () => {
  const one = scene();
  const leg = dials(one, 'anna', '*11');
  for (let times = 0; times < 3; times++) showsWho(one, leg, 'wrong');
  assert.equal(heard(one), 'vm-goodbye');
  assert.equal(lastChange(one), 'lock-pin anna by callplane, system');
  one.ends(leg);
  one.state = thaw(freeze(one.state));
  const again = dials(one, 'boris', '*11');
  showsWho(one, again, 'right');
  assert.deepEqual([heard(one), one.shows('anna')], ['agent-incorrect', 'signed-out']);
  one.ends(again);
  one.wait(900_000);
  showsWho(one, dials(one, 'anna', '*11'), 'right');
  assert.deepEqual([heard(one), one.shows('anna')], ['agent-loginok', 'busy-elsewhere']);
});

test('somebody unlocks it; a right PIN forgets the wrong ones', () => {
  const one = scene();
  const leg = dials(one, 'anna', '*11');
  assert.ok(!one.ask({ ask: 'unlock-pin', agent: 'anna' }).ok);
  for (let times = 0; times < 3; times++) showsWho(one, leg, 'wrong');
  one.ends(leg);
  one.mustAsk({ ask: 'unlock-pin', agent: 'anna' });
  const next = dials(one, 'anna', '*11');
  showsWho(one, next, 'wrong');
  showsWho(one, next, 'right');
  assert.equal(one.shows('anna'), 'busy-elsewhere');
  assert.deepEqual(one.state.agents.get('anna')?.pin, { wrong: 0, lockedUntil: null });
});

test('whoever is signed in hears so, and nobody signs in at a phone that is not his', () => {
  const one = scene();
  one.signIn('anna');
  showsWho(one, dials(one, 'anna', '*11'), 'right');
  assert.equal(heard(one), 'agent-alreadyon');
  showsWho(one, dials(one, 'anna', '*11'), 'right', NUMBERS.boris);
  assert.deepEqual([heard(one), one.shows('boris')], ['feature-not-avail-line', 'signed-out']);
});

/** Dora has no phone of her own. */
function desks(): Scene {
  return new Scene(
    plan({
      agents: ['anna', 'boris', 'dora', 'emil'],
      phones: { dora: null, emil: null },
      agentNumbers: { ...NUMBERS, dora: '4713', emil: '4714' },
      queues: [queue('sales', ['dora', 'anna'])],
      atPhones: { codes: CODES },
    }),
  );
}

test('an agent without a phone of his own signs in where he dials, is rung there, and is nowhere when he has signed out', () => {
  const one = desks();
  showsWho(one, dials(one, 'anna', '*11'), 'right', '4713');
  assert.equal(heard(one), 'agent-loginok');
  assert.deepEqual(one.lastTold('changed').after['phone'], 'PJSIP/anna');
  heardOut(one);
  one.obeyHangUps();
  one.state = thaw(freeze(one.state));
  one.take({ kind: 'phone-changed', phone: 'PJSIP/anna', state: 'idle' });
  assert.equal(one.shows('dora'), 'available');
  one.call();
  assert.deepEqual([one.last('ring').phone, one.ringing()], ['PJSIP/anna', ['dora']]);
  one.talk('dora');
  assert.equal(says(one, 'anna', '*131'), 'do-not-disturb activated');
  assert.equal(says(one, 'anna', '*12'), 'auth-thankyou', 'when his talk is over');
  one.ends([...one.state.legs.keys()][0] ?? '');
  one.obeyHangUps();
  assert.deepEqual([one.shows('dora'), one.state.agents.get('dora')?.phone], ['signed-out', '']);
  assert.equal(one.last('unwatch-phone').phone, 'PJSIP/anna');
  one.mustAsk({ ask: 'sign-in', agent: 'dora', phone: 'PJSIP/boris' });
  assert.equal(one.last('watch-phone').phone, 'PJSIP/boris');
});

test('a second agent at a phone is refused, whoever was there first; and whoever has a phone stays at it', () => {
  const one = desks();
  const refused = (agent: string, phone?: string): string => {
    const answer = one.ask({ ask: 'sign-in', agent, ...(phone === undefined ? {} : { phone }) });
    return answer.ok ? 'signed in' : `${answer.code}: ${answer.detail}`;
  };
  assert.match(refused('dora'), /^phone-refused: agent "dora" has no phone of his own/);
  assert.match(
    refused('anna', 'PJSIP/boris'),
    /^phone-refused: agent "anna" has a phone of his own, PJSIP\/anna/,
  );
  assert.equal(refused('anna', 'PJSIP/anna'), 'signed in');
  assert.match(refused('dora', 'PJSIP/anna'), /^phone-refused: another agent is signed in at PJSIP\/anna/);
  showsWho(one, dials(one, 'anna', '*11'), 'right', '4713');
  assert.equal(heard(one), 'feature-not-avail-line');
  one.mustAsk({ ask: 'sign-in', agent: 'dora', phone: 'PJSIP/boris' });
  assert.match(refused('emil', 'PJSIP/boris'), /^phone-refused: another agent is signed in/);
  assert.match(refused('boris'), /^phone-refused: another agent is signed in at PJSIP\/boris/);
  assert.match(refused('dora', 'PJSIP/emil'), /^wrong-state/);
  one.mustAsk({ ask: 'sign-out', agent: 'dora' });
  assert.equal(refused('boris'), 'signed in');
});

test('a reload moves whoever gets a phone, and leaves whoever loses his where he is until he signs out', () => {
  const one = desks();
  one.signIn('anna');
  one.mustAsk({ ask: 'sign-in', agent: 'dora', phone: 'PJSIP/7' });
  const queues = [queue('sales', ['dora', 'anna'])];
  const next = { agents: ['anna', 'dora'], phones: { anna: null, dora: 'PJSIP/8' }, queues };
  one.take({ kind: 'plan-loaded', plan: plan({ version: 'plan-2', ...next }), by: 'test' });
  assert.deepEqual([one.last('unwatch-phone').phone, one.last('watch-phone').phone], ['PJSIP/7', 'PJSIP/8']);
  assert.equal(one.state.agents.get('anna')?.phone, 'PJSIP/anna');
  one.mustAsk({ ask: 'sign-out', agent: 'anna' });
  assert.equal(one.state.agents.get('anna')?.phone, '');
});

test('pause, resume, wrap-up and sign-out, each with its words', () => {
  const one = scene();
  one.signIn('anna');
  assert.equal(says(one, 'anna', '*131'), 'do-not-disturb activated');
  assert.deepEqual([one.shows('anna'), one.state.agents.get('anna')?.shown.reason], ['paused', 'lunch']);
  assert.equal(says(one, 'anna', '*131'), 'feature-not-avail-line', 'paused already');
  assert.equal(says(one, 'anna', '*14'), 'do-not-disturb de-activated');
  assert.equal(one.shows('anna'), 'available');
  assert.equal(says(one, 'anna', '*14'), 'feature-not-avail-line', 'not paused');
  assert.equal(says(one, 'anna', '*15'), 'feature-not-avail-line', 'in no wrap-up');
  const caller = one.call();
  one.talk('anna');
  one.ends(caller);
  one.obeyHangUps();
  assert.equal(one.shows('anna'), 'wrap-up');
  assert.equal(says(one, 'anna', '*15'), 'auth-thankyou');
  assert.equal(one.shows('anna'), 'available');
  assert.equal(says(one, 'anna', '*12'), 'agent-loggedoff');
  assert.equal(one.shows('anna'), 'signed-out');
  assert.equal(lastChange(one), 'sign-out anna by anna, phone');
  assert.equal(says(one, 'anna', '*12'), 'feature-not-avail-line', 'nobody is signed in');
});

test('a pause needs a key where there are keys, and ends by itself when it has a time', () => {
  const one = scene();
  one.signIn('anna');
  for (const wrong of ['*13', '*139', '*13*5', '*131*', '*131*0', '*1311'])
    assert.equal(says(one, 'anna', wrong), 'feature-not-avail-line', wrong);
  assert.equal(says(one, 'anna', '*132'), 'do-not-disturb activated digits/10 queue-minutes');
  one.state = thaw(freeze(one.state));
  one.wait(599_999);
  assert.equal(one.shows('anna'), 'paused');
  one.wait(1);
  assert.equal(one.shows('anna'), 'available');
  assert.equal(says(one, 'anna', '*131*15'), 'do-not-disturb activated digits/15 queue-minutes');
  assert.equal(says(one, 'anna', '*14'), 'do-not-disturb de-activated');
  assert.equal(says(one, 'anna', '*131'), 'do-not-disturb activated');
  one.wait(3_600_000);
  assert.equal(one.shows('anna'), 'paused');
});

test('without keys a pause has one reason', () => {
  const one = scene({ pauses: {} });
  one.signIn('anna');
  assert.equal(says(one, 'anna', '*13*5'), 'do-not-disturb activated digits/5 queue-minutes');
  assert.equal(one.state.agents.get('anna')?.pause?.reason, 'break');
  assert.equal(says(one, 'anna', '*131'), 'feature-not-avail-line');
});

test('a pause that is asked for over HTTP for a time ends by itself, and with whoever signs out', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk({ ask: 'pause', agent: 'anna', reason: 'school', forMs: 60_000 });
  assert.equal(one.lastTold('changed').after['pauseUntil'], one.now + 60_000);
  one.mustAsk({ ask: 'sign-out', agent: 'anna' });
  one.signIn('anna');
  one.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  one.wait(60_000);
  assert.equal(one.shows('anna'), 'paused');
});

test('a pause by code takes back the offer that comes to the phone', () => {
  const one = scene();
  one.signIn('anna');
  one.call();
  const leg = one.ringingLeg('anna');
  dials(one, 'anna', '*131');
  assert.ok(one.all('hang-up').some((each) => each.leg === leg));
});

test('what breaks off leaves nothing behind: hang-up, a sound that fails, a check that is lost, a gap', () => {
  const one = scene();
  const leg = dials(one, 'anna', '*11');
  key(one, leg, '4711#12');
  one.ends(leg);
  assert.deepEqual([one.state.codeCalls.size, one.state.secrets.size, one.state.deadlines.size], [0, 0, 0]);
  const silent = dials(one, 'anna', '*14');
  const { playback } = one.last('play');
  const failed = { kind: 'play', leg: silent, playback, bridge: null };
  one.take({ kind: 'command-failed', command: failed, failure: 'refused' });
  assert.equal(one.last('hang-up').leg, silent);
  one.ends(silent);
  const lost = dials(one, 'anna', '*11');
  key(one, lost, '4711#12#');
  one.wait(10_000);
  assert.equal(heard(one), 'feature-not-avail-line');
  checked(one, 'right');
  assert.equal(one.shows('anna'), 'signed-out', 'it comes too late');
  one.wait(60_000);
  assert.equal(one.last('hang-up').leg, lost, 'the end of the sound was never told');
  one.ends(lost);
  const before = dials(one, 'anna', '*11');
  key(one, before, '4711#1');
  one.state = thaw(freeze(one.state));
  one.take({ kind: 'restarted' });
  const caller = { from: 'anna', fromName: null, dialled: '*11', phone: 'PJSIP/anna' };
  const existing = { legs: [{ leg: before, up: true, caller }], bridges: [], restarted: false };
  one.take({ kind: 'telephony-back', existing });
  assert.equal(one.last('hang-up').leg, before);
  one.ends(before);
  assert.equal(one.state.codeCalls.size, 0);
});

test('what is no code goes the way of numbers, and codes are dialled at phones of ours only', () => {
  const one = scene();
  one.signIn('anna');
  dials(one, 'anna', '*99');
  assert.equal(one.lastTold('outgoing-ended').number, '*');
  one.call('*12');
  assert.equal(one.shows('anna'), 'available');
});
