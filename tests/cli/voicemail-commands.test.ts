import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import type { AddressInfo } from 'node:net';
import { createApi } from '../../src/cli/api-client.js';
import type { CliParts } from '../../src/cli/create-cli.js';
import { run } from './run.js';

const UNHEARD = {
  ...{
    voicemail: 'k-voicemail-7',
    box: 'evening',
    leftAt: '2026-03-04T18:00:00.000Z',
    from: '+359888000001',
  },
  ...{ durationMs: 8_000, callback: 'k-callback-8', heardAt: null, heardBy: null },
};
const HEARD = {
  ...{ ...UNHEARD, voicemail: 'k-voicemail-5', from: null, durationMs: null, callback: null },
  ...{ heardAt: '2026-03-04T18:10:00.000Z', heardBy: 'olga' },
};

/** A Callplane that answers so; what it was asked. */
async function answering(
  t: TestContext,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly asked: string[]; readonly parts: Pick<CliParts, 'api'> }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { asked, parts: { api: () => createApi({ host: '127.0.0.1', port, token: 'tok' }) } };
}

test('messages that nobody has heard are listed, with --all the others, too', async (t) => {
  const { parts } = await answering(t, (_request, response) => {
    response.end(JSON.stringify({ items: [UNHEARD, HEARD], total: 2 }));
  });
  const first =
    'k-voicemail-7: evening, 2026-03-04T18:00:00.000Z, from +359888000001, 8 s, called back by k-callback-8, unheard\n';
  assert.equal((await run(['voicemail', 'list'], parts)).out, first);
  const second = 'k-voicemail-5: evening, 2026-03-04T18:00:00.000Z, from a hidden number, heard by olga\n';
  assert.equal((await run(['voicemail', 'list', '--all'], parts)).out, first + second);
});

test('a message is marked, and its sound saved for its owner alone', async (t) => {
  const sound = Buffer.from([0x52, 0x49, 0x46, 0x46, 0xff, 0x00, 0x80]);
  const { asked, parts } = await answering(t, (request, response) => {
    response.end(request.url?.endsWith('/sound') === true ? sound : JSON.stringify(HEARD));
  });
  assert.match((await run(['voicemail', 'heard', 'k 5'], parts)).out, /^k-voicemail-5: .*heard by olga\n$/);
  assert.equal((await run(['voicemail', 'unheard', 'k-5'], parts)).code, 0);
  const written: unknown[] = [];
  const writeFile: CliParts['writeFile'] = (...what) => {
    written.push(what);
    return Promise.resolve();
  };
  assert.equal((await run(['voicemail', 'save', 'k-5', 'a.wav'], { ...parts, writeFile })).out, 'a.wav\n');
  assert.deepEqual(written, [['a.wav', sound, 'owner']]);
  assert.deepEqual(asked, [
    'POST /api/voicemails/k%205/heard',
    'POST /api/voicemails/k-5/unheard',
    'GET /api/voicemails/k-5/sound',
  ]);
});

test('a sound that is not there is refused with what is wrong, and nothing is written', async (t) => {
  const { parts } = await answering(t, (_request, response) => {
    response.statusCode = 404;
    response.end(
      JSON.stringify({ title: 'The sound is not there', detail: 'its time is over', code: 'no-sound' }),
    );
  });
  const refused = await run(['voicemail', 'save', 'k-5', 'a.wav'], parts);
  assert.deepEqual([refused.code, refused.err], [1, 'The sound is not there: its time is over\n']);
});
