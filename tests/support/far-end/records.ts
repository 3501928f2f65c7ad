/** What the far end itself noted; Callplane never reads it. Instants are milliseconds since 1970. */

/** A recording of what one party heard (and sent), kept by the far end's Asterisk. */
export interface Recording {
  readonly file: string;
  readonly startedAt: number;
  /** null: it has not ended, or its end was not told. */
  readonly endedAt: number | null;
}

/** A call from outside. */
export interface FarCall {
  readonly id: string;
  readonly number: string;
  readonly from: string | null;
  readonly placedAt: number;
  readonly ringingAt: number | null;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly endedBy: 'far-end' | 'pbx' | null;
  /** Q.850 cause of an end that the pbx brought. */
  readonly cause: number | null;
  readonly keys: readonly { readonly key: string; readonly at: number }[];
  readonly recording: Recording | null;
}

/** One ringing of one phone, and the talk that may follow. */
export interface FarRing {
  readonly id: string;
  readonly phone: string;
  readonly callerNumber: string | null;
  readonly callerName: string | null;
  readonly rangAt: number;
  /** Answered, refused, given up: whichever ended the ringing. */
  readonly stoppedAt: number | null;
  readonly outcome: 'answered' | 'declined' | 'busy' | 'cancelled' | null;
  readonly endedAt: number | null;
  readonly endedBy: 'far-end' | 'pbx' | null;
  readonly recording: Recording | null;
  /** What it heard (NOTIFY) of the transfers that it asked for. */
  readonly referAnswers: readonly { readonly answer: string; readonly at: number }[];
}

export type Changeable<T> = { -readonly [K in keyof T]: T[K] };
