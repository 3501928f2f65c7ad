import type { AriChannel, AriEvent } from './event.js';
import { asObject, numberIn, objectIn, parseJson, textIn, textsIn } from './json.js';
import type { JsonObject } from './json.js';

export type Decoded =
  | { readonly kind: 'event'; readonly event: AriEvent }
  | { readonly kind: 'ignored'; readonly reason: string };

/**
 * Reads one message of the event stream. Never throws: what is unknown or lacks a field that is used comes back
 * as `ignored` with a reason short enough to be counted (`not-json`, `unused:ChannelVarset`, `incomplete:StasisStart`).
 */
export function decodeEvent(text: string): Decoded {
  const parsed = parseJson(text);
  if (parsed === undefined) return { kind: 'ignored', reason: 'not-json' };
  const message = asObject(parsed);
  const type = message === null ? '' : textIn(message, 'type');
  if (message === null || type === '') return { kind: 'ignored', reason: 'no-type' };
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (reader === undefined) return { kind: 'ignored', reason: `unused:${type.slice(0, 40)}` };
  const event = reader(message);
  return event === null ? { kind: 'ignored', reason: `incomplete:${type}` } : { kind: 'event', event };
}

/** A channel as Asterisk describes it; null without an id. */
export function decodeChannel(value: unknown): AriChannel | null {
  const channel = asObject(value);
  if (channel === null) return null;
  const id = textIn(channel, 'id');
  if (id === '') return null;
  const caller = objectIn(channel, 'caller');
  const dialplan = objectIn(channel, 'dialplan');
  return {
    id,
    state: textIn(channel, 'state'),
    callerNumber: textIn(caller, 'number'),
    callerName: textIn(caller, 'name'),
    appName: textIn(dialplan, 'app_name'),
    appData: textIn(dialplan, 'app_data'),
    exten: textIn(dialplan, 'exten'),
  };
}

const READERS: Readonly<Record<string, (message: JsonObject) => AriEvent | null>> = {
  StasisStart: readStasisStart,
  StasisEnd: (message) => withChannel(message, (channel) => ({ type: 'StasisEnd', channel })),
  ChannelDestroyed: (message) =>
    withChannel(message, (channel) => ({
      type: 'ChannelDestroyed',
      channel,
      cause: numberIn(message, 'cause'),
      techCause: numberIn(message, 'tech_cause'),
    })),
  ChannelHangupRequest: (message) =>
    withChannel(message, (channel) => ({
      type: 'ChannelHangupRequest',
      channel,
      cause: numberIn(message, 'cause'),
      isSoft: message['soft'] === true,
    })),
  ChannelDtmfReceived: (message) =>
    withChannel(message, (channel) => {
      const digit = textIn(message, 'digit');
      return digit === '' ? null : { type: 'ChannelDtmfReceived', channel, digit };
    }),
  ChannelTransfer: readTransfer,
  PlaybackStarted: (message) => withPlayback(message, (playback) => ({ type: 'PlaybackStarted', playback })),
  PlaybackFinished: (message) =>
    withPlayback(message, (playback, state) => ({ type: 'PlaybackFinished', playback, state })),
  ChannelEnteredBridge: (message) =>
    withChannel(message, (channel) => {
      const bridge = textIn(objectIn(message, 'bridge'), 'id');
      return bridge === '' ? null : { type: 'ChannelEnteredBridge', channel, bridge };
    }),
  RecordingStarted: (message) =>
    withRecording(message, (recording) => ({ type: 'RecordingStarted', recording })),
  RecordingFinished: (message) =>
    withRecording(message, (recording, duration, talking) => ({
      type: 'RecordingFinished',
      ...{ recording, duration, talking },
    })),
  RecordingFailed: (message) =>
    withRecording(message, (recording) => ({ type: 'RecordingFailed', recording })),
  DeviceStateChanged: readDeviceState,
  ApplicationReplaced: (message) => ({
    type: 'ApplicationReplaced',
    application: textIn(message, 'application'),
  }),
};

function readStasisStart(message: JsonObject): AriEvent | null {
  const channel = decodeChannel(message['channel']);
  if (channel === null) return null;
  return {
    type: 'StasisStart',
    channel,
    args: textsIn(message, 'args'),
    replaces: textOrNull(textIn(objectIn(message, 'replace_channel'), 'id')),
  };
}

function readTransfer(message: JsonObject): AriEvent | null {
  const referTo = objectIn(message, 'refer_to');
  const channel = textIn(objectIn(objectIn(message, 'referred_by'), 'source_channel'), 'id');
  if (channel === '') return null;
  const wanted = objectIn(referTo, 'requested_destination');
  // With another call named, known here or not, what stands beside its name was dialled for that one.
  const isForCall = textIn(wanted, 'protocol_id') !== '';
  return {
    type: 'ChannelTransfer',
    channel,
    to: isForCall ? '' : textIn(wanted, 'destination'),
    beside: textOrNull(textIn(objectIn(referTo, 'destination_channel'), 'id')),
    state: textOrNull(textIn(message, 'state')),
  };
}

function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

function readDeviceState(message: JsonObject): AriEvent | null {
  const device = objectIn(message, 'device_state');
  const name = textIn(device, 'name');
  return name === '' ? null : { type: 'DeviceStateChanged', device: name, state: textIn(device, 'state') };
}

function withChannel(message: JsonObject, make: (channel: string) => AriEvent | null): AriEvent | null {
  const id = textIn(objectIn(message, 'channel'), 'id');
  return id === '' ? null : make(id);
}

function withPlayback(
  message: JsonObject,
  make: (playback: string, state: string) => AriEvent,
): AriEvent | null {
  const playback = objectIn(message, 'playback');
  const id = textIn(playback, 'id');
  return id === '' ? null : make(id, textIn(playback, 'state'));
}

function withRecording(
  message: JsonObject,
  make: (recording: string, duration: number | null, talking: number | null) => AriEvent,
): AriEvent | null {
  const recording = objectIn(message, 'recording');
  const name = textIn(recording, 'name');
  return name === ''
    ? null
    : make(name, secondsIn(recording, 'duration'), secondsIn(recording, 'talking_duration'));
}

/** A length in whole seconds; null when it is none, or so long that milliseconds could not be counted. */
function secondsIn(object: JsonObject, field: string): number | null {
  const seconds = numberIn(object, field);
  const isLength = seconds !== null && Number.isInteger(seconds) && seconds >= 0;
  return isLength && Number.isSafeInteger(seconds * 1000) ? seconds : null;
}
