import type { Instant, Signal } from '../core/signal.js';

/** A step that threw, for whoever mends the fault: which one, when, and where it threw. Holds ids, nothing of a person. */
export interface FailedStep {
  readonly at: Instant;
  readonly during: 'live' | 'replay';
  readonly signal: Readonly<Record<string, string>>;
  readonly error: string;
  readonly stack: readonly string[];
}

/** What of a signal may leave the machine: its kind and these ids; no numbers, names, keys or plans. */
const IDS = [
  'leg',
  'playback',
  'bridge',
  'recording',
  'call',
  'phone',
  'state',
  'end',
  'failure',
  'ask',
  'agent',
  'command',
] as const;

export function failedStep(
  during: FailedStep['during'],
  signal: Signal,
  at: Instant,
  thrown: unknown,
): FailedStep {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const causes = error.cause instanceof Error ? framesOf(error.cause) : [];
  const stack = [...framesOf(error), ...causes];
  return { at, during, signal: idsOf(signal), error: withoutNumbers(error.message), stack };
}

/** The ids of a signal, for logs and for the file of failed steps. */
export function idsOf(signal: Signal): Readonly<Record<string, string>> {
  const parts: Readonly<Record<string, unknown>> = { ...signal, ...innerOf(signal) };
  const found: Record<string, string> = { kind: signal.kind };
  for (const name of IDS) {
    const value = parts[name];
    if (typeof value === 'string') found[name] = withoutNumbers(value);
  }
  return found;
}

/** A phone may be a number that is reached over a trunk: `PJSIP/+359880000001@trunk` becomes `PJSIP/+…@trunk`. */
function withoutNumbers(text: string): string {
  return text.replace(/\+\d+/g, '+…');
}

/** Ids that stand one level deeper. */
function innerOf(signal: Signal): object {
  if (signal.kind === 'request') return signal.request;
  return signal.kind === 'command-failed' ? { command: signal.command.kind, leg: signal.command.leg } : {};
}

/** Without the first line, which is the message. */
function framesOf(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .map((line) => line.trim());
}
