import type { QueueLogRow } from '../../ports/queue-log.js';
import { countColumn, idColumn, key, millisecondsColumn, textColumn, wordColumn } from './columns.js';
import { table } from './table.js';

/** What Asterisk's own queues would have written, in a table of the same columns, for programs that read it. */
export const QueueLogEntity = table<QueueLogRow>('queue_log', {
  record: key(countColumn('record')),
  place: key(countColumn('place')),
  at: millisecondsColumn('happened_at'),
  time: wordColumn('time'),
  callid: idColumn('callid'),
  queuename: idColumn('queuename'),
  agent: idColumn('agent'),
  event: wordColumn('event'),
  data1: textColumn('data1'),
  data2: textColumn('data2'),
  data3: textColumn('data3'),
  data4: textColumn('data4'),
  data5: textColumn('data5'),
});
