import type { SettingsInput } from './settings-input.js';

/** One setting, wherever it comes from. */
export interface SettingRow {
  /** Where it stands in the settings file: section and name. */
  readonly key: string;
  /** The environment variable; goes before the settings file. */
  readonly variable: string;
  readonly property: keyof SettingsInput;
  /** Used when it is set nowhere; null: there is none. */
  readonly otherwise: string | number | null;
  /** `secret`: never shown, also readable from a file (`…_FILE`, `…File`); `path`: relative to where it was set. */
  readonly kind: 'plain' | 'path' | 'secret';
}

/** Every setting, in the order of `docs/settings.md`. */
export const SETTINGS: readonly SettingRow[] = [
  row('ari.url', 'CALLPLANE_ARI_URL', 'ariUrl', 'http://127.0.0.1:8088'),
  row('ari.user', 'CALLPLANE_ARI_USER', 'ariUser', 'callplane'),
  row('ari.password', 'CALLPLANE_ARI_PASSWORD', 'ariPassword', null, 'secret'),
  row('ari.application', 'CALLPLANE_ARI_APPLICATION', 'ariApplication', 'callplane'),
  row('routing', 'CALLPLANE_ROUTING', 'routing', 'routing.yml', 'path'),
  row('data', 'CALLPLANE_DATA', 'data', 'data', 'path'),
  row('sounds', 'CALLPLANE_SOUNDS', 'sounds', null, 'path'),
  row('speech', 'CALLPLANE_SPEECH', 'speech', 'espeak-ng -v {voice} -w {file} --stdin'),
  row('database.url', 'DATABASE_URL', 'databaseUrl', null, 'secret'),
  row('http.host', 'CALLPLANE_HTTP_HOST', 'httpHost', '127.0.0.1'),
  row('http.port', 'CALLPLANE_HTTP_PORT', 'httpPort', 8080),
  row('http.token', 'CALLPLANE_API_TOKEN', 'apiToken', null, 'secret'),
  row('http.names', 'CALLPLANE_HTTP_NAMES', 'httpNames', null),
  row('access', 'CALLPLANE_ACCESS', 'access', null, 'path'),
  row('log.level', 'CALLPLANE_LOG_LEVEL', 'logLevel', 'info'),
  row('journal.durability', 'CALLPLANE_DURABILITY', 'durability', 'process'),
  row('journal.keepHours', 'CALLPLANE_JOURNAL_KEEP_HOURS', 'journalKeepHours', 48),
  row('stop.graceSeconds', 'CALLPLANE_STOP_GRACE_SECONDS', 'stopGraceSeconds', 10),
  row('watchdog.hangSeconds', 'CALLPLANE_HANG_SECONDS', 'hangSeconds', 15),
  row('watchdog.rescueSeconds', 'CALLPLANE_RESCUE_SECONDS', 'rescueSeconds', 30),
  row('emergency.records', 'CALLPLANE_EMERGENCY_RECORDS', 'emergencyRecords', null, 'path'),
  row('reconcile.seconds', 'CALLPLANE_RECONCILE_SECONDS', 'reconcileSeconds', 60),
  row('journal.alarmMegabytes', 'CALLPLANE_JOURNAL_ALARM_MB', 'journalAlarmMegabytes', 512),
  row('overload.openCalls', 'CALLPLANE_OVERLOAD_OPEN_CALLS', 'overloadOpenCalls', 2000),
  row('overload.inFlight', 'CALLPLANE_OVERLOAD_IN_FLIGHT', 'overloadInFlight', 8),
  row('overload.loopDelayMilliseconds', 'CALLPLANE_OVERLOAD_LOOP_DELAY_MS', 'overloadLoopDelayMs', 500),
  row('overload.memoryPercent', 'CALLPLANE_OVERLOAD_MEMORY_PERCENT', 'overloadMemoryPercent', 85),
  row('overload.answer', 'CALLPLANE_OVERLOAD_ANSWER', 'overloadAnswer', 'busy'),
  row('standby.peer', 'CALLPLANE_STANDBY_PEER', 'standbyPeer', null),
  row('standby.listen', 'CALLPLANE_STANDBY_LISTEN', 'standbyListen', null),
  row('standby.secret', 'CALLPLANE_STANDBY_SECRET', 'standbySecret', null, 'secret'),
  row('standby.link', 'CALLPLANE_STANDBY_LINK', 'standbyLink', 'tls'),
  row('standby.certificate', 'CALLPLANE_STANDBY_CERTIFICATE', 'standbyCertificate', null, 'path'),
  row('standby.key', 'CALLPLANE_STANDBY_KEY', 'standbyKey', null, 'path'),
  row('standby.authority', 'CALLPLANE_STANDBY_AUTHORITY', 'standbyAuthority', null, 'path'),
  row('standby.leaseSeconds', 'CALLPLANE_STANDBY_LEASE_SECONDS', 'standbyLeaseSeconds', 3),
  row('web.secrets', 'CALLPLANE_WEB_SECRETS', 'webSecrets', null, 'secret'),
  row('web.authority', 'CALLPLANE_WEB_AUTHORITY', 'webAuthority', null, 'path'),
  row('reports.schedules', 'CALLPLANE_SCHEDULES', 'schedules', null, 'path'),
  row('reports.mailMegabytes', 'CALLPLANE_MAIL_MEGABYTES', 'mailMegabytes', 10),
  row('reports.link', 'CALLPLANE_REPORT_LINK', 'reportLink', null),
  row('queueLog.write', 'CALLPLANE_QUEUE_LOG', 'queueLog', 'off'),
  row('queueLog.file', 'CALLPLANE_QUEUE_LOG_FILE', 'queueLogFile', null, 'path'),
  row('retention.numberDays', 'CALLPLANE_RETENTION_NUMBER_DAYS', 'retentionNumberDays', 0),
  row('retention.numbers', 'CALLPLANE_RETENTION_NUMBERS', 'retentionNumbers', 'replace'),
  row('retention.hour', 'CALLPLANE_RETENTION_HOUR', 'retentionHour', 3),
  row('retention.key', 'CALLPLANE_RETENTION_KEY', 'retentionKey', null, 'path'),
  row('recordings.folder', 'CALLPLANE_RECORDINGS', 'recordings', null, 'path'),
  row('recordings.archive', 'CALLPLANE_RECORDINGS_ARCHIVE', 'recordingsArchive', null, 'path'),
  row('recordings.archiveDays', 'CALLPLANE_RECORDINGS_ARCHIVE_DAYS', 'recordingsArchiveDays', 0),
  row('recordings.deleteDays', 'CALLPLANE_RECORDINGS_DELETE_DAYS', 'recordingsDeleteDays', 0),
  row('smtp.host', 'CALLPLANE_SMTP_HOST', 'smtpHost', null),
  row('smtp.port', 'CALLPLANE_SMTP_PORT', 'smtpPort', 587),
  row('smtp.security', 'CALLPLANE_SMTP_SECURITY', 'smtpSecurity', 'starttls'),
  row('smtp.user', 'CALLPLANE_SMTP_USER', 'smtpUser', null),
  row('smtp.password', 'CALLPLANE_SMTP_PASSWORD', 'smtpPassword', null, 'secret'),
  row('smtp.from', 'CALLPLANE_SMTP_FROM', 'smtpFrom', null),
  row('smtp.authority', 'CALLPLANE_SMTP_AUTHORITY', 'smtpAuthority', null, 'path'),
];

/** Names the settings file. */
export const SETTINGS_FILE_VARIABLE = 'CALLPLANE_SETTINGS';
/** Looked for in the working folder when no other is named. */
export const SETTINGS_FILE = 'callplane.settings.json';

/** Variable that names a file with the secret, so that the secret stands in no process list. */
export function fileVariable(setting: SettingRow): string {
  return `${setting.variable}_FILE`;
}

/** The same in the settings file. */
export function fileKey(setting: SettingRow): string {
  return `${setting.key}File`;
}

function row(
  key: string,
  variable: string,
  property: keyof SettingsInput,
  otherwise: string | number | null,
  kind: SettingRow['kind'] = 'plain',
): SettingRow {
  return { key, variable, property, otherwise, kind };
}
