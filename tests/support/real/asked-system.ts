import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Deed } from '../scenario/scenario.js';

type Answers = Extract<Deed, { kind: 'other-system' }>['answers'];

/** The system that flows ask, for all scenarios of a stage: each asks below a path of its own, and is answered as it says. */
export class AskedSystem {
  readonly #answers = new Map<string, Answers>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const [, whose = ''] = (request.url ?? '').split('/');
      this.#answer(response, this.#answers.get(`${this.url}/${whose}`) ?? null);
    });
  }

  static async open(): Promise<AskedSystem> {
    const asked = new AskedSystem();
    await new Promise<void>((resolve) => asked.#server.listen(0, '127.0.0.1', resolve));
    return asked;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How it answers who asks at this address from now on; null: never. */
  set(address: string, answers: Answers): Promise<void> {
    this.#answers.set(address, answers);
    return Promise.resolve();
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(response: ServerResponse, answers: Answers): void {
    if (answers === null) return;
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(answers.body);
    }, answers.afterMs);
  }
}
