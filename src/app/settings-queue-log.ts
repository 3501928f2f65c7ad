import type { SettingsInput } from './settings-input.js';

/** What is written for programs that read the queue_log of Asterisk's own queues. */
export interface QueueLogSettings {
  /** null: only the table. */
  readonly file: string | null;
}

/** null: nothing is written. */
export function queueLogOf({ queueLog, queueLogFile: file }: SettingsInput): QueueLogSettings | null {
  return queueLog === 'on' ? { file } : null;
}
