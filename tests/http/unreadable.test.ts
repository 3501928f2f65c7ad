import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { openHttp, TOKEN } from './http-scene.js';

test('what stands behind a wrong expectation on the same connection is carried out and answered', async (t) => {
  const { port, line } = await openHttp(t);
  const answers = await exchange(port, [
    request('GET', '/health', 'Expect: 200-maybe'),
    request('POST', '/api/agents/anna/sign-in', 'Connection: close'),
  ]);
  assert.deepEqual(statuses(answers), ['417', '200']);
  assert.equal(line.asked.length, 1);
});

test('rubbish is refused behind the answers to what stood before it', async (t) => {
  const { port } = await openHttp(t);
  const answers = await exchange(port, [
    request('GET', '/health', 'X-First: 1'),
    request('GET', '/health', 'Expect: 200-maybe'),
    'rubbish\r\n\r\n',
  ]);
  assert.deepEqual(statuses(answers), ['200', '417', '400']);
  assert.match(answers, /"code":"bad-request"/);
});

function request(method: string, path: string, header: string): string {
  const head = [`${method} ${path} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${TOKEN}`, header];
  return `${head.join('\r\n')}\r\n\r\n`;
}

/** Everything that comes back until the server closes the connection. */
function exchange(port: number, parts: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1', () => socket.write(parts.join('')));
  return text(socket);
}

function statuses(answers: string): readonly string[] {
  return [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status ?? '');
}
