import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createAriTelephony } from '../../../src/ari/telephony.js';
import type { TelephonyUnavailable } from '../../../src/ports/telephony.js';
import { silentLog } from '../../contract/real/silent-log.js';
import { PretendAsterisk } from './support/pretend-asterisk.js';
import type { Answer } from './support/pretend-asterisk.js';

async function unavailable(url: string): Promise<TelephonyUnavailable> {
  const telephony = createAriTelephony({
    url,
    user: 'callplane',
    password: 'secret',
    application: 'callplane',
    log: silentLog,
    random: () => 0.5,
    monotonicMs: () => performance.now(),
    limits: { requestTimeoutMs: 1200 },
  });
  try {
    await telephony.check();
  } catch (error) {
    return error as TelephonyUnavailable;
  } finally {
    await telephony.close(0);
  }
  throw new Error('the check passed');
}

describe('an Asterisk that cannot be asked', () => {
  let server: PretendAsterisk;

  beforeEach(async () => {
    server = await PretendAsterisk.start();
  });
  afterEach(() => server.close());

  const meets = async (answer: Answer): Promise<TelephonyUnavailable> => {
    server.on('GET /ari/asterisk/info', answer);
    const error = await unavailable(server.url);
    assert.ok(error.message.includes(server.url), error.message);
    assert.ok(!error.message.includes('secret'));
    return error;
  };

  it('refuses our password: the message names user, file and reload', async () => {
    const error = await meets({ kind: 'reply', status: 401, body: '{"message":"Authentication required"}' });
    assert.equal(error.reason, 'wrong-password');
    assert.match(error.message, /"callplane".*ari\.conf.*reload/);
  });

  it('is still starting', async () => {
    const error = await meets({ kind: 'reply', status: 503, body: '{"message":"Asterisk not booted"}' });
    assert.equal(error.reason, 'not-ready');
    assert.match(error.message, /still starting.*Asterisk not booted/);
  });

  it('has no ARI yet and answers with a page', async () => {
    const error = await meets({ kind: 'reply', status: 404, body: '<html>404 Not Found</html>' });
    assert.equal(error.reason, 'not-ready');
    assert.match(error.message, /res_ari\.so/);
  });

  it('hangs', async () => {
    const error = await meets({ kind: 'hang' });
    assert.equal(error.reason, 'not-ready');
  });

  it('breaks every connection', async () => {
    const error = await meets({ kind: 'reset' });
    assert.equal(error.reason, 'no-connection');
  });

  it('is another web server', async () => {
    const strange = [
      { kind: 'reply', status: 200, body: '<html>Welcome to nginx</html>' },
      { kind: 'reply', status: 200, body: '{"version":1}' },
      { kind: 'reply', status: 302, body: '' },
    ] as const;
    for (const answer of strange) assert.equal((await meets(answer)).reason, 'not-asterisk');
  });

  it('is no web server at all', async () => {
    const other = createServer((socket) => {
      socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    });
    other.unref();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    assert.ok(address !== null && typeof address === 'object');
    const error = await unavailable(`http://127.0.0.1:${address.port}`);
    assert.equal(error.reason, 'not-asterisk');
    other.close();
  });

  it('does not run', async () => {
    const gone = await PretendAsterisk.start();
    const { url } = gone;
    await gone.close();
    const error = await unavailable(url);
    assert.equal(error.reason, 'no-connection');
    assert.match(error.message, /nothing answers.*http\.conf/);
  });
});
