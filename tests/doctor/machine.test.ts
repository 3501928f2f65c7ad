import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ariAddressCheck } from '../../src/doctor/ari-address.js';
import { callplaneCheck } from '../../src/doctor/callplane.js';
import { dataFolderCheck } from '../../src/doctor/data-folder.js';
import { diskChecks } from '../../src/doctor/disk-space.js';
import { examine, hasFailed } from '../../src/doctor/examine.js';
import { frontDoorChecks } from '../../src/doctor/http-port.js';
import { journalSizeCheck } from '../../src/doctor/journal-size.js';
import { renderDiagnoses, renderDiagnosesJson } from '../../src/doctor/render.js';
import { secretFilesCheck } from '../../src/doctor/secret-files.js';
import { whyUnwritable } from '../../src/doctor/speech-folder.js';
import { speechCheck } from '../../src/doctor/speech.js';
import { standbyChecks } from '../../src/doctor/standby.js';
import { passed, warned } from '../../src/ports/diagnosis.js';
import { freePort } from '../support/callplane/free-port.js';
import { linesOf, scratchFolder } from './scene.js';

/** A disk of its own. */
function disk(t: TestContext, options: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-doctor-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  t.after(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  });
  return folder;
}

test('a disk with little space, and one with few inodes', async (t) => {
  const small = await linesOf(diskChecks(join(disk(t, 'size=16m,nr_inodes=50'), 'not', 'there', 'yet')));
  assert.match(
    small[0] ?? '',
    /^failed space: 16\.0 MB of 16\.0 MB are free for .*yet -> free space, or move/,
  );
  assert.match(small[1] ?? '', /^failed inodes: \d+ of 50 inodes are free .* -> .*du --inodes/);
  const narrow = await linesOf(diskChecks(disk(t, 'size=512m,nr_inodes=2000')));
  assert.match(narrow[0] ?? '', /^warned space: 512 MB/);
  assert.match(narrow[1] ?? '', /^warned inodes: \d+ of 2000/);
  const wide = await linesOf(diskChecks(disk(t, 'size=3g,nr_inodes=50000')));
  assert.match(wide[0] ?? '', /^passed space: 3\.0 GB/);
  assert.match(wide[1] ?? '', /^passed inodes/);
});

test('a journal that has taken much of its disk', async (t) => {
  const data = disk(t, 'size=16m');
  assert.deepEqual(await linesOf([journalSizeCheck(data)]), [
    `passed journal: there is no journal in ${data}/journal yet`,
  ]);
  mkdirSync(join(data, 'journal'));
  const file = join(data, 'journal', 'segment-0000000000000001.journal');
  writeFileSync(file, Buffer.alloc(9 * 1024 * 1024));
  const check = journalSizeCheck(data);
  assert.match(
    (await linesOf([check]))[0] ?? '',
    /^failed journal: .* 9\.0 MB, 56\.\d % .* -> the database is away/,
  );
  truncateSync(file, 5 * 1024 * 1024);
  assert.match((await linesOf([check]))[0] ?? '', /^warned journal: .* 5\.0 MB, 31\.\d %/);
  truncateSync(file, 1024);
  assert.match((await linesOf([check]))[0] ?? '', /^passed journal: .* 1\.0 kB/);
});

test('secrets that everybody may read or write', async (t) => {
  const path = join(scratchFolder(t), 'ari.password');
  writeFileSync(path, 'secret', { mode: 0o600 });
  const check = secretFilesCheck([{ path, setting: 'CALLPLANE_ARI_PASSWORD_FILE' }]);
  assert.deepEqual(await linesOf([check]), [`passed secrets: only their owners read ${path}`]);
  chmodSync(path, 0o644);
  const [line = ''] = await linesOf([check]);
  assert.match(
    line,
    /^failed secrets: everybody .* may read .*ari\.password \(CALLPLANE_ARI_PASSWORD_FILE, mode 644\)/,
  );
  assert.match(line, /-> chmod 600 .*change the secret/);
  assert.ok(!line.includes('secret"') && !line.includes('=secret'));
  chmodSync(path, 0o602);
  assert.match((await linesOf([check]))[0] ?? '', /^failed secrets: everybody .* may write/);
  assert.match((await linesOf([secretFilesCheck([])]))[0] ?? '', /^passed/);
});

