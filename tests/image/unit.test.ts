import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { loadSettings, startSettings } from '../../src/app/settings.js';
import { SettingsFault } from '../../src/app/settings-fault.js';
import { EXIT } from '../../src/cli/exit-code.js';
import { DEFAULT_LIMITS } from '../../src/parent/supervision.js';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const UNIT = readFileSync(join(REPOSITORY, 'deploy/callplane.service'), 'utf8');

/** The values of a key, in order. */
function valuesOf(key: string): readonly string[] {
  const lines = UNIT.split('\n').filter((line) => line.startsWith(`${key}=`));
  return lines.map((line) => line.slice(key.length + 1));
}

test('systemd accepts the unit and finds it hardly exposed', async () => {
  const { stdout } = await promisify(execFile)(join(REPOSITORY, 'scripts/image'), ['unit']);
  const exposure = Number(stdout.trim());
  assert.ok(exposure > 0 && exposure <= 2, `systemd-analyze security: ${stdout}`);
});

test('exit codes that a new start would only repeat do not lead to one', () => {
  const [codes = ''] = valuesOf('RestartPreventExitStatus');
  const wanted = [EXIT.fault, EXIT.usage, EXIT.environment];
  assert.deepEqual(codes.split(' ').map(Number), wanted);
  assert.deepEqual(DEFAULT_LIMITS.fatal.line, wanted);
});

test('the unit gives a stop more time than Callplane takes for it', () => {
  const [seconds = ''] = valuesOf('TimeoutStopSec');
  // The line, then the books.
  assert.ok(Number(seconds) * 1000 > 2 * DEFAULT_LIMITS.stopMs);
});

test('with the variables and credentials of the unit nothing is missing to start', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-unit-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const credential of valuesOf('LoadCredential'))
    writeFileSync(join(folder, credential.split(':')[0] ?? ''), 'a-secret-of-the-tests-0123456789abcdef\n');
  const variables = valuesOf('Environment').map((line) =>
    line.replace('%d', folder).replace('%S', '/var/lib'),
  );

  const environment = Object.fromEntries(
    variables.map((line): [string, string] => [line.replace(/=.*/, ''), line.replace(/.*?=/, '')]),
  );
  const settings = startSettings(loadSettings(environment, folder));
  assert.equal(settings.data, '/var/lib/callplane');
  assert.equal(settings.routing, join(folder, 'routing.yml'));
  assert.throws(() => startSettings(loadSettings({}, folder)), SettingsFault);
});
