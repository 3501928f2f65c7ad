import { AccessFault } from './access/access-file.js';
import { SettingsFault } from './app/settings-fault.js';
import { BackupFault } from './backup/backup-fault.js';
import { EXIT, type ExitCode } from './cli/exit-code.js';
import { JournalFault } from './journal/journal-fault.js';
import { TelephonyUnavailable } from './ports/telephony.js';
import { ReportFault } from './reports/report-fault.js';
import { RetentionFault } from './retention/retention-fault.js';
import { StoreError } from './store/store-error.js';

/** Errors that a person can mend end a command with their own message; everything else is a fault of ours. */
export function explain(error: unknown): { readonly message: string; readonly exitCode: ExitCode } | null {
  const isMendable =
    error instanceof SettingsFault ||
    error instanceof ReportFault ||
    error instanceof AccessFault ||
    error instanceof RetentionFault ||
    error instanceof BackupFault;
  if (isMendable) {
    return { message: error.message, exitCode: EXIT.fault };
  }
  const isAround =
    error instanceof StoreError || error instanceof JournalFault || error instanceof TelephonyUnavailable;
  return isAround ? { message: error.message, exitCode: EXIT.environment } : null;
}
