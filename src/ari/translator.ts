import type { LegId, Signal } from '../core/signal.js';
import type { Log } from '../ports/log.js';
import { callerOn, dialledOf } from './caller.js';
import type { AriEvent } from './event.js';
import type { LegBook } from './leg-book.js';
import type { PlaybackBook } from './playback-book.js';
import { OWN_LEG_ARGUMENT } from './requests.js';

export interface TranslatorOptions {
  readonly legs: LegBook;
  readonly playbacks: PlaybackBook;
  readonly log: Log;
  readonly tell: (signal: Signal) => void;
  readonly phoneChanged: (device: string, state: string) => void;
  /** A phone was told what has come of the transfer that it asked for. */
  readonly toldReferrer: (leg: LegId) => void;
  /** A new caller was told. */
  readonly callerArrived: (leg: LegId) => void;
}

type RecordingEvent = Extract<
  AriEvent,
  { type: 'RecordingStarted' | 'RecordingFinished' | 'RecordingFailed' }
>;

function recordingSignal(event: RecordingEvent): Signal {
  const { recording } = event;
  if (event.type === 'RecordingStarted') return { kind: 'recording-started', recording };
  if (event.type === 'RecordingFailed')
    return { kind: 'recording-ended', recording, end: 'broken', durationMs: null };
  const durationMs = event.duration === null ? null : event.duration * 1000;
  const spokenMs = event.talking === null ? {} : { spokenMs: event.talking * 1000 };
  return { kind: 'recording-ended', recording, end: 'complete', durationMs, ...spokenMs };
}

/** Turns Asterisk's events into signals; what was told once is not told again. */
export class Translator {
  readonly #options: TranslatorOptions;

  constructor(options: TranslatorOptions) {
    this.#options = options;
  }

  take(event: AriEvent): void {
    const { legs, playbacks, tell } = this.#options;
    switch (event.type) {
      case 'StasisStart': {
        this.#entered(event);
        return;
      }
      case 'StasisEnd': {
        this.#ended(event.channel, null, null);
        return;
      }
      case 'ChannelDestroyed': {
        this.#ended(event.channel, event.cause, event.techCause);
        return;
      }
      case 'ChannelHangupRequest':
        if (!event.isSoft && event.cause !== null) legs.hangUpRequested(event.channel, event.cause);
        return;
      case 'ChannelDtmfReceived': {
        tell({ kind: 'key-pressed', leg: event.channel, key: event.digit });
        return;
      }
      case 'ChannelTransfer': {
        const { channel: leg, to, beside } = event;
        if (event.state !== null) this.#options.toldReferrer(leg);
        else tell({ kind: 'phone-refers', leg, to, beside });
        return;
      }
      case 'PlaybackStarted':
        if (playbacks.started(event.playback)) tell({ kind: 'playback-started', playback: event.playback });
        return;
      case 'PlaybackFinished': {
        const complete = playbacks.ended(event.playback, event.state);
        tell({ kind: 'playback-ended', playback: event.playback, complete });
        return;
      }
      case 'ChannelEnteredBridge': {
        tell({ kind: 'leg-joined', leg: event.channel, bridge: event.bridge });
        return;
      }
      case 'RecordingStarted':
      case 'RecordingFinished':
      case 'RecordingFailed':
        tell(recordingSignal(event));
        return;
      case 'DeviceStateChanged': {
        this.#options.phoneChanged(event.device, event.state);
        return;
      }
      case 'ApplicationReplaced':
        // The event socket acts on it; there is no signal.
        return;
    }
  }

  #entered(event: Extract<AriEvent, { type: 'StasisStart' }>): void {
    const { legs, log, tell } = this.#options;
    const { channel, args, replaces } = event;
    if (args[0] === OWN_LEG_ARGUMENT) {
      if (legs.answered(channel.id)) tell({ kind: 'leg-answered', leg: channel.id });
      return;
    }
    if (replaces !== null) {
      log.info('a transfer put a leg into the application that is none of ours', {
        leg: channel.id,
        replaces,
      });
      return;
    }
    const dialled = dialledOf(args, channel.exten);
    if (dialled === null) {
      log.warn('a channel entered the application with arguments that are not `in,<number dialled>`', {
        leg: channel.id,
        args,
      });
      return;
    }
    if (legs.arrived(channel.id)) {
      tell({ kind: 'call-arrived', leg: channel.id, ...callerOn(channel, dialled, args) });
      this.#options.callerArrived(channel.id);
    }
  }

  #ended(leg: LegId, cause: number | null, techCause: number | null): void {
    const end = this.#options.legs.ended(leg, cause, techCause);
    if (end !== null) this.#options.tell({ kind: 'leg-ended', leg, end });
  }
}
