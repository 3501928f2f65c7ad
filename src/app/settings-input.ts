import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsNotIn, IsOptional, IsUrl, Matches, Max, Min } from 'class-validator';
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
const A_NAME = 'a name of letters, digits, dashes and underscores, at most 40';

/** All settings in one place, before they are checked; each message says what would be right. */
export class SettingsInput {
  @IsUrl(ASTERISK_URL, {
    message: 'the address of Asterisk without user and password, like http://127.0.0.1:8088',
  })
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
}
