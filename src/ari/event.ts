/** An event of Asterisk, reduced to what is used; names as in Asterisk's own description. */
export type AriEvent =
  | {
      readonly type: 'StasisStart';
      readonly channel: AriChannel;
      readonly args: readonly string[];
      /** The channel whose place this one takes, after a transfer by the phone. */
      readonly replaces: string | null;
    }
  | { readonly type: 'StasisEnd'; readonly channel: string }
  | {
      readonly type: 'ChannelDestroyed';
      readonly channel: string;
      /** Q.850 cause. */
      readonly cause: number | null;
      /** SIP status code, from Asterisk versions that tell it. */
      readonly techCause: number | null;
    }
  | {
      readonly type: 'ChannelHangupRequest';
      readonly channel: string;
      readonly cause: number | null;
      /** A soft request's cause is a flag of Asterisk, not Q.850. */
      readonly isSoft: boolean;
    }
  | { readonly type: 'ChannelDtmfReceived'; readonly channel: string; readonly digit: string }
  /** A phone wants its call to go on elsewhere, and nobody but us does something about it. */
  | {
      readonly type: 'ChannelTransfer';
      readonly channel: string;
      /** What was dialled for it; empty where another call of the phone is named. */
      readonly to: string;
      /** That call's channel; null where none is named, or Asterisk does not know it. */
      readonly beside: string | null;
      /** Our own word about it, told back to us; null: this is the wish. */
      readonly state: string | null;
    }
  | { readonly type: 'PlaybackStarted'; readonly playback: string }
  | { readonly type: 'PlaybackFinished'; readonly playback: string; readonly state: string }
  | { readonly type: 'ChannelEnteredBridge'; readonly channel: string; readonly bridge: string }
  | { readonly type: 'RecordingStarted'; readonly recording: string }
  | {
      readonly type: 'RecordingFinished';
      readonly recording: string;
      /** Whole seconds; where it listened for silence, without that at the end (even if that is in the file). */
      readonly duration: number | null;
      /** Without any silence, that of pauses too; null: it did not listen for that. */
      readonly talking: number | null;
    }
  | { readonly type: 'RecordingFailed'; readonly recording: string }
  | { readonly type: 'DeviceStateChanged'; readonly device: string; readonly state: string }
  | { readonly type: 'ApplicationReplaced'; readonly application: string };

export interface AriChannel {
  readonly id: string;
  /** `Up`, `Ring`, `Ringing`, `Down` … */
  readonly state: string;
  readonly callerNumber: string;
  readonly callerName: string;
  /** What the dialplan was doing, for instance `Stasis` with `callplane,in,200`. */
  readonly appName: string;
  readonly appData: string;
  /** The extension dialled, as the dialplan saw it. */
  readonly exten: string;
}

/** The events that are asked for; Asterisk keeps the rest to itself. */
export const USED_EVENTS: readonly AriEvent['type'][] = [
  'StasisStart',
  'StasisEnd',
  'ChannelDestroyed',
  'ChannelHangupRequest',
  'ChannelDtmfReceived',
  'ChannelTransfer',
  'PlaybackStarted',
  'PlaybackFinished',
  'ChannelEnteredBridge',
  'RecordingStarted',
  'RecordingFinished',
  'RecordingFailed',
  'DeviceStateChanged',
  'ApplicationReplaced',
];
