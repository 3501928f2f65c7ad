import type { CallId, LookupId } from './signal.js';

/** Something another system is asked or told over HTTP. It is no command: Asterisk has no part in it. */
export type WebRequest = LookUp | Notice;

/** A GET; `looked-up` follows, whatever happens, unless the process ends. */
export interface LookUp {
  readonly kind: 'look-up';
  readonly lookup: LookupId;
  readonly call: CallId;
  readonly url: string;
  /** The fields of the answer that are wanted. */
  readonly names: readonly string[];
  readonly timeoutMs: number;
}

/** A POST, once; nothing follows. */
export interface Notice {
  readonly kind: 'notify';
  readonly call: CallId;
  readonly url: string;
  /** JSON text. */
  readonly body: string;
}
