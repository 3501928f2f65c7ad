import { request } from 'node:http';
import { CommandFailed, EXIT } from './exit-code.js';

const TIMEOUT_MS = 10_000;

export interface ApiAnswer {
  readonly status: number;
  /** Empty when the answer is no JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The same as it came. */
  readonly bytes?: Buffer;
}

/** The HTTP interface of the running Callplane. */
export interface Api {
  /** Throws `CommandFailed` when nobody answers in time; `withinMs`: 10 s when left out. */
  ask(method: 'GET' | 'POST', path: string, body?: object, withinMs?: number): Promise<ApiAnswer>;
}

export interface ApiPlace {
  readonly host: string;
  readonly port: number;
  readonly token: string;
}

export function createApi(place: ApiPlace): Api {
  return {
    ask: (method, path, body, withinMs = TIMEOUT_MS) => send(place, { method, path, body, withinMs }),
  };
}

interface Asking {
  readonly method: string;
  readonly path: string;
  readonly body: object | undefined;
  readonly withinMs: number;
}

function send(place: ApiPlace, { method, path, body, withinMs }: Asking): Promise<ApiAnswer> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${place.token}`,
    ...(text === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  const host = reachable(place.host);
  return new Promise((resolve, reject) => {
    const sent = request({ host, port: place.port, method, path, headers, timeout: withinMs }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        resolve({ status: response.statusCode ?? 0, body: objectIn(bytes.toString('utf8')), bytes });
      });
      response.on('error', (error) => reject(nobody(place, error)));
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${withinMs / 1000} s`)));
    sent.on('error', (error) => reject(nobody(place, error)));
    sent.end(text);
  });
}

/** Who listens on every address is asked on this machine's own. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function nobody(place: ApiPlace, error: Error): CommandFailed {
  return new CommandFailed(
    `No Callplane answers at http://${place.host}:${place.port} (${error.message}). ` +
      'Start it with "callplane start", or set CALLPLANE_HTTP_HOST and CALLPLANE_HTTP_PORT to where it runs.',
    EXIT.environment,
  );
}
