/** Why the file of a conversation is not what it should be. */
export type RecordingFailure =
  /** Asterisk could not make the file: the folder is missing or may not be written. */
  | 'refused'
  /** A file of this name is there already. */
  | 'exists'
  /** The conversation was over before the recording could begin. */
  | 'no-bridge'
  /** The file closed before the conversation was over: the disk is full, or somebody stopped it. */
  | 'broke-off'
  /** A pause could not be kept, so the recording was stopped. */
  | 'not-paused'
  /** It could not be resumed after a pause, so the rest is missing. */
  | 'not-resumed'
  /** Asterisk knows of no such file. */
  | 'not-found'
  /** Asterisk did not say what became of it. */
  | 'no-answer';
