import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { AriHttpClient } from '../../../src/ari/http-client.js';
import { AriLibrary, LibraryFailed } from '../../../src/ari/library.js';
import { newMetrics } from '../../../src/ari/metrics.js';
import { DEFAULT_LIMITS } from '../../../src/ari/options.js';
import { PretendAsterisk } from './support/pretend-asterisk.js';
import type { Answer } from './support/pretend-asterisk.js';

const DEADLINE_MS = 1500;

/** The start of a description of itself as Asterisk serves it: one resource with one operation. */
const json = (value: unknown): Answer => ({ kind: 'reply', status: 200, body: JSON.stringify(value) });
const RESOURCES = (url: string): Answer =>
  json({
    apiVersion: '9',
    swaggerVersion: '1.1',
    basePath: `${url}/ari`,
    apis: [{ path: '/api-docs/deviceStates.{format}', description: 'Device state resources' }],
  });
const DEVICE_STATES = (url: string): Answer =>
  json({
    apiVersion: '9',
    swaggerVersion: '1.1',
    basePath: `${url}/ari`,
    resourcePath: '/api-docs/deviceStates.{format}',
    apis: [
      {
        path: '/deviceStates/{deviceName}',
        description: 'Device state',
        operations: [
          {
            httpMethod: 'GET',
            nickname: 'get',
            responseClass: 'DeviceState',
            parameters: [
              {
                name: 'deviceName',
                paramType: 'path',
                required: true,
                allowMultiple: false,
                dataType: 'string',
              },
            ],
          },
        ],
      },
    ],
    models: {
      DeviceState: { id: 'DeviceState', properties: { name: { type: 'string' }, state: { type: 'string' } } },
    },
  });

describe('ari-client on our transport', () => {
  let server: PretendAsterisk;
  let http: AriHttpClient;

  beforeEach(async () => {
    server = await PretendAsterisk.start();
    server.on('GET /ari/api-docs/resources.json', RESOURCES(server.url));
    server.on('GET /ari/api-docs/deviceStates.json', DEVICE_STATES(server.url));
    http = new AriHttpClient(access('right'), DEFAULT_LIMITS, newMetrics());
  });
  afterEach(async () => {
    await http.close();
    await server.close();
  });

  const access = (password: string): { url: string; user: string; password: string } => ({
    url: server.url,
    user: 'me',
    password,
  });
  const connect = (): Promise<AriLibrary> => AriLibrary.connect(http, access('right'), DEADLINE_MS);
  const state = (library: AriLibrary): Promise<string> =>
    library
      .call('device state', (client) => client.deviceStates.get({ deviceName: 'PJSIP/1' }))
      .then((found) => found.state);
  const fails = async (promise: Promise<unknown>, message: RegExp): Promise<void> => {
    await assert.rejects(promise, (error) => {
      assert.ok(error instanceof LibraryFailed, String(error));
      assert.match(error.message, message);
      return true;
    });
  };
  const STRANGE: readonly (readonly [Answer, RegExp])[] = [
    [{ kind: 'reply', status: 404, body: '<html>404</html>' }, /./],
    [{ kind: 'reply', status: 401, body: '{"message":"Authentication required"}' }, /401/],
    [{ kind: 'reply', status: 500, body: '' }, /500/],
    [{ kind: 'reply', status: 200, body: '<html>' }, /./],
    [{ kind: 'reply', status: 200, body: '' }, /./],
    [{ kind: 'reset' }, /./],
  ];

  it('asks with the right user and reads the answer', async () => {
    server.on('GET /ari/deviceStates/PJSIP', json({ name: 'PJSIP/1', state: 'NOT_INUSE' }));
    assert.equal(await state(await connect()), 'NOT_INUSE');
    const expected = `Basic ${Buffer.from('me:right').toString('base64')}`;
    assert.ok(server.requests.slice(1).every(({ authorization }) => authorization === expected));
  });

  it('fails, and never throws where nobody can catch it, when Asterisk cannot describe itself', async () => {
    for (const path of ['resources', 'deviceStates']) {
      for (const [answer] of STRANGE) {
        server.on(`GET /ari/api-docs/${path}.json`, answer);
        await fails(connect(), /^connect: /);
        server.on(`GET /ari/api-docs/resources.json`, RESOURCES(server.url));
        server.on(`GET /ari/api-docs/deviceStates.json`, DEVICE_STATES(server.url));
      }
    }
    assert.ok(await connect());
  });

  it('fails when an operation is answered strangely or not at all', async () => {
    const library = await connect();
    for (const [answer, message] of STRANGE.slice(0, 4)) {
      server.on('GET /ari/deviceStates/PJSIP', answer);
      await fails(state(library), message);
    }
    server.on('GET /ari/deviceStates/PJSIP', { kind: 'reset' });
    await fails(state(library), /broken/);
    server.on('GET /ari/deviceStates/PJSIP', { kind: 'hang' });
    await fails(state(library), /timeout|no answer in/);
  });

  it("tells Asterisk's own words", async () => {
    const library = await connect();
    server.on('GET /ari/deviceStates/PJSIP', {
      kind: 'reply',
      status: 404,
      body: '{"message":"Device not found"}',
    });
    await fails(state(library), /^device state: status 404 Device not found$/);
  });

  it('keeps the user of each Asterisk apart', async () => {
    const library = await connect();
    const other = await PretendAsterisk.start();
    other.on('GET /ari/api-docs/resources.json', RESOURCES(other.url));
    other.on('GET /ari/api-docs/deviceStates.json', DEVICE_STATES(other.url));
    const place = { url: other.url, user: 'you', password: 'else' };
    const http2 = new AriHttpClient(place, DEFAULT_LIMITS, newMetrics());
    await AriLibrary.connect(http2, place, DEADLINE_MS);
    server.on('GET /ari/deviceStates/PJSIP', json({ name: 'PJSIP/1', state: 'BUSY' }));
    assert.equal(await state(library), 'BUSY');
    const sent = server.requests.at(-1)?.authorization;
    assert.equal(sent, `Basic ${Buffer.from('me:right').toString('base64')}`);
    await http2.close();
    await other.close();
  });
});
