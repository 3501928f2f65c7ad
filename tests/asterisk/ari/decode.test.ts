import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeEvent } from '../../../src/ari/decode.js';
import { USED_EVENTS } from '../../../src/ari/event.js';

const recorded = JSON.parse(
  readFileSync(new URL('recorded/events.json', import.meta.url), 'utf8'),
) as readonly (Record<string, unknown> & { readonly type: string })[];

function decoded(type: string, fits: (event: Record<string, unknown>) => boolean = () => true): unknown {
  const found = recorded.find((event) => event.type === type && fits(event));
  const result = decodeEvent(JSON.stringify(found));
  return result.kind === 'event' ? result.event : result.reason;
}

describe('reading events that a real Asterisk sent', () => {
  it('reads a caller entering the application', () => {
    const event = decoded('StasisStart', ({ args }) => Array.isArray(args) && args[0] === 'in');
    assert.ok(typeof event === 'object' && event !== null && 'channel' in event && 'args' in event);
    assert.deepEqual(event.args, ['in', '+35929000001']);
    const channel = event.channel as Record<string, unknown>;
    assert.equal(channel['callerNumber'], '+35921234567');
    assert.equal(channel['exten'], '+35929000001');
    assert.equal(channel['state'], 'Ring');
  });

  it('reads why a leg ended, with both codes', () => {
    assert.deepEqual(
      decoded('ChannelDestroyed', ({ cause }) => cause === 17),
      { type: 'ChannelDestroyed', channel: 'leg-busy', cause: 17, techCause: 486 },
    );
  });

  it('tells soft hang-up requests from those with a cause', () => {
    assert.deepEqual(
      decoded('ChannelHangupRequest', ({ soft }) => soft === true),
      { type: 'ChannelHangupRequest', channel: 'leg-1', cause: 32, isSoft: true },
    );
  });

  it('reads keys, playbacks, bridges and device states', () => {
    assert.equal((decoded('ChannelDtmfReceived') as { digit: string }).digit, '5');
    assert.deepEqual(decoded('PlaybackStarted'), { type: 'PlaybackStarted', playback: 'pb-1' });
    assert.deepEqual(decoded('PlaybackFinished'), {
      type: 'PlaybackFinished',
      playback: 'pb-1',
      state: 'done',
    });
    assert.equal((decoded('ChannelEnteredBridge') as { bridge: string }).bridge, 'bridge-1');
    assert.equal((decoded('DeviceStateChanged') as { device: string }).device, 'PJSIP/phone-001');
  });

  it('takes a length of a recording that is none for not told', () => {
    const length = (duration: unknown): unknown => {
      const recording = { name: 'c', duration };
      const result = decodeEvent(JSON.stringify({ type: 'RecordingFinished', recording }));
      return result.kind === 'event' && 'duration' in result.event ? result.event.duration : result;
    };
    assert.equal(length(7), 7);
    for (const none of [1e308, -1, 1.5, '7', undefined]) assert.equal(length(none), null, String(none));
  });

  it('reads the transfer key of a phone: where to, or which other call, and our own word about it', () => {
    const told = recorded
      .filter(({ type }) => type === 'ChannelTransfer')
      .map((event) => decodeEvent(JSON.stringify(event)));
    const wishes = told.flatMap((one) =>
      one.kind === 'event' && one.event.type === 'ChannelTransfer' ? [one.event] : [],
    );
    assert.deepEqual(
      wishes.map(({ channel, to, beside, state }) => [channel, to, beside, state]),
      [
        ['leg-28119-1', '300', null, null],
        ['leg-28119-5', '', '1795711697.6', null],
        ['leg-28119-1', '300', null, 'channel_declined'],
      ],
    );
  });

  it('takes what stands beside the name of a call that Asterisk does not know for no extension', () => {
    const requested_destination = { destination: '102', protocol_id: 'elsewhere' };
    const event = {
      type: 'ChannelTransfer',
      refer_to: { requested_destination },
      referred_by: { source_channel: { id: 'leg' } },
    };
    const result = decodeEvent(JSON.stringify(event));
    assert.ok(result.kind === 'event' && result.event.type === 'ChannelTransfer');
    assert.deepEqual([result.event.to, result.event.beside], ['', null]);
  });

  it('has a recording of every event that is used', () => {
    const types = new Set(recorded.map(({ type }) => type));
    assert.deepEqual(
      USED_EVENTS.filter((type) => !types.has(type)),
      [],
    );
  });

  it('ignores what is not used, by name', () => {
    assert.equal(decoded('ChannelVarset'), 'unused:ChannelVarset');
  });
});

describe('reading events that nobody should send', () => {
  it('names why a message is ignored', () => {
    const reason = (text: string): string => {
      const result = decodeEvent(text);
      return result.kind === 'ignored' ? result.reason : 'event';
    };
    assert.equal(reason(''), 'not-json');
    assert.equal(reason('<html>'), 'not-json');
    assert.equal(reason('null'), 'no-type');
    assert.equal(reason('[]'), 'no-type');
    assert.equal(reason('{"type":5}'), 'no-type');
    assert.equal(reason('{"type":"StasisEnd"}'), 'incomplete:StasisEnd');
    assert.equal(reason('{"type":"StasisEnd","channel":"x"}'), 'incomplete:StasisEnd');
    assert.equal(reason('{"type":"constructor"}'), 'unused:constructor');
    assert.equal(reason('{"type":"__proto__"}'), 'unused:__proto__');
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void decodeEvent(text)),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.json(), (text) => void decodeEvent(text)),
      { numRuns: 2000 },
    );
  });

  it('never throws on a recorded event with any part replaced or missing', () => {
    const damaged = fc
      .tuple(fc.constantFrom(...recorded), fc.array(fc.nat(50), { maxLength: 4 }), fc.anything())
      .map(([event, path, value]) => JSON.stringify(damage(event, path, value)) as string | undefined);
    fc.assert(
      fc.property(damaged, (text) => void decodeEvent(text ?? '')),
      { numRuns: 5000 },
    );
  });
});

/** The same value with whatever lies at the path replaced; undefined takes it away. */
function damage(value: unknown, path: readonly number[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return typeof by === 'bigint' ? null : withoutBigInts(by);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return value;
  return { ...value, [key]: damage(Reflect.get(value, key), rest, by) };
}

function withoutBigInts(value: unknown): unknown {
  try {
    JSON.stringify(value);
    return value;
  } catch {
    return null;
  }
}
