import type { Client } from 'ari-client';
import type { AriAccess, AriHttpClient } from './http-client.js';
import { asObject, parseJson, textIn } from './json.js';
import { carryLibrary } from './library-transport.js';

interface Library {
  connect(url: string, user: string, password: string): Promise<Client>;
}

/** A call through ari-client failed; the library tells no status, so Asterisk's own words are all there is. */
export class LibraryFailed extends Error {
  constructor(operation: string, why: string) {
    super(`${operation}: ${why}`);
    this.name = 'LibraryFailed';
  }
}

/**
 * ari-client, for what is not urgent, on our transport. Its promises have a deadline of their own all the same: its probe
 * before connecting goes its own way. Its event socket is not used.
 */
export class AriLibrary {
  readonly #client: Client;
  readonly #deadlineMs: number;

  private constructor(client: Client, deadlineMs: number) {
    this.#client = client;
    this.#deadlineMs = deadlineMs;
  }

  /** Loads the package, which takes some tenths of a second the first time. */
  static async load(): Promise<Library> {
    const module = await import('ari-client');
    // Its Swagger reader leaves a global `log` behind, through which it complains of old formats on the console.
    Reflect.set(globalThis, 'log', () => undefined);
    return module.default;
  }

  /** Reads Asterisk's description of itself; throws `LibraryFailed`. */
  static async connect(http: AriHttpClient, access: AriAccess, deadlineMs: number): Promise<AriLibrary> {
    const library = await AriLibrary.load();
    carryLibrary(access.url, http, deadlineMs);
    const url = access.url.replace(/\/+$/, '');
    const client = await within(deadlineMs, 'connect', () =>
      library.connect(url, access.user, access.password),
    );
    return new AriLibrary(client, deadlineMs);
  }

  /** Runs one operation; throws `LibraryFailed` when it fails or does not end in time. */
  call<Result>(operation: string, run: (client: Client) => PromiseLike<Result>): Promise<Result> {
    return within(this.#deadlineMs, operation, () => run(this.#client));
  }
}

async function within<Result>(
  deadlineMs: number,
  operation: string,
  run: () => PromiseLike<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new LibraryFailed(operation, `no answer in ${deadlineMs} ms`)),
      deadlineMs,
    );
  });
  try {
    return await Promise.race([run(), deadline]);
  } catch (error) {
    throw error instanceof LibraryFailed ? error : new LibraryFailed(operation, reasonOf(error));
  } finally {
    clearTimeout(timer);
  }
}

/** The library rejects with an `Error`, with a string, or with nothing to say. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : typeof error === 'string' ? error : '';
  const body = asObject(parseJson(text));
  const said = body === null ? text : textIn(body, 'message') || textIn(body, 'error');
  return said === '' ? 'failed without a reason' : said.slice(0, 200);
}
