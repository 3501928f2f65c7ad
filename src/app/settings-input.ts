import { Transform } from 'class-transformer';
import { isIPv4 } from 'node:net';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNotIn,
  IsOptional,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import type { ShedAnswer } from '../core/signal.js';
import type { Durability } from '../ports/journal.js';

/** Environment variables are texts. */
const numberFromText = ({ value }: { readonly value: unknown }): unknown =>
  typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value;

const ASTERISK_URL = {
  protocols: ['http', 'https'],
  require_protocol: true,
  require_tld: false,
  disallow_auth: true,
};
const A_PLACE = { message: 'an address and a port, like 192.0.2.7:7700' };
const NUMBER_DAYS = { message: 'whole days from 1 to 3650, or 0 (without end)' };
const RECORDING_DAYS = { message: 'whole days from 1 to 36500, or 0 (never)' };
const A_FILE = { message: 'the path of a file' };
const A_PORT = { message: 'a whole number from 1 to 65535' };
/** ARI's password is as good as root of telephony: it crosses no network in the clear (docs/security.md). */
const ON_LOOPBACK_OR_TLS = {
  name: 'isOnLoopbackOrTls',
  validator: {
    validate: (value: unknown) => typeof value === 'string' && isOnLoopbackOrTls(value),
    defaultMessage: () =>
      'https:// for an Asterisk on another machine, because whoever reads ARI’s password may call anywhere; ' +
      'http:// only on loopback (127.0.0.1, [::1], localhost)',
  },
};

/** What is no address at all is found by the other rule. */
function isOnLoopbackOrTls(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { protocol, hostname, username } = new URL(url);
  if (username !== '') return true;
  const isLoopback =
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
  return protocol === 'https:' || isLoopback;
}

const A_NAME = 'a name of letters, digits, dashes and underscores, at most 40';

/** All settings in one place, before they are checked; each message says what would be right. */
export class SettingsInput {
  @IsUrl(ASTERISK_URL, {
    message: 'the address of Asterisk without user and password, like http://127.0.0.1:8088',
  })
  @ValidateBy(ON_LOOPBACK_OR_TLS)
  readonly ariUrl!: string;

  @Matches(/^[\w-]{1,40}$/, { message: A_NAME })
  readonly ariUser!: string;

  @IsOptional()
  @Matches(/^\S+$/, { message: 'the password of the user in ari.conf, without blanks' })
  readonly ariPassword!: string | null;

  @Matches(/^[\w-]{1,40}$/, { message: A_NAME })
  readonly ariApplication!: string;

  @IsNotEmpty({ message: 'the path of the routing file' })
  readonly routing!: string;

  @IsNotEmpty({ message: 'the path of a folder that Callplane may write' })
  readonly data!: string;

  @IsOptional()
  @IsNotEmpty({ message: 'the path of the folder with your own sounds' })
  readonly sounds!: string | null;

  @Matches(/^(?=.*\{file\})[^\s{}]([^{}\p{Cc}]|\{(?:file|language|voice)\})*$/u, {
    message:
      'a program and its words, with {file} among them, and {language} and {voice} where it needs them, like ' +
      'espeak-ng -v {voice} -w {file} --stdin',
  })
  readonly speech!: string;

  @IsOptional()
  @Matches(/^(mysql|mariadb):\/\/\S+$/, {
    message: 'mysql://user:password@host:3306/database, or not set (SQLite)',
  })
  readonly databaseUrl!: string | null;

  @Matches(/^[\w.:-]+$/, { message: 'an address of this machine, like 127.0.0.1' })
  readonly httpHost!: string;

  @Transform(numberFromText)
  @IsInt({ message: 'a whole number from 0 (any free port) to 65535' })
  @Min(0, { message: 'a whole number from 0 (any free port) to 65535' })
  @Max(65_535, { message: 'a whole number from 0 (any free port) to 65535' })
  readonly httpPort!: number;

  @IsOptional()
  @Matches(/^[a-z0-9.-]+( *, *[a-z0-9.-]+)*$/i, {
    message: 'names of this server with commas between, like pbx.example.com, callplane',
  })
  readonly httpNames!: string | null;

  @IsOptional()
  @IsNotEmpty({ message: 'the path of the access file' })
  readonly access!: string | null;

  @IsOptional()
  @Matches(/^\S{16,}$/, {
    message: 'at least 16 characters without blanks, for instance from: openssl rand -hex 32',
  })
  readonly apiToken!: string | null;

  @IsIn(['error', 'warn', 'info', 'debug'], { message: 'error, warn, info or debug' })
  readonly logLevel!: 'error' | 'warn' | 'info' | 'debug';

