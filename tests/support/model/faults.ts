import type { Command } from '../../../src/core/command.js';
import type { Failure, Signal } from '../../../src/core/signal.js';

/** What a failed command has done all the same. */
export type FailedEffect =
  | 'none'
  /** What it is about is really gone, then and there. */
  | 'its-subject-is-gone'
  /** Nobody knows: all of it or nothing, and the word about it comes late. */
  | 'all-or-none';

/** Every way to fail; a new one does not compile before it stands here. */
export const FAILURES: Readonly<Record<Failure, FailedEffect>> = {
  gone: 'its-subject-is-gone',
  conflict: 'none',
  'invalid-state': 'none',
  unreachable: 'none',
  refused: 'none',
  timeout: 'all-or-none',
  unknown: 'all-or-none',
};

/** What goes when a command finds its subject gone. */
export type Subject = 'leg' | 'one-of-its-legs-or-its-bridge' | 'bridge' | 'recording' | 'nothing';

/** Every command; a new one does not compile before it stands here. */
export const COMMANDS: Readonly<Record<Command['kind'], Subject>> = {
  answer: 'leg',
  'indicate-ringing': 'leg',
  'start-music': 'leg',
  'stop-music': 'leg',
  'start-ringback': 'leg',
  'stop-ringback': 'leg',
  play: 'leg',
  'stop-playback': 'leg',
  // The leg was never made.
  ring: 'nothing',
  connect: 'one-of-its-legs-or-its-bridge',
  'join-bridge': 'one-of-its-legs-or-its-bridge',
  'leave-bridge': 'leg',
  'remove-bridge': 'bridge',
  'start-recording': 'bridge',
  'record-message': 'leg',
  'discard-recording': 'recording',
  'pause-recording': 'recording',
  'resume-recording': 'recording',
  'stop-recording': 'recording',
  'verify-recording': 'recording',
  'hang-up': 'leg',
  'answer-refer': 'leg',
  'send-on': 'leg',
  'verify-leg': 'leg',
  'watch-phone': 'nothing',
  'unwatch-phone': 'nothing',
};

/** What can become of a signal on its way (ari.md §2.3, §2.4, §4.2). */
export const SIGNAL_FATES = ['lost', 'lost-with-stream', 'twice', 'late', 'overtaken'] as const;
export type SignalFate = (typeof SIGNAL_FATES)[number];

/** What can happen to any event of Asterisk; a word of ours never is any of that. */
const EVENT: readonly SignalFate[] = SIGNAL_FATES;
const REPLY: readonly SignalFate[] = ['lost', 'lost-with-stream', 'late', 'overtaken'];
const OURS: readonly SignalFate[] = [];

/** Every signal and what can become of it; a new one does not compile before it stands here. */
export const SIGNALS: Readonly<Record<Signal['kind'], readonly SignalFate[]>> = {
  'call-arrived': EVENT,
  // Made of an arrival, by us.
  'call-shed': OURS,
  'leg-answered': EVENT,
  'leg-ended': EVENT,
  // Asterisk repeats an event for each subscription it fits; keys come through one only, so a second key is a second key.
  'key-pressed': ['lost', 'lost-with-stream', 'late', 'overtaken'],
  'phone-refers': EVENT,
  'playback-started': EVENT,
  'playback-ended': EVENT,
  'leg-joined': EVENT,
  'recording-started': EVENT,
  'recording-ended': EVENT,
  // Not Asterisk's.
  'looked-up': OURS,
  'speech-made': OURS,
  'pin-checked': OURS,
  'phone-changed': EVENT,
  'command-failed': REPLY,
  'plan-loaded': OURS,
  request: OURS,
  changed: OURS,
  'telephony-lost': OURS,
  'telephony-back': OURS,
  'found-astray': OURS,
  gap: OURS,
  restarted: OURS,
  'step-failed': OURS,
  'clock-shifted': OURS,
  'new-calls': OURS,
  'time-passed': OURS,
};

/** The keys of a record, with their own type. */
export function kindsOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(record) as K[];
}
