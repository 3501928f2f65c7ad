import type { Command } from '../core/command.js';
import type { AriRequest } from './http-client.js';
import type { AriLimits } from './options.js';

/** Commands that are a request to Asterisk's call handling; the others are about phones. */
export type LegCommand = Exclude<Command, { readonly kind: 'watch-phone' | 'unwatch-phone' }>;

/** First argument of the application for a leg that we made; a caller's is `in`. */
export const OWN_LEG_ARGUMENT = 'leg';

/** Where the shipped dialplan takes calls that Callplane cannot handle: query of `continue`. */
export const EMERGENCY = 'context=callplane-emergency&extension=s&priority=1';

/** The requests that carry the command out, to be sent one after the other. */
export function requestsFor(
  command: LegCommand,
  application: string,
  limits: AriLimits,
): readonly AriRequest[] {
  const timeoutMs = limits.requestTimeoutMs;
  const post = (path: string): readonly AriRequest[] => [
    { name: command.kind, method: 'POST', path, timeoutMs },
  ];
  const get = (path: string): readonly AriRequest[] => [
    { name: command.kind, method: 'GET', path, timeoutMs },
  ];
  const remove = (path: string): readonly AriRequest[] => [
    { name: command.kind, method: 'DELETE', path, timeoutMs },
  ];
  switch (command.kind) {
    case 'answer':
      return post(`${channel(command.leg)}/answer`);
    case 'indicate-ringing':
    case 'start-ringback':
      return post(`${channel(command.leg)}/ring`);
    case 'start-music':
      return post(`${channel(command.leg)}/moh?mohClass=${encodeURIComponent(command.music)}`);
    case 'stop-music':
      return remove(`${channel(command.leg)}/moh`);
    case 'stop-ringback':
      return remove(`${channel(command.leg)}/ring`);
    case 'play':
      return post(playPath(command));
    case 'stop-playback':
      return remove(`/playbacks/${encodeURIComponent(command.playback)}`);
    case 'ring':
      return [ringRequest(command, application, timeoutMs)];
    case 'connect':
      return connectRequests(command, application, limits);
    case 'join-bridge': {
      const path = `/bridges/${encodeURIComponent(command.bridge)}/addChannel`;
      return post(`${path}?channel=${encodeURIComponent(command.leg)}`);
    }
    case 'leave-bridge': {
      const path = `/bridges/${encodeURIComponent(command.bridge)}/removeChannel`;
      return post(`${path}?channel=${encodeURIComponent(command.leg)}`);
    }
    case 'remove-bridge':
      return remove(`/bridges/${encodeURIComponent(command.bridge)}`);
    case 'start-recording':
      return post(recordPath(command));
    case 'record-message':
      return post(messagePath(command));
    case 'discard-recording':
      return remove(storedRecording(command.recording));
    case 'pause-recording':
      return post(`${liveRecording(command.recording)}/pause`);
    case 'resume-recording':
      return remove(`${liveRecording(command.recording)}/pause`);
    case 'stop-recording':
      return post(`${liveRecording(command.recording)}/stop`);
    case 'verify-recording':
      return [...get(liveRecording(command.recording)), ...get(storedRecording(command.recording))];
    case 'hang-up':
      return remove(`${channel(command.leg)}?reason=${REASONS[command.reason]}`);
    case 'answer-refer':
      return post(`${channel(command.leg)}/transfer_progress?states=${REFER_STATES[command.answer]}`);
    case 'send-on':
      return post(`${channel(command.leg)}/continue?${EMERGENCY}`);
    case 'verify-leg':
      return get(channel(command.leg));
  }
}

const REASONS: Readonly<Record<Extract<Command, { kind: 'hang-up' }>['reason'], string>> = {
  normal: 'normal',
  busy: 'busy',
  congestion: 'congestion',
  unallocated: 'unallocated',
  'answered-elsewhere': 'answered_elsewhere',
  'no-answer': 'no_answer',
};

