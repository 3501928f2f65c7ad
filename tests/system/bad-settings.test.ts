import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { childrenOf, exitCodeOf, Site } from './support/site.js';

interface Refusal {
  readonly what: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What the message must say: what was found, and what would be right. */
  readonly says: readonly RegExp[];
}

const REFUSALS: readonly Refusal[] = [
  {
    what: 'a missing token',
    environment: { CALLPLANE_API_TOKEN: '' },
    says: [/CALLPLANE_API_TOKEN is not set/, /openssl rand -hex 32/, /CALLPLANE_API_TOKEN_FILE/],
  },
  {
    what: 'a short token, which is not shown',
    environment: { CALLPLANE_API_TOKEN: 'too-short' },
    says: [/CALLPLANE_API_TOKEN/, /at least 16 characters/, /^(?!.*too-short)/s],
  },
  {
    what: 'a slip in the name of a variable',
    environment: { CALLPLANE_HTTP_PRT: '8080' },
    says: [/CALLPLANE_HTTP_PRT: there is no such setting; right would be CALLPLANE_HTTP_PORT/],
  },
  {
    what: 'several faults at once',
    environment: { CALLPLANE_HTTP_PORT: 'eighty', CALLPLANE_LOG_LEVEL: 'loud', DATABASE_URL: 'postgres://x' },
    says: [
      /CALLPLANE_HTTP_PORT.*"eighty"/,
      /CALLPLANE_LOG_LEVEL.*error, warn, info or debug/,
      /DATABASE_URL.*mysql:/,
    ],
  },
  {
    what: 'a secret whose file is not there',
    environment: { CALLPLANE_API_TOKEN: '', CALLPLANE_API_TOKEN_FILE: '/nowhere/token' },
    says: [/\/nowhere\/token cannot be read \(ENOENT\)/, /name a file with the secret/],
  },
];

test(
  'settings that cannot be used end the start with one message and exit code 1',
  { concurrency: 3 },
  async (t) => {
    await Promise.all(
      REFUSALS.map(({ what, environment, says }) =>
        t.test(what, async (t) => {
          const site = new Site(t);
          const callplane = await site.launch(environment);
          assert.equal(await exitCodeOf(callplane), 1, callplane.logTail());
          const message = callplane.logTail();
          for (const part of says) assert.match(message, part);
          assert.doesNotMatch(message, /\n\s+at /, 'a stack is no message');
          assert.deepEqual(childrenOf(callplane), [], 'something was started');
          assert.ok(!existsSync(join(site.data, 'journal')));
        }),
      ),
    );
  },
);

test('a key that no setting has is a fault of the settings file', async (t) => {
  const site = new Site(t);
  const file = join(site.folder, 'settings.json');
  writeFileSync(file, JSON.stringify({ http: { prot: 8080 } }));
  const callplane = await site.launch({ CALLPLANE_SETTINGS: file });
  assert.equal(await exitCodeOf(callplane), 1);
  assert.match(callplane.logTail(), /http\.prot in .*settings\.json: there is no such setting/);
});
