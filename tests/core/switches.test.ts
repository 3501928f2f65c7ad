import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeze, thaw } from '../../src/core/snapshot.js';
import type { Request } from '../../src/core/signal.js';
import { OFFICE, plan, queue } from './plan-builder.js';
import { MORNING, Scene } from './scene.js';

const MINUTE = 60_000;

function switchPlan(changes: { readonly version?: string; readonly prompts?: readonly string[] } = {}) {
  return plan({
    agents: ['anna'],
    prompts: ['outage', 'flood', 'sorry'],
    calendars: { office: OFFICE },
    hours: 'office',
    queues: [queue('sales', ['anna'])],
    blocks: {
      main: [
        {
          do: 'if',
          condition: { inHours: null, outside: 'office', dialled: null },
          then: 'sorry',
          otherwise: null,
        },
        { do: 'queue', queue: 'sales' },
      ],
      sorry: [{ do: 'closed' }, { do: 'hangup' }],
      choose: [
        {
          do: 'menu',
          id: 'choose[0]',
          prompt: 'sorry',
          keys: { '1': 'main' },
          timeoutMs: 5_000,
          tries: 1,
          otherwise: 'sorry',
        },
      ],
    },
    numbers: { '100': 'main', '200': 'main', '250': 'choose' },
    ...changes,
  });
}

function scene(): Scene {
  const made = new Scene(switchPlan());
  made.signIn('anna');
  return made;
}

function isClosed(of: Scene, dialled = '100'): boolean {
  const before = of.told('call-event').length;
  const caller = of.call(dialled);
  const met = of
    .told('call-event')
    .slice(before)
    .find(({ event }) => event === 'condition')?.detail['met'];
  of.ends(caller);
  return met === true;
}

function heardFirst(of: Scene, dialled = '100'): string | undefined {
  const before = of.all('play').length;
  const caller = of.call(dialled);
  const media = of.all('play')[before]?.media[0]?.replace('sound:callplane/', '');
  of.ends(caller);
  return media;
}

test('hours are closed and opened by hand, and go by their times again', () => {
  const day = scene();
  assert.equal(isClosed(day), false);
  day.mustAsk({ ask: 'close-hours', hours: 'office', ends: null });
  assert.equal(isClosed(day), true);
  day.mustAsk({ ask: 'open-hours', hours: 'office', ends: null });
  day.wait(20 * 60 * MINUTE);
  assert.equal(isClosed(day), false, 'in the middle of the night');
  day.mustAsk({ ask: 'follow-hours', hours: 'office' });
  assert.equal(isClosed(day), true);
});

test('a switch ends by itself, to the millisecond, and tells it', () => {
  const day = scene();
  day.mustAsk({ ask: 'close-hours', hours: 'office', ends: { afterMs: 10 * MINUTE } });
  day.wait(10 * MINUTE - 1);
  assert.equal(isClosed(day), true);
  day.wait(1);
  assert.equal(isClosed(day), false);
  const [begun, ended] = day.told('changed').slice(-2);
  assert.deepEqual(
    [begun?.what, begun?.before, begun?.after],
    ['close-hours', { switch: null, until: null }, { switch: 'closed', until: '2026-03-04T10:10:00.000Z' }],
  );
  assert.deepEqual([ended?.what, ended?.by.name, ended?.about], ['follow-hours', 'end time', 'office']);
  assert.equal(day.state.hoursSwitches.size, 0);
});

test('an end is an instant of the clock on the wall, whatever happens to it meanwhile', () => {
  const day = scene();
  day.mustAsk({ ask: 'close-hours', hours: 'office', ends: { at: MORNING + 10 * MINUTE } });
  day.take({ kind: 'clock-shifted', wallAheadMs: -5 * MINUTE });
  day.wait(12 * MINUTE);
  assert.equal(isClosed(day), true, 'the clock says seven past');
  day.wait(3 * MINUTE);
  assert.equal(isClosed(day), false);
  day.mustAsk({ ask: 'close-hours', hours: 'office', ends: { afterMs: 10 * MINUTE } });
  day.take({ kind: 'clock-shifted', wallAheadMs: 10 * MINUTE });
  assert.equal(isClosed(day), false, 'the clock was set forward over the end');
  day.wait(1);
  assert.equal(day.state.hoursSwitches.size, 0, 'and the end is told at once');
});

test('a call arrives in hours or not as the switch says', () => {
  const day = scene();
  day.mustAsk({ ask: 'close-hours', hours: 'office', ends: null });
  day.ends(day.call());
  assert.equal(day.lastTold('call-ended').inHours, false);
});