const REFER_STATES: Readonly<Record<Extract<Command, { kind: 'answer-refer' }>['answer'], string>> = {
  done: 'channel_answered',
  declined: 'channel_declined',
  unavailable: 'channel_unavailable',
};

/** The transfer key of a phone is a wish to us: Asterisk itself would send its caller wherever the phone says. */
const TRANSFERS_ARE_OURS = { 'PJSIP_TRANSFER_HANDLING()': 'ari-only' };

/** `"Name" <number>` as Asterisk reads it, without the characters that mean something there. */
export function callerId(name: string | null, number: string | null): string {
  const cleanName = clean(name);
  const cleanNumber = clean(number);
  return cleanName === '' ? cleanNumber : `"${cleanName}" <${cleanNumber}>`;
}

function clean(text: string | null): string {
  return (text ?? '')
    .replace(/[\p{Cc}"\\<>]/gu, '')
    .trim()
    .slice(0, 80);
}

function channel(leg: string): string {
  return `/channels/${encodeURIComponent(leg)}`;
}

/** Telephone quality, 16 kB a second; a file of that name is never written over. */
function recordPath({ bridge, recording }: Extract<Command, { kind: 'start-recording' }>): string {
  return `/bridges/${encodeURIComponent(bridge)}/record?name=${encodeURIComponent(recording)}&format=wav&ifExists=fail`;
}

/** The caller's key is ours to judge, and he has heard the beep. */
function messagePath(command: Extract<Command, { kind: 'record-message' }>): string {
  const { leg, recording, longestMs, silenceMs } = command;
  const ends = `maxDurationSeconds=${longestMs / 1000}&maxSilenceSeconds=${silenceMs / 1000}&terminateOn=none`;
  return `${channel(leg)}/record?name=${encodeURIComponent(recording)}&format=wav&ifExists=fail&beep=false&${ends}`;
}

function liveRecording(recording: string): string {
  return `/recordings/live/${encodeURIComponent(recording)}`;
}

function storedRecording(recording: string): string {
  return `/recordings/stored/${encodeURIComponent(recording)}`;
}

function playPath(command: Extract<Command, { kind: 'play' }>): string {
  const media = command.media.map((address) => encodeURIComponent(address)).join(',');
  return `${channel(command.leg)}/play/${encodeURIComponent(command.playback)}?lang=${command.language}&media=${media}`;
}

function ringRequest(
  command: Extract<Command, { kind: 'ring' }>,
  application: string,
  timeoutMs: number,
): AriRequest {
  const shown = callerId(command.callerName, command.callerNumber);
  return {
    name: command.kind,
    method: 'POST',
    path: '/channels',
    body: JSON.stringify({
      endpoint: command.phone,
      channelId: command.leg,
      app: application,
      appArgs: OWN_LEG_ARGUMENT,
      variables: TRANSFERS_ARE_OURS,
      timeout: Math.max(1, Math.ceil(command.timeoutMs / 1000)),
      ...(shown === '' ? {} : { callerId: shown }),
    }),
    timeoutMs,
  };
}

function connectRequests(
  command: Extract<Command, { kind: 'connect' }>,
  application: string,
  limits: AriLimits,
): readonly AriRequest[] {
  const bridge = `/bridges/${encodeURIComponent(command.bridge)}`;
  const legs = command.legs.map((leg) => encodeURIComponent(leg)).join(',');
  const add: AriRequest = {
    name: 'connect/add',
    method: 'POST',
    path: `${bridge}/addChannel?channel=${legs}`,
    timeoutMs: limits.joinTimeoutMs,
  };
  if (!command.create) return [add];
  // The name tells a later process, and the next snapshot, whose bridge it is.
  const create: AriRequest = {
    name: 'connect/create',
    method: 'POST',
    path: `${bridge}?type=mixing&name=${encodeURIComponent(application)}`,
    timeoutMs: limits.requestTimeoutMs,
  };
  return [create, add];
}
