import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { logOf, type Site } from './support/site.js';
import { agentIs, readinessOf, Stage } from './support/stage.js';
import { until } from './support/until.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-tls');
});
after(() => stage.close());

/** TLS in front of Asterisk's HTTP server, with a certificate of its own. */
async function withTls(
  t: TestContext,
  site: Site,
): Promise<{ readonly url: string; readonly certificate: string }> {
  const [key, certificate] = [join(site.folder, 'key.pem'), join(site.folder, 'certificate.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ].concat([
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', key, '-out', certificate],
    ]),
    { stdio: 'ignore' },
  );
  const target = new URL(stage.set.pbx.ariUrl);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (socket) => {
    const to = connect(Number(target.port), target.hostname);
    socket.pipe(to).pipe(socket);
    // Either end may break off: the other then goes too.
    socket.on('error', () => to.destroy());
    to.on('error', () => socket.destroy());
    t.after(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, certificate };
}

test('an Asterisk behind TLS is driven like one on loopback, when its certificate is known', async (t) => {
  const site = stage.site(t);
  const { url, certificate } = await withTls(t, site);
  const callplane = await site.start({ CALLPLANE_ARI_URL: url, NODE_EXTRA_CA_CERTS: certificate });
  const call = await stage.talkTo(callplane, 'anna');
  await stage.hangUp(call);
  await agentIs(callplane, 'anna', 'available');
  assert.equal(await callplane.stop(), 0, callplane.logTail());
});

test('an Asterisk with a certificate of nobody is not driven, and it is said', async (t) => {
  const site = stage.site(t);
  const { url } = await withTls(t, site);
  const callplane = await site.launch({ CALLPLANE_ARI_URL: url });
  await until('the complaint', () =>
    logOf(callplane).some(({ message }) => /Asterisk|certificate/.test(message)),
  );
  await until('the front door', async () => (await readinessOf(callplane)) !== null);
  assert.equal((await readinessOf(callplane))?.state, 'not-ready');
  assert.match(callplane.logTail(50), /certificate/);
});
