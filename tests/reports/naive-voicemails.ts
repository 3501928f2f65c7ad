import { groups, num, sum, type NaiveTable } from './naive-figures.js';
import type { Row, Views } from './naive-views.js';

/** What was left in voicemail boxes, worked out from its view, and who was called back. */
export class NaiveVoicemails {
  constructor(private readonly views: Pick<Views, 'voicemails' | 'callbacks' | 'open_callbacks'>) {}

  /** Of these calls. */
  by(calls: readonly Row[], keys: (message: Row) => readonly string[]): NaiveTable {
    const ids = new Set(calls.map((call) => call['call_id']));
    const came = this.views.voicemails.filter((message) => ids.has(message['call_id']));
    const table: NaiveTable = new Map();
    for (const [key, messages] of groups(came, keys)) {
      const left = messages.filter((message) => message['result'] === 'left');
      const failed = messages.filter((message) => message['result'] === 'failed').length;
      const heard = left.filter((message) => message['heard_at'] !== null);
      const promised = messages.filter(
        (message) => this.callback(message, 'callbacks') ?? this.callback(message, 'open_callbacks'),
      );
      const reached = messages.flatMap((message) => {
        const callback = this.callback(message, 'callbacks');
        return callback?.['end_kind'] === 'reached' ? [{ message, callback }] : [];
      });
      table.set(key, {
        ...{ came: messages.length, left: left.length, failed },
        'nothing-left': messages.length - left.length - failed,
        heard: heard.length,
        unheard: left.length - heard.length,
        'heard-share': [heard.length, left.length],
        'heard-after': [
          sum(heard.map((message) => num(message, 'heard_at') - num(message, 'ended_at'))),
          heard.length,
        ],
        'to-call-back': promised.length,
        'called-back': reached.length,
        'called-back-after': [
          sum(reached.map(({ message, callback }) => num(callback, 'ended_at') - num(message, 'ended_at'))),
          reached.length,
        ],
      });
    }
    return table;
  }

  private callback(message: Row, view: 'callbacks' | 'open_callbacks'): Row | undefined {
    return this.views[view].find((one) => one['callback_id'] === message['callback_id']);
  }
}