test('a data folder that is read-only, open to all, or holds what belongs to another user', async (t) => {
  const readOnly = disk(t, 'size=1m');
  execFileSync('mount', ['-o', 'remount,ro', readOnly]);
  assert.match(
    (await linesOf([dataFolderCheck(join(readOnly, 'data'))]))[0] ?? '',
    /^failed data folder: .* cannot be written \(EROFS\) -> .*findmnt/,
  );
  const data = join(scratchFolder(t), 'data');
  assert.deepEqual(await linesOf([dataFolderCheck(data)]), [
    `passed data folder: ${data} is made at the start`,
  ]);
  mkdirSync(join(data, 'journal'), { recursive: true });
  chmodSync(data, 0o750);
  assert.match((await linesOf([dataFolderCheck(data)]))[0] ?? '', /^passed data folder: .*all its own/);
  const snapshot = join(data, 'journal', 'snapshot-1');
  writeFileSync(snapshot, '');
  chownSync(snapshot, 12_345, 12_345);
  assert.match(
    (await linesOf([dataFolderCheck(data)]))[0] ?? '',
    /^warned data folder: .* but not what is in it: journal\/snapshot-1 -> chown -R/,
  );
  chmodSync(data, 0o777);
  assert.match(
    (await linesOf([dataFolderCheck(data)]))[0] ?? '',
    /^failed data folder: everybody .*mode 777/,
  );
});

test('a port that another program holds is named with its process', async (t) => {
  const port = await freePort();
  const door = { host: '127.0.0.1', port };
  const nobody = (): Promise<boolean> => Promise.resolve(false);
  assert.equal(
    (await linesOf(frontDoorChecks(door, nobody)))[0],
    `passed HTTP port: 127.0.0.1:${port} is free`,
  );
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  t.after(() => other.close());
  const [held = ''] = await linesOf(frontDoorChecks(door, nobody));
  assert.match(
    held,
    new RegExp(
      `^failed HTTP port: .*:${port} is held by .*\\(process ${process.pid}\\) -> .*CALLPLANE_HTTP_PORT`,
    ),
  );
  const [ours = ''] = await linesOf(frontDoorChecks(door, () => Promise.resolve(true)));
  assert.match(ours, /^passed HTTP port: the running Callplane has/);
  const strange = await linesOf(frontDoorChecks({ host: '192.0.2.1', port }, nobody));
  assert.match(strange[0] ?? '', /^failed HTTP port: .*EADDRNOTAVAIL/);
  assert.match(strange[1] ?? '', /^warned HTTP address: 192\.0\.2\.1 may be reached/);
});

test('ARI over a network without TLS', async () => {
  const lineOf = async (url: string): Promise<string> => (await linesOf([ariAddressCheck(url)]))[0] ?? '';
  for (const url of ['http://127.0.0.1:8088', 'http://localhost:8088', 'http://[::1]:8088'])
    assert.match(await lineOf(url), /^passed ARI/);
  assert.match(await lineOf('https://pbx.example:8089'), /^passed ARI: .*TLS/);
  assert.match(
    await lineOf('http://pbx.example:8088'),
    /^failed ARI: .*another machine.* -> .*tlsenable=yes/,
  );
});

test('a standby needs a database that can be shared', async () => {
  const alone = { peer: null, reachPeer: () => Promise.resolve('not-reached' as const), said: null };
  assert.deepEqual(await linesOf(standbyChecks({ ...alone, database: 'of-this-machine' })), [
    'warned database: there can be no standby: the facts are in an SQLite file of this machine -> nothing, if one ' +
      'machine is enough; else a MySQL or MariaDB that both machines reach (DATABASE_URL)',
  ]);
  assert.match(
    (await linesOf(standbyChecks({ ...alone, database: 'shared' })))[0] ?? '',
    /^passed .*no standby/,
  );
});

test('two installations: whether the other is reached, and which of them leads', async () => {
  const linesWith = (
    answer: 'reached' | 'not-reached',
    state: string | null,
    reasons: readonly string[] = [],
  ): Promise<readonly string[]> =>
    linesOf(
      standbyChecks({
        database: 'shared',
        peer: '192.0.2.2:7700',
        reachPeer: () => Promise.resolve(answer),
        said: state === null ? null : { state, reasons },
      }),
    );
  assert.deepEqual(await linesWith('reached', 'ready'), [
    'passed other: the other installation takes connections at 192.0.2.2:7700',
    'passed role: this installation leads, and the other follows',
  ]);
  const [other, role] = await linesWith('not-reached', 'degraded', [
    'no standby follows: nobody could take over',
  ]);
  assert.match(
    other ?? '',
    /^warned other: nobody .* 192\.0\.2\.2:7700.* -> start Callplane on the other machine/,
  );
  assert.match(role ?? '', /^warned role: .*none follows.* -> .*docs\/standby\.md/);
  assert.match((await linesWith('reached', 'standby'))[1] ?? '', /^passed role: .*stands by/);
  assert.match((await linesWith('reached', 'not-ready'))[1] ?? '', /^warned role: .*neither/);
  assert.match((await linesWith('reached', null))[1] ?? '', /^passed role: nothing runs/);
});