test('a number hears its own message before that of all numbers, and none when both are over', () => {
  const day = scene();
  assert.equal(heardFirst(day), undefined);
  day.mustAsk({ ask: 'start-message', number: null, prompt: 'outage', ends: null });
  day.mustAsk({ ask: 'start-message', number: '200', prompt: 'flood', ends: { afterMs: MINUTE } });
  assert.equal(heardFirst(day), 'outage');
  assert.equal(heardFirst(day, '200'), 'flood');
  day.wait(MINUTE);
  assert.equal(heardFirst(day, '200'), 'outage');
  day.mustAsk({ ask: 'end-message', number: null });
  assert.equal(heardFirst(day, '200'), undefined);
});

test('who leaves in the message ends there; who stays goes on, whatever he presses', () => {
  const day = scene();
  day.mustAsk({ ask: 'start-message', number: null, prompt: 'outage', ends: null });
  const staying = day.call();
  const leaving = day.call();
  day.press(staying, '1');
  assert.equal(day.all('stop-playback').length, 0);
  day.ends(leaving);
  assert.deepEqual(
    [day.lastTold('call-ended').endPlace, day.lastTold('call-ended').endedBy],
    ['message', 'caller'],
  );
  day.finishSound();
  assert.deepEqual(day.rung(), ['anna']);
  day.ends(staying);
  assert.notEqual(day.lastTold('call-ended').endPlace, 'message');
});

test('a key that the menu behind the message knows neither cuts it off nor counts', () => {
  const day = scene();
  day.mustAsk({ ask: 'start-message', number: null, prompt: 'outage', ends: null });
  const caller = day.call('250');
  day.press(caller, '1');
  assert.equal(day.all('stop-playback').length, 0);
  day.finishSound();
  assert.equal(day.doing(caller), 'in-menu');
  day.press(caller, '1');
  assert.deepEqual(day.rung(), ['anna']);
});

test('after a gap the message is heard again, as the message', () => {
  const day = scene();
  day.mustAsk({ ask: 'start-message', number: null, prompt: 'outage', ends: null });
  const caller = day.call('100', '359');
  day.take({ kind: 'telephony-lost' });
  const back = { from: '359', fromName: null, dialled: '100' };
  const legs = [{ leg: caller, up: true, caller: back }];
  day.take({ kind: 'telephony-back', existing: { restarted: false, bridges: [], legs } });
  assert.equal(day.all('play').length, 2);
  day.ends(caller);
  assert.equal(day.lastTold('call-ended').endPlace, 'message');
});

test('switches and messages survive a restart, and end in time', () => {
  const day = scene();
  day.mustAsk({ ask: 'close-hours', hours: 'office', ends: { afterMs: 10 * MINUTE } });
  day.mustAsk({ ask: 'start-message', number: null, prompt: 'outage', ends: { afterMs: 20 * MINUTE } });
  day.state = thaw(freeze(day.state));
  day.take({ kind: 'restarted' });
  day.take({ kind: 'telephony-back', existing: { restarted: false, bridges: [], legs: [] } });
  assert.equal(heardFirst(day), 'outage');
  day.wait(10 * MINUTE);
  day.mustAsk({ ask: 'end-message', number: null });
  assert.equal(isClosed(day), false);
});

test('what is not there any more after a reload is switched by nobody', () => {
  const day = scene();
  day.mustAsk({ ask: 'start-message', number: null, prompt: 'outage', ends: { afterMs: 10 * MINUTE } });
  day.mustAsk({ ask: 'start-message', number: '200', prompt: 'flood', ends: null });
  day.take({ kind: 'plan-loaded', plan: switchPlan({ version: 'plan-2', prompts: ['flood'] }), by: 'test' });
  assert.deepEqual([...day.state.messages.keys()], ['200']);
  const told = day.told('changed').find(({ what }) => what === 'end-message');
  assert.deepEqual([told?.by.name, told?.about], ['reload', '*']);
});

const REFUSED: readonly (readonly [Request, string])[] = [
  [{ ask: 'close-hours', hours: 'night', ends: null }, 'unknown-hours'],
  [{ ask: 'follow-hours', hours: 'office' }, 'wrong-state'],
  [{ ask: 'open-hours', hours: 'office', ends: { at: MORNING } }, 'wrong-state'],
  [{ ask: 'start-message', number: '300', prompt: 'outage', ends: null }, 'unknown-number'],
  [{ ask: 'start-message', number: null, prompt: 'none', ends: null }, 'unknown-prompt'],
  [{ ask: 'start-message', number: null, prompt: 'outage', ends: { at: MORNING - 1 } }, 'wrong-state'],
  [{ ask: 'end-message', number: null }, 'wrong-state'],
  [{ ask: 'end-message', number: '300' }, 'unknown-number'],
];

for (const [request, code] of REFUSED)
  test(`refused as ${code}: ${JSON.stringify(request)}`, () => {
    const day = scene();
    const answer = day.ask(request);
    assert.equal(answer.ok ? 'done' : answer.code, code);
    assert.equal(day.told('changed').filter(({ what }) => what === request.ask).length, 0);
  });
