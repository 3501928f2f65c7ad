import type { Log } from './ports/log.js';

/** Exit code of a child that ended by a fault of ours, the same as that of the command line. */
export const INTERNAL = 4;

/** Stops once, however often it is asked, and leaves. */
export function leaveOnce(stop: () => Promise<void>, log: Log): () => void {
  let isLeaving = false;
  return () => {
    if (isLeaving) return;
    isLeaving = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('stopping failed', { error });
        process.exit(INTERNAL);
      },
    );
  };
}

/** A fault of ours that nobody caught: say it and leave; the parent starts us again, the journal has everything. */
export function endOnBug(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error('an error that nobody caught', { error });
    process.exit(INTERNAL);
  });
}
