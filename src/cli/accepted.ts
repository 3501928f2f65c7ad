import type { Api, ApiAnswer } from './api-client.js';
import { CommandFailed, EXIT } from './exit-code.js';

/** The answer's body; throws `CommandFailed` with what was refused. */
export async function accepted(
  api: Api,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  withinMs?: number,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await api.ask(method, path, body, withinMs);
  if (answer.status < 300) return answer.body;
  throw refused(answer);
}

/** The answer's bytes, where they are no JSON; throws `CommandFailed` with what was refused. */
export async function acceptedBytes(api: Api, path: string): Promise<Buffer> {
  const answer = await api.ask('GET', path);
  if (answer.status < 300 && answer.bytes !== undefined) return answer.bytes;
  throw refused(answer);
}

function refused(answer: ApiAnswer): CommandFailed {
  return new CommandFailed(refusal(answer), answer.status >= 500 ? EXIT.environment : EXIT.fault);
}

function refusal({ status, body }: ApiAnswer): string {
  const title = textOf(body['title']) || `The answer was ${status}`;
  const faults = Array.isArray(body['faults']) ? (body['faults'] as unknown[]).map(faultLine) : [];
  return [`${title}: ${textOf(body['detail'])}`, ...faults].join('\n');
}

function faultLine(fault: unknown): string {
  if (typeof fault !== 'object' || fault === null) return String(fault);
  const { file, line: at, column, message } = fault as Readonly<Record<string, unknown>>;
  const place = file === undefined ? '' : `${textOf(file)}:${textOf(at)}:${textOf(column)}: `;
  return `${place}${textOf(message)}`;
}

/** A text or a number as it is; empty: it is something else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What a list holds. */
export function itemsOf(
  answer: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(answer['items']) ? (answer['items'] as Readonly<Record<string, unknown>>[]) : [];
}
