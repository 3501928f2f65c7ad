import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CliParts } from '../../src/cli/create-cli.js';
import { run } from './run.js';

test('retention and person: what is asked for is passed on, and what else is wrong use', async () => {
  const asked: unknown[] = [];
  const parts: Partial<CliParts> = {
    runRetention: (request) => Promise.resolve(`${request.mode}\n`),
    retentionLog: (newest) => Promise.resolve(`newest ${newest}\n`),
    destroyRetentionKey: () => Promise.resolve('destroyed\n'),
    person: () =>
      Promise.resolve({
        exportPerson: (number) => Promise.resolve(`{"number":"${number}"}\n`),
        openCallbacks: () => Promise.resolve(['cb-1', 'cb-2']),
        voicemails: () => Promise.resolve(['v-1']),
        deletePerson: (number, cancelled) => {
          asked.push([number, cancelled]);
          return Promise.resolve({ text: 'Deleted.\n', caller: `+${number}` });
        },
      }),
    api: () => ({
      ask: (method, path, body) => {
        asked.push([method, path, body]);
        return Promise.resolve({ status: path.includes('cb-1') ? 200 : 404, body: {} });
      },
    }),
    writeFile: (path, content, readers) => {
      asked.push([path, content, readers]);
      return Promise.resolve();
    },
  };
  const out = async (...args: string[]): Promise<string> => (await run(args, parts)).out;
  assert.equal(await out('retention', 'run', '--dry-run'), 'count\n');
  assert.equal(await out('retention', 'run'), 'do\n');
  assert.equal(await out('retention', 'log', '--newest', '5'), 'newest 5\n');
  assert.equal((await run(['retention', 'log', '--newest', '0'], parts)).code, 2);
  assert.equal(await out('retention', 'destroy-key'), 'destroyed\n');
  assert.equal(await out('person', 'export', '359880000001'), '{"number":"359880000001"}\n');
  assert.equal(await out('person', 'export', '1234567', '--output', 'his.json'), '');
  assert.match(
    await out('person', 'delete', '359880000001'),
    /^Deleted\.\nNobody calls him back any more\.\nNobody is remembered/,
  );
  assert.deepEqual(asked, [
    ['his.json', '{"number":"1234567"}\n', 'owner'],
    ['POST', '/api/callbacks/cb-1/cancel', {}],
    ['POST', '/api/callbacks/cb-2/cancel', {}],
    ['359880000001', ['cb-1', 'cb-2']],
    ['POST', '/api/voicemails/v-1/forget', {}],
    ['POST', '/api/last-agents/forget', { caller: '+359880000001' }],
  ]);
});

test('a person is deleted also where the running Callplane cannot be asked, and told what is left to do', async () => {
  const deleted: unknown[] = [];
  const { out } = await run(['person', 'delete', '359880000001'], {
    person: () =>
      Promise.resolve({
        exportPerson: () => Promise.resolve(''),
        openCallbacks: () => Promise.resolve(['cb-1']),
        voicemails: () => Promise.resolve(['v-1']),
        deletePerson: (number, cancelled) => {
          deleted.push([number, cancelled]);
          return Promise.resolve({ text: 'Deleted.\n', caller: `+${number}` });
        },
      }),
    api: () => ({ ask: () => Promise.reject(new Error('nobody answers')) }),
  });
  assert.deepEqual(deleted, [['359880000001', []]]);
  assert.match(
    out,
    /^Deleted\.\nnobody answers\nSo he may still be called back: callplane callback cancel cb-1, then delete him again\.\nThe running Callplane may still list his messages: POST \/api\/voicemails\/v-1\/forget\n/,
  );
});
