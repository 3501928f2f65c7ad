import { join, resolve } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { Durability } from '../ports/journal.js';
import type { RetentionSettings } from '../ports/retention.js';
import { SettingsFault } from './settings-fault.js';
import { mailFaults, reportsOf, type ReportSettings } from './settings-mail.js';
import type { OverloadSettings } from './overload-watch.js';
import { queueLogOf, type QueueLogSettings } from './settings-queue-log.js';
import { retentionFaults, retentionOf } from './settings-retention.js';
import { SettingsInput } from './settings-input.js';
import { standbyFaults, standbyOf, type StandbySettings } from './settings-standby.js';
import { findSettings, type SettingsSource } from './settings-source.js';
import { webOf, type WebSettings } from './settings-web.js';
import { fileVariable, SETTINGS, type SettingRow } from './settings-table.js';

/** Everything that is set from outside; paths are absolute. */
export interface Settings {
  readonly ari: {
    readonly url: string;
    readonly user: string;
    readonly password: string | null;
    readonly application: string;
  };
  readonly routing: string;
  readonly data: string;
  readonly sounds: string | null;
  /** The command line of the speech engine. */
  readonly speech: string;
  /** null: SQLite in the data folder. */
  readonly databaseUrl: string | null;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly token: string | null;
    /** Names of this server that may stand in the header `Host`. */
    readonly names: readonly string[];
  };
  /** The access file. */
  readonly access: string;
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug';
  readonly durability: Durability;
  /** How long journal segments stay that nobody needs any more, so that a restored database can catch up. */
  readonly journalKeepMs: number;
  readonly stopGraceMs: number;
  readonly hangLimitMs: number;
  /** Without a line for so long, callers go to the emergency destination. */
  readonly rescueMs: number;
  /** Asterisk's records of the calls that the dialplan kept; null: they are not read. */
  readonly emergencyRecords: string | null;
  /** null: only after an incident. */
  readonly reconcileMs: number | null;
  /** Below so many free bytes on the disk of the data folder it says so; 0: never. */
  readonly journalAlarmBytes: number;
  readonly overload: OverloadSettings;
  /** null: this installation is the only one. */
  readonly standby: StandbySettings | null;
  readonly reports: ReportSettings;
  /** null: none is written. */
  readonly queueLog: QueueLogSettings | null;
  /** Where numbers in it have their time, also when it is written no more; null: there is none. */
  readonly queueLogFile: string | null;
  readonly retention: RetentionSettings;
  readonly web: WebSettings;
}

/** Settings with which calls can be handled: nothing is missing. */
export interface StartSettings extends Settings {
  readonly ari: Settings['ari'] & { readonly password: string };
}

/**
 * Reads and checks the settings from the environment and the settings file (`CALLPLANE_SETTINGS`, or
 * `callplane.settings.json` in the working folder). Throws `SettingsFault`.
 */
export function loadSettings(environment: NodeJS.ProcessEnv, workingFolder: string): Settings {
  const source = findSettings(environment, workingFolder);
  const input = plainToInstance(SettingsInput, plainValues(source, workingFolder));
  const single = inputFaults(input, source);
  const together =
    single.length > 0 ? [] : [...standbyFaults(input), ...mailFaults(input), ...retentionFaults(input)];
  const faults = [...source.faults, ...single, ...together];
  if (faults.length > 0) throw new SettingsFault(faults);
  return settingsOf(input);
}

/** The same settings when nothing is missing to handle calls. Throws `SettingsFault`. */
export function startSettings(settings: Settings): StartSettings {
  const { ari } = settings;
  if (ari.password !== null) return { ...settings, ari: { ...ari, password: ari.password } };
  throw new SettingsFault([missing('ari.password', 'the password of the user in ari.conf')]);
}

/** The token with which requests to the HTTP interface are made. Throws `SettingsFault`. */
export function apiToken(settings: Settings): string {
  if (settings.http.token !== null) return settings.http.token;
  const what = 'your token (an administrator makes one: callplane access add NAME --role …)';
  throw new SettingsFault([missing('http.token', what)]);
}