  @IsIn(['process', 'power'], {
    message: 'process (survives the death of Callplane) or power (survives a power cut)',
  })
  readonly durability!: Durability;

  @Transform(numberFromText)
  @IsInt({ message: 'whole hours from 0 to 8760' })
  @Min(0, { message: 'whole hours from 0 to 8760' })
  @Max(8760, { message: 'whole hours from 0 to 8760' })
  readonly journalKeepHours!: number;

  @Transform(numberFromText)
  @IsInt({ message: 'whole seconds from 0 to 600' })
  @Min(0, { message: 'whole seconds from 0 to 600' })
  @Max(600, { message: 'whole seconds from 0 to 600' })
  readonly stopGraceSeconds!: number;

  @Transform(numberFromText)
  @IsInt({ message: 'whole seconds from 5 to 600' })
  @Min(5, { message: 'whole seconds from 5 to 600' })
  @Max(600, { message: 'whole seconds from 5 to 600' })
  readonly hangSeconds!: number;

  @Transform(numberFromText)
  @IsInt({ message: 'whole seconds from 20 to 3600' })
  @Min(20, { message: 'whole seconds from 20 to 3600' })
  @Max(3600, { message: 'whole seconds from 20 to 3600' })
  readonly rescueSeconds!: number;

  @IsOptional()
  @IsNotEmpty({ message: "the path of Asterisk's file cdr-csv/Master.csv, or not set" })
  readonly emergencyRecords!: string | null;

  @Transform(numberFromText)
  @IsInt({ message: 'whole seconds from 5 to 3600, or 0 (never)' })
  @Min(0, { message: 'whole seconds from 5 to 3600, or 0 (never)' })
  @Max(3600, { message: 'whole seconds from 5 to 3600, or 0 (never)' })
  @IsNotIn([1, 2, 3, 4], { message: 'whole seconds from 5 to 3600, or 0 (never)' })
  readonly reconcileSeconds!: number;

  @Transform(numberFromText)
  @IsInt({ message: 'whole megabytes from 0 (never) to 1000000' })
  @Min(0, { message: 'whole megabytes from 0 (never) to 1000000' })
  @Max(1_000_000, { message: 'whole megabytes from 0 (never) to 1000000' })
  readonly journalAlarmMegabytes!: number;

  @Transform(numberFromText)
  @IsInt({ message: 'a whole number of calls from 0 (no limit) to 100000' })
  @Min(0, { message: 'a whole number of calls from 0 (no limit) to 100000' })
  @Max(100_000, { message: 'a whole number of calls from 0 (no limit) to 100000' })
  readonly overloadOpenCalls!: number;

  @Transform(numberFromText)
  @IsInt({ message: 'a whole number of commands from 0 (no limit) to 100000' })
  @Min(0, { message: 'a whole number of commands from 0 (no limit) to 100000' })
  @Max(100_000, { message: 'a whole number of commands from 0 (no limit) to 100000' })
  readonly overloadInFlight!: number;

  @Transform(numberFromText)
  @IsInt({ message: 'whole milliseconds from 0 (no limit) to 60000' })
  @Min(0, { message: 'whole milliseconds from 0 (no limit) to 60000' })
  @Max(60_000, { message: 'whole milliseconds from 0 (no limit) to 60000' })
  readonly overloadLoopDelayMs!: number;

  @Transform(numberFromText)
  @IsInt({ message: 'whole percent from 0 (no limit) to 100' })
  @Min(0, { message: 'whole percent from 0 (no limit) to 100' })
  @Max(100, { message: 'whole percent from 0 (no limit) to 100' })
  readonly overloadMemoryPercent!: number;

  @IsIn(['busy', 'emergency'], {
    message: 'busy, or emergency (the emergency destination of the dialplan)',
  })
  readonly overloadAnswer!: ShedAnswer;

  @IsOptional()
  @Matches(/^\S+:\d{1,5}$/, A_PLACE)
  readonly standbyPeer!: string | null;

  @IsOptional()
  @Matches(/^\S+:\d{1,5}$/, A_PLACE)
  readonly standbyListen!: string | null;

  @IsOptional()
  @Matches(/^\S{16,}$/, {
    message: 'at least 16 characters without blanks, the same on both sides: openssl rand -hex 32',
  })
  readonly standbySecret!: string | null;

  @IsIn(['tls', 'private'], {
    message: 'tls, or private (nobody else is on the link between the two: not encrypted)',
  })
  readonly standbyLink!: 'tls' | 'private';

  @IsOptional()
  @IsNotEmpty(A_FILE)
  readonly standbyCertificate!: string | null;

