import { Writable } from 'node:stream';
import winston from 'winston';
import type { Log, LogFields } from '../ports/log.js';
import { LineQueue } from './line-queue.js';
import { jsonLine, LOG_LEVELS, terminalLine, type LogEntry, type LogLevel } from './line-format.js';

export interface LogOptions {
  /** The least urgent level that is written. */
  readonly level: LogLevel;
  /** `json`: for production; `terminal`: for people; `coloured`: for people whose terminal has colours. */
  readonly shape: 'json' | 'terminal' | 'coloured';
  readonly destination: NodeJS.WritableStream;
  /** Stand in every line, for instance which process it is. */
  readonly fields?: LogFields;
  /** So long lines at info and debug may wait, so that calls do not wait for them; without it none waits. */
  readonly delayMs?: number;
}

/** The shape that fits where the log goes: readable on a terminal (coloured unless NO_COLOR is set), JSON elsewhere. */
export function shapeFor(
  destination: NodeJS.WritableStream & { readonly isTTY?: boolean },
  environment: NodeJS.ProcessEnv,
): LogOptions['shape'] {
  if (destination.isTTY !== true) return 'json';
  return (environment['NO_COLOR'] ?? '') === '' ? 'coloured' : 'terminal';
}

/** The log of this process. */
export function createLog(options: LogOptions): Log {
  const logger = winston.createLogger({
    levels: Object.fromEntries(LOG_LEVELS.map((level, index) => [level, index])),
    level: options.level,
    // The default format makes a text of every entry that nobody reads: lineWriter makes the line.
    format: winston.format((info) => info)(),
  });
  logger.pipe(lineWriter(options));
  const queue = options.delayMs === undefined ? null : new LineQueue(options.delayMs);
  return new WinstonLog(logger, queue, options.fields ?? {});
}

/** Takes winston's objects; each holds the entry it was made from. */
function lineWriter({ destination, shape }: LogOptions): Writable {
  return new Writable({
    objectMode: true,
    write(info: { readonly entry: LogEntry }, _encoding, done) {
      const line = shape === 'json' ? jsonLine(info.entry) : terminalLine(info.entry, shape === 'coloured');
      destination.write(`${line}\n`);
      done();
    },
  });
}

class WinstonLog implements Log {
  constructor(
    private readonly logger: winston.Logger,
    private readonly queue: LineQueue | null,
    private readonly fields: LogFields,
  ) {}

  error(message: string, fields: LogFields = {}): void {
    this.write('error', message, fields);
  }
  warn(message: string, fields: LogFields = {}): void {
    this.write('warn', message, fields);
  }
  info(message: string, fields: LogFields = {}): void {
    this.write('info', message, fields);
  }
  debug(message: string, fields: LogFields = {}): void {
    this.write('debug', message, fields);
  }
  with(fields: LogFields): Log {
    return new WinstonLog(this.logger, this.queue, { ...this.fields, ...fields });
  }

  private write(level: LogLevel, message: string, fields: LogFields): void {
    if (!this.logger.isLevelEnabled(level)) return;
    const entry: LogEntry = { at: new Date(), level, message, fields: { ...this.fields, ...fields } };
    const write = (): void => {
      this.logger.log({ level, message, entry });
    };
    const isUrgent = level === 'error' || level === 'warn';
    if (this.queue !== null && !isUrgent) {
      this.queue.add(write);
      return;
    }
    this.queue?.flush();
    write();
  }
}
