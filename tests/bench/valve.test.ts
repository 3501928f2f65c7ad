import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { Valve } from '../../bench/machine/valve.js';

/** A server that says after each piece how much it has got in all. */
let server: Server;
let valve: Valve;
before(async () => {
  server = createServer((socket) => {
    let got = 0;
    socket.on('data', (data) => socket.write(`${(got += data.length)}\n`));
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  valve = await Valve.open({ host: '127.0.0.1', port: address.port });
});
after(() => {
  valve.close();
  server.close();
});

async function client(): Promise<Socket> {
  const socket = connect(valve.port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Sends so many bytes; how long it took until the server had got them. */
async function send(socket: Socket, bytes: number): Promise<number> {
  const beganAt = performance.now();
  socket.write(Buffer.alloc(bytes));
  let said = '';
  while (!said.split('\n').includes(String(bytes))) said += String((await once(socket, 'data'))[0]);
  return performance.now() - beganAt;
}

test('a valve that is limited lets a tenth of its second through at a time, an open one everything', async () => {
  valve.limit(2_000);
  const narrow = await client();
  // Five portions of 200 bytes, a tenth of a second apart.
  assert.ok((await send(narrow, 1_000)) >= 350);
  narrow.destroy();
  valve.limit(null);
  const wide = await client();
  await send(wide, 100_000);
  wide.destroy();
});

test('when the server breaks off, so does whoever came through the valve', async () => {
  const socket = await client();
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  valve.close();
  await closed;
});
