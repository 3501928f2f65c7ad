import type { SpeechOrder } from './core/web-request.js';
import { giveWay } from './main-priority.js';
import type { SpeechTold } from './main-speech-aside.js';
import { createSpeaker, type SpeechSettings } from './main-speaker.js';
import type { Log } from './ports/log.js';

// A process of its own: has texts of single calls spoken, as the settings in its first argument say, until the line is gone.
const log = logToParent();
// Callers wait for their texts, but everybody else waits for the line and for Asterisk.
giveWay(log);
const speaker = createSpeaker(JSON.parse(process.argv[2] ?? '') as SpeechSettings, log);
process.on('message', (order) =>
  speaker.speak(order as SpeechOrder, (signal) => tell({ kind: 'signal', signal })),
);
process.on('disconnect', () => {
  speaker.close();
});
// The line ends us; Ctrl-C reaches the whole group.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

function tell(told: SpeechTold): void {
  if (process.connected) process.send?.(told);
}

function logToParent(): Log {
  const at =
    (level: 'error' | 'warn' | 'info' | 'debug') =>
    (message: string, fields = {}): void =>
      tell({ kind: 'log', level, message, fields });
  const log: Log = {
    ...{ error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') },
    with: () => log,
  };
  return log;
}
