import { statfs } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { DiskWatch } from './app/disk-watch.js';
import type { Line } from './app/line.js';
import type { LineHealth } from './app/operations.js';
import { Reconciler } from './app/reconciler.js';
import type { StartSettings } from './app/settings.js';
import type { AriTelephony } from './ari/telephony.js';
import type { Signal } from './core/signal.js';
import type { JournalWriter } from './ports/journal.js';
import type { Log } from './ports/log.js';

const DISK_EVERY_MS = 5_000;

/** Nothing is known of Asterisk and the books yet; the journal tells of itself. */
export function healthOf(
  journal: JournalWriter,
  watches: Pick<LineHealth, 'disk' | 'overload'>,
  standby: LineHealth['standby'],
): LineHealth {
  const health: LineHealth = {
    telephony: 'never-connected',
    journalError: null,
    books: 'up',
    database: 'open',
    stopping: false,
    standby,
    repairs: {},
    ...watches,
  };
  journal.onProgress((_durable, error) => {
    health.journalError = error === null ? null : error.message;
  });
  return health;
}

/** Looks at the disk now and then; nothing waits for it. */
export function watchDisk({ data, journalAlarmBytes }: StartSettings, log: Log): DiskWatch {
  const disk = new DiskWatch({
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(data);
      return bavail * bsize;
    },
    alarmBytes: journalAlarmBytes,
    folder: data,
    log,
  });
  void disk.look();
  setInterval(() => void disk.look(), DISK_EVERY_MS).unref();
  return disk;
}

export interface Reconciling {
  readonly line: Line;
  readonly telephony: AriTelephony;
  readonly accept: (signal: Signal) => void;
  readonly health: LineHealth;
  readonly settings: StartSettings;
  readonly log: Log;
}

/** Compares what Asterisk has with what we believe, now and then. */
export function reconcileNowAndThen(parts: Reconciling): Reconciler {
  const { line, telephony, accept, health, settings, log } = parts;
  const reconciler = new Reconciler({
    look: () => telephony.look(),
    inFlight: () => telephony.inFlight(),
    state: () => line.state,
    accept,
    everyMs: settings.reconcileMs,
    pause: async (ms) => {
      await pause(ms, undefined, { ref: false });
    },
    log,
    repairs: health.repairs,
  });
  void reconciler.run();
  return reconciler;
}
