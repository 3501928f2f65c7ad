/** Fields answer "which call?": call, leg, agent, queue, offer … Never a secret, never a URL with credentials. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Error: a person must mend it now. Warn: look at it this week. Info: one line per transition. Debug: the rest. */
export interface Log {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** The same log with fields that stand in every line. */
  with(fields: LogFields): Log;
}