  @IsOptional()
  @IsNotEmpty(A_FILE)
  readonly standbyKey!: string | null;

  @IsOptional()
  @IsNotEmpty(A_FILE)
  readonly standbyAuthority!: string | null;

  @Transform(numberFromText)
  @IsInt({ message: 'whole seconds from 2 to 60' })
  @Min(2, { message: 'whole seconds from 2 to 60' })
  @Max(60, { message: 'whole seconds from 2 to 60' })
  readonly standbyLeaseSeconds!: number;

  @IsOptional()
  @Matches(/^\s*https?:\/\/[^\s/]+ +[\x20-\x7e]+(\r?\n\s*https?:\/\/[^\s/]+ +[\x20-\x7e]+)*\s*$/, {
    message:
      'a line for each system: its origin, a blank, and what goes into the header Authorization, like https://crm.example.com Bearer 5f2c…',
  })
  readonly webSecrets!: string | null;

  @IsOptional()
  @IsNotEmpty(A_FILE)
  readonly webAuthority!: string | null;

  @IsOptional()
  @IsNotEmpty({ message: 'the path of the file of schedules' })
  readonly schedules!: string | null;

  @Transform(numberFromText)
  @IsInt({ message: 'whole megabytes from 1 to 100' })
  @Min(1, { message: 'whole megabytes from 1 to 100' })
  @Max(100, { message: 'whole megabytes from 1 to 100' })
  readonly mailMegabytes!: number;

  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true },
    { message: 'an address without user and password, like https://pbx.example.com/reports' },
  )
  readonly reportLink!: string | null;

  @Transform(numberFromText)
  @IsInt(NUMBER_DAYS)
  @Min(0, NUMBER_DAYS)
  @Max(3650, NUMBER_DAYS)
  readonly retentionNumberDays!: number;

  @IsIn(['replace', 'delete'], {
    message: 'replace (by a keyed hash: the same caller stays the same) or delete',
  })
  readonly retentionNumbers!: 'replace' | 'delete';

  @Transform(numberFromText)
  @IsInt({ message: 'an hour from 0 to 23' })
  @Min(0, { message: 'an hour from 0 to 23' })
  @Max(23, { message: 'an hour from 0 to 23' })
  readonly retentionHour!: number;

  @IsIn(['off', 'on'], { message: 'on (the table queue_log is written) or off' })
  readonly queueLog!: 'off' | 'on';

  @IsOptional()
  @IsNotEmpty(A_FILE)
  readonly queueLogFile!: string | null;

  @IsOptional()
  @IsNotEmpty(A_FILE)
  readonly retentionKey!: string | null;

  @IsOptional()
  @IsNotEmpty({ message: "the path of Asterisk's folder of recordings" })
  readonly recordings!: string | null;

  @IsOptional()
  @IsNotEmpty({ message: 'the path of the folder that recordings are moved to' })
  readonly recordingsArchive!: string | null;

  @Transform(numberFromText)
  @IsInt(RECORDING_DAYS)
  @Min(0, RECORDING_DAYS)
  @Max(36_500, RECORDING_DAYS)
  readonly recordingsArchiveDays!: number;

  @Transform(numberFromText)
  @IsInt(RECORDING_DAYS)
  @Min(0, RECORDING_DAYS)
  @Max(36_500, RECORDING_DAYS)
  readonly recordingsDeleteDays!: number;

  @IsOptional()
  @Matches(/^[\w.:-]+$/, { message: 'the name or address of the mail server, like mail.example.com' })
  readonly smtpHost!: string | null;

  @Transform(numberFromText)
  @IsInt(A_PORT)
  @Min(1, A_PORT)
  @Max(65_535, A_PORT)
  readonly smtpPort!: number;

  @IsIn(['starttls', 'tls', 'none'], {
    message: 'starttls (often port 587), tls (often port 465), or none (only to this machine)',
  })
  readonly smtpSecurity!: 'starttls' | 'tls' | 'none';

  @IsOptional()
  @Matches(/^[^\p{Cc}]+$/u, { message: 'the user of the mail server' })
  readonly smtpUser!: string | null;

  @IsOptional()
  @Matches(/^[^\p{Cc}]+$/u, { message: 'the password of the user of the mail server' })
  readonly smtpPassword!: string | null;

  @IsOptional()
  @Matches(/^[\w.+-]+@[\w.-]+$/, { message: 'a mail address, like reports@example.com' })
  readonly smtpFrom!: string | null;

  @IsOptional()
  @IsNotEmpty(A_FILE)
  readonly smtpAuthority!: string | null;
}
