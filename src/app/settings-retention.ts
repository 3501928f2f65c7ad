import { join, relative } from 'node:path';
import type { RetentionSettings } from '../ports/retention.js';
import type { SettingsInput } from './settings-input.js';

const DAY_MS = 86_400_000;
/** Journal segments and snapshots are begun anew each day, and two snapshots are kept. */
const JOURNAL_DAYS = 4;

/** How long numbers and recordings are kept; faulty settings are named by `retentionFaults`. */
export function retentionOf(input: SettingsInput): RetentionSettings {
  const { retentionNumberDays: days, retentionNumbers: rule, retentionHour: hour } = input;
  const { recordings, recordingsArchive: archive, recordingsArchiveDays, recordingsDeleteDays } = input;
  return {
    numbers: days === 0 ? null : { keepMs: days * DAY_MS, rule },
    hour,
    key: input.retentionKey ?? join(input.data, 'retention.key'),
    recordings:
      recordings === null
        ? null
        : {
            ...{ folder: recordings, archive },
            archiveAfterMs: recordingsArchiveDays === 0 ? null : recordingsArchiveDays * DAY_MS,
            deleteAfterMs: recordingsDeleteDays === 0 ? null : recordingsDeleteDays * DAY_MS,
          },
  };
}

/** What does not go together; each says what would be right. */
export function retentionFaults(input: SettingsInput): readonly string[] {
  return [...numberFaults(input), ...recordingFaults(input)];
}

function numberFaults({ retentionNumberDays: days, journalKeepHours }: SettingsInput): readonly string[] {
  const least = Math.ceil(journalKeepHours / 24) + JOURNAL_DAYS;
  if (days === 0 || days >= least) return [];
  return [
    `CALLPLANE_RETENTION_NUMBER_DAYS: found ${days}, but the journal holds numbers for up to ${least} days ` +
      `(CALLPLANE_JOURNAL_KEEP_HOURS is ${journalKeepHours}); right is at least ${least} days, or a shorter journal`,
  ];
}

function recordingFaults(input: SettingsInput): readonly string[] {
  const { recordings, recordingsArchive: archive, recordingsArchiveDays, recordingsDeleteDays } = input;
  const faults: string[] = [];
  if (recordings === null && (archive !== null || recordingsArchiveDays > 0 || recordingsDeleteDays > 0))
    faults.push(
      "CALLPLANE_RECORDINGS is not set; set it to Asterisk's folder of recordings, often /var/spool/asterisk/recording",
    );
  if (recordingsArchiveDays > 0 && archive === null)
    faults.push(
      'CALLPLANE_RECORDINGS_ARCHIVE is not set; set it to the folder that recordings are moved to, or CALLPLANE_RECORDINGS_ARCHIVE_DAYS to 0',
    );
  if (recordingsArchiveDays > 0 && recordingsDeleteDays > 0 && recordingsDeleteDays <= recordingsArchiveDays)
    faults.push(
      `CALLPLANE_RECORDINGS_DELETE_DAYS: found ${recordingsDeleteDays}, but recordings go into the archive after ` +
        `${recordingsArchiveDays} days; right is more days than that, or no archive`,
    );
  if (recordings !== null && archive !== null && !relative(recordings, archive).startsWith('..'))
    faults.push(
      `CALLPLANE_RECORDINGS_ARCHIVE: ${archive} is inside of the folder of recordings; right is a folder elsewhere`,
    );
  return faults;
}