/** Everything that is set but the secrets, as a settings file would say it; paths are those of this machine. */
export function plainSettings(settings: Settings): object {
  return {
    ari: { url: settings.ari.url, user: settings.ari.user, application: settings.ari.application },
    routing: settings.routing,
    data: settings.data,
    ...(settings.sounds === null ? {} : { sounds: settings.sounds }),
    speech: settings.speech,
    http: { host: settings.http.host, port: settings.http.port },
    log: { level: settings.logLevel },
    journal: { durability: settings.durability, keepHours: settings.journalKeepMs / 3_600_000 },
    stop: { graceSeconds: settings.stopGraceMs / 1000 },
    watchdog: { hangSeconds: settings.hangLimitMs / 1000 },
  };
}

function plainValues(source: SettingsSource, workingFolder: string): Readonly<Record<string, unknown>> {
  const entries = SETTINGS.map((setting) => {
    const found = source.values.get(setting) ?? { value: setting.otherwise, folder: workingFolder };
    const { value } = found;
    const isPath = setting.kind === 'path' && typeof value === 'string' && value !== '';
    return [setting.property, isPath ? resolve(found.folder, value) : value] as const;
  });
  return Object.fromEntries(entries);
}

function inputFaults(input: SettingsInput, source: SettingsSource): readonly string[] {
  return validateSync(input, { stopAtFirstError: true }).flatMap((fault) => {
    const setting = SETTINGS.find((each) => each.property === fault.property);
    const [right] = Object.values(fault.constraints ?? {});
    return setting === undefined ? [] : [described(setting, source, fault.value, right ?? '')];
  });
}

function described(setting: SettingRow, source: SettingsSource, value: unknown, right: string): string {
  const place = source.values.get(setting)?.place ?? setting.variable;
  const found =
    setting.kind === 'secret' ? 'what is set there does not fit' : `found ${JSON.stringify(value)}`;
  return `${place}: ${found}; right is ${right}`;
}

function missing(key: string, what: string): string {
  const setting = SETTINGS.find((each) => each.key === key);
  if (setting === undefined) return key;
  return `${setting.variable} is not set; set it to ${what}, or ${fileVariable(setting)} to a file that holds it`;
}

function settingsOf(input: SettingsInput): Settings {
  return {
    ari: {
      url: input.ariUrl,
      user: input.ariUser,
      password: input.ariPassword,
      application: input.ariApplication,
    },
    routing: input.routing,
    data: input.data,
    sounds: input.sounds,
    speech: input.speech,
    databaseUrl: input.databaseUrl,
    http: {
      host: input.httpHost,
      port: input.httpPort,
      token: input.apiToken,
      names: (input.httpNames ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])),
    },
    access: input.access ?? join(input.data, 'access.json'),
    logLevel: input.logLevel,
    durability: input.durability,
    journalKeepMs: input.journalKeepHours * 3_600_000,
    stopGraceMs: input.stopGraceSeconds * 1000,
    hangLimitMs: input.hangSeconds * 1000,
    rescueMs: input.rescueSeconds * 1000,
    emergencyRecords: input.emergencyRecords,
    reconcileMs: input.reconcileSeconds === 0 ? null : input.reconcileSeconds * 1000,
    journalAlarmBytes: input.journalAlarmMegabytes * 1024 * 1024,
    overload: overloadOf(input),
    standby: standbyOf(input),
    reports: reportsOf(input),
    queueLog: queueLogOf(input),
    queueLogFile: input.queueLogFile,
    retention: retentionOf(input),
    web: webOf(input),
  };
}

/** 0 switches a limit off. */
function overloadOf(input: SettingsInput): OverloadSettings {
  const limit = (figure: number): number | null => (figure === 0 ? null : figure);
  return {
    limits: {
      'open-calls': limit(input.overloadOpenCalls),
      'in-flight': limit(input.overloadInFlight),
      'loop-delay': limit(input.overloadLoopDelayMs),
      memory: limit(input.overloadMemoryPercent),
    },
    answer: input.overloadAnswer,
  };
}
