import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { ServerResponse } from 'node:http';

/** What it does with what is posted; it may be changed at any time. */
export type HookMood = 'takes' | 'fails' | 'hangs' | 'cuts-after-body';

/** Something that was posted, whatever was answered. */
export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A real web server on a port of its own, which does what its mood is and keeps what it got. */
export class WebHook {
  mood: HookMood = 'takes';
  readonly posted: Posted[] = [];
  port = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.#answer(request, response, Buffer.concat(chunks).toString()));
    });
  }

  static async open(): Promise<WebHook> {
    const hook = new WebHook();
    await new Promise<void>((resolve) => hook.#server.listen(0, '127.0.0.1', resolve));
    const address = hook.#server.address();
    hook.port = typeof address === 'object' && address !== null ? address.port : 0;
    return hook;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks/s3cret`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #answer(request: IncomingMessage, response: ServerResponse, text: string): void {
    const body = JSON.parse(text) as Posted['body'];
    this.posted.push({ path: request.url ?? '', headers: request.headers, body });
    switch (this.mood) {
      case 'takes':
        response.writeHead(200).end('ok');
        return;
      case 'fails':
        response.writeHead(503).end('come back\nlater');
        return;
      case 'hangs':
        return;
      case 'cuts-after-body':
        request.socket.destroy();
    }
  }
}