test('what the running Callplane says of itself', async () => {
  const lineOf = async (state: string | null): Promise<string> => {
    const said = state === null ? null : { state, reasons: state === 'ready' ? [] : ['the books are away'] };
    return (await linesOf([callplaneCheck(() => Promise.resolve(said))]))[0] ?? '';
  };
  const standby = (...troubles: string[]): Promise<readonly string[]> =>
    linesOf([
      callplaneCheck(() => Promise.resolve({ state: 'standby', reasons: ['another leads', ...troubles] })),
    ]);
  assert.match((await standby())[0] ?? '', /^passed readiness: .*stands by: another leads/);
  assert.match((await standby('Asterisk is silent'))[0] ?? '', /^warned readiness: .*Asterisk is silent/);
  assert.match(await lineOf(null), /^passed readiness: no Callplane runs/);
  assert.match(await lineOf('ready'), /^passed readiness/);
  assert.match(await lineOf('degraded'), /^warned readiness: .*the books are away/);
  assert.match(await lineOf('not-ready'), /^failed readiness/);
});

test('a check that throws is a failed line, and the others are told all the same', async () => {
  const diagnoses = await examine([
    { area: 'a', name: 'broken', look: () => Promise.reject(new Error('no such thing')) },
    { area: 'b', name: 'fine', look: () => Promise.resolve(passed('all is well')) },
    { area: 'b', name: 'doubtful', look: () => Promise.resolve(warned('little', 'get more')) },
  ]);
  assert.ok(hasFailed(diagnoses));
  assert.ok(!hasFailed(diagnoses.slice(1)));
  assert.equal(
    renderDiagnoses(diagnoses),
    [
      'failed  a broken    could not be looked at: no such thing',
      '                    -> mend what the message speaks of and ask the doctor again; where it speaks of nothing on this machine, it is a fault of Callplane: report this line',
      'passed  b fine      all is well',
      'warned  b doubtful  little',
      '                    -> get more',
      '',
      '1 passed, 1 warned, 1 failed',
      '',
    ].join('\n'),
  );
  const json = JSON.parse(renderDiagnosesJson(diagnoses)) as { verdict: string; checks: object[] };
  assert.equal(json.verdict, 'failed');
  assert.deepEqual(json.checks[2], {
    area: 'b',
    check: 'doubtful',
    verdict: 'warned',
    found: 'little',
    mend: 'get more',
  });
});

test('spoken prompts: what is missing fails, what could only not be made anew warns', async () => {
  const look = { texts: 3, missing: 0, faults: [], slow: [], unwritable: [] };
  const lines = (changed: Partial<typeof look> | object) =>
    linesOf([speechCheck(() => Promise.resolve({ ...look, ...changed }))]);
  assert.deepEqual(await lines({}), [
    'passed speech: the engine speaks; of 3 texts all have their sound files',
  ]);
  assert.match(
    (await lines({ slow: ['it took longer than 5 s'] })).join('\n'),
    /^warned speech: it took longer than 5 s.*a faster engine/,
  );
  assert.deepEqual(await lines({ missing: 2 }), [
    'passed speech: the engine speaks; of 3 texts 2 are spoken when the file is loaded',
  ]);
  const faults = ['routing.yml:4:7: found the prompt "welcome", which could not be spoken'];
  assert.match(
    (await lines({ faults }))[0] ?? '',
    /^warned speech: routing\.yml:4:7: .* -> apt install espeak-ng/,
  );
  assert.match((await lines({ faults, missing: 1 }))[0] ?? '', /^failed speech: routing/);
  const unwritable = [{ folder: '/sounds/en/callplane-speech', why: 'EACCES' }];
  assert.match(
    (await lines({ unwritable }))[0] ?? '',
    /^warned speech: .*cannot be written: EACCES -> install -d -o callplane -g asterisk -m 2750 \/sounds\/en\/callplane-speech/,
  );
});

test('a folder for spoken prompts that the service could not write', async (t) => {
  const folder = scratchFolder(t);
  const [data, sounds] = [join(folder, 'data'), join(folder, 'sounds')];
  for (const made of [data, sounds]) mkdirSync(made);
  const speech = join(sounds, 'en/callplane-speech');
  assert.equal(await whyUnwritable(speech, data), null);
  chownSync(data, 12_345, 12_345);
  assert.equal(
    await whyUnwritable(speech, data),
    `${sounds} belongs to user 0, and the data folder to user 12345`,
  );
  mkdirSync(speech, { recursive: true });
  chownSync(speech, 0, 12_345);
  chmodSync(speech, 0o2770);
  assert.equal(await whyUnwritable(speech, data), null);
});
