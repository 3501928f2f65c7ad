import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { basicAuthorization } from '../../src/ari/http-client.js';
import type { WhoHasIt } from '../../src/ari/examine-application.js';
import { asteriskChecks, type ExamineOptions } from '../../src/ari/examine.js';
import { dialplanCheck } from '../../src/doctor/dialplan.js';
import { findLocalAsterisk } from '../../src/doctor/local-asterisk.js';
import { musicCheck } from '../../src/doctor/music.js';
import { recordingFolderCheck } from '../../src/doctor/recording-folder.js';
import {
  startAsterisk,
  stopAsterisk,
  consoleCommand,
  type AsteriskSet,
} from '../support/asterisk/instances.js';
import { freePort } from '../support/callplane/free-port.js';
import { until } from '../system/support/until.js';
import { linesOf } from './scene.js';

const SET = `doctor-${process.pid}`;
let set: AsteriskSet;
let password: string;

before(async () => {
  set = await startAsterisk({ set: SET, phones: 2 });
  password = readFileSync(set.pbx.ariPasswordFile, 'utf8').trim();
});
after(() => stopAsterisk(SET));

const PHONES = ['PJSIP/phone-001', 'PJSIP/phone-002'];

async function about(changes: Partial<ExamineOptions> = {}): Promise<readonly string[]> {
  const options: ExamineOptions = {
    url: set.pbx.ariUrl,
    user: 'callplane',
    password,
    application: 'callplane',
    needs: { languages: ['en', 'ru'], prompts: [{ language: 'en', media: 'sound:beep' }], phones: PHONES },
    now: () => Date.now(),
    whoHasIt: () => Promise.resolve('nobody'),
    ...changes,
  };
  return linesOf(await asteriskChecks(options));
}

/** The lines of one check, of all that are told. */
const named = (lines: readonly string[], check: string): readonly string[] =>
  lines.filter((line) => line.split(' ')[1] === `${check}:`);

const here = () => findLocalAsterisk(set.pbx.ariUrl);

test('the shipped configuration passes everything', async () => {
  let lines: readonly string[] = [];
  await until('both phones to be registered', async () => {
    lines = await about();
    return lines.every((line) => line.startsWith('passed'));
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${lines.join('\n')}`);
  });
  assert.match(named(lines, 'phones')[0] ?? '', /^passed phones: 2 of 2 phones are registered/);
  const local = await linesOf([
    musicCheck(['default'], here),
    recordingFolderCheck(here),
    dialplanCheck('callplane', here),
  ]);
  assert.match(local[0] ?? '', /^passed music: class "default" has \d+ files in /);
  assert.match(local[1] ?? '', /^passed recording folder: .*recording is writable for Asterisk/);
  assert.match(
    local[2] ?? '',
    /^passed dialplan: callplane-hand-over, callplane-from-agent hand calls to "callplane"/,
  );
});

/** The same Asterisk, which says that it is of another version. */
async function asVersion(t: TestContext, version: string): Promise<string> {
  const server = createServer((asked, answer) => {
    const target = new URL(asked.url ?? '', set.pbx.ariUrl);
    const passed = request(target, { method: asked.method, headers: asked.headers }, (came) => {
      const chunks: Buffer[] = [];
      came.on('data', (chunk: Buffer) => chunks.push(chunk));
      came.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const isInfo = target.pathname.endsWith('/asterisk/info');
        const type = came.headers['content-type'] ?? 'application/json';
        answer.writeHead(came.statusCode ?? 500, { 'content-type': type });
        answer.end(isInfo ? body.replace(/("version": ?)"[^"]*"/, `$1"${version}"`) : body);
      });
    });
    asked.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an Asterisk that is too old, or of a series without fixes, is named, with what to install', async (t) => {
  const versionOf = async (version: string): Promise<string> =>
    named(await about({ url: await asVersion(t, version) }), 'version')[0] ?? '';
  for (const old of ['18.26.4', '20.19.0', '21.12.2', '22.10.0', '16.28.0~dfsg-0+deb11u4'])
    assert.match(
      await versionOf(old),
      new RegExp(
        `^warned version: Asterisk ${old.replace('+', '\\+')} is older than 20\\.20 and 22\\.10\\.1 .*deadlocks.* ` +
          '-> install Asterisk 22\\.10\\.1 or later, or 20\\.20 or later$',
      ),
    );
  for (const good of ['20.20.0', '22.10.1', '23.0.0', '22.11.0-rc1'])
    assert.equal(await versionOf(good), `passed version: ${good} is 20.20 or 22.10.1 or newer`);
});

test('a module that is missing', async () => {
  await consoleCommand(SET, 'pbx', 'module unload res_ari_playbacks.so');
  try {
    const [line = ''] = named(await about(), 'modules');
    assert.match(
      line,
      /^failed modules: .*res_ari_playbacks\.so is not running: .* -> add "load = res_ari_playbacks\.so"/,
    );
  } finally {
    await consoleCommand(SET, 'pbx', 'module load res_ari_playbacks.so');
  }
});

test('sounds and prompts that are missing', async () => {
  const needs = {
    languages: ['xx'],
    prompts: [{ language: 'en', media: 'sound:callplane/nothing' }],
    phones: [],
  };
  const sounds = named(await about({ needs }), 'sounds');
  assert.match(sounds[0] ?? '', /^failed sounds: core sounds are missing in language "xx"/);
  assert.match(
    sounds[1] ?? '',
    /^failed sounds: the prompt "callplane\/nothing" .* -> put callplane\/nothing\.wav/,
  );
});

test('phones that Asterisk does not know, and phones that are not registered', async () => {
  const needs = {
    languages: [],
    prompts: [],
    phones: [...PHONES, 'PJSIP/nobody', 'PJSIP/+35921234567@trunk'],
  };
  const phones = named(await about({ needs }), 'phones');
  assert.match(phones[0] ?? '', /^failed phones: Asterisk knows no phone PJSIP\/nobody -> add the endpoint/);
  assert.match(phones[1] ?? '', /^passed phones: 2 of 3/);
  const offline = named(await about({ needs: { ...needs, phones: ['PJSIP/softphone'] } }), 'phones');
  assert.match(offline[0] ?? '', /^warned phones: not registered: PJSIP\/softphone -> switch the phone on/);
});

test('an ARI user that may only read, and a wrong password', async () => {
  const file = join(set.pbx.etcFolder, 'ari.conf');
  const shipped = readFileSync(file, 'utf8');
  writeFileSync(file, shipped.replace('read_only=no', 'read_only=yes'));
  await consoleCommand(SET, 'pbx', 'module reload res_ari.so');
  try {
    const [line = ''] = named(await about(), 'rights');
    assert.match(
      line,
      /^failed rights: the ARI user "callplane" may not send commands .* -> set "read_only=no"/,
    );
  } finally {
    writeFileSync(file, shipped);
    await consoleCommand(SET, 'pbx', 'module reload res_ari.so');
  }
  const [refused = '', ...others] = await about({ password: 'wrong' });
  assert.match(refused, /^failed reachable: .*refuses the user "callplane" or its password/);
  assert.deepEqual(others, []);
});

test('an Asterisk that is not there', async () => {
  const [line = ''] = await about({ url: `http://127.0.0.1:${await freePort()}` });
  assert.match(line, /^failed reachable: nothing answers at .* Is Asterisk running/);
});

test('a clock that differs', async () => {
  assert.match(
    named(await about({ now: () => Date.now() + 2_000 }), 'clock')[0] ?? '',
    /^warned clock: .* ms behind ours -> .*time server/,
  );
  assert.match(
    named(await about({ now: () => Date.now() - 3_600_000 }), 'clock')[0] ?? '',
    /^failed clock: .* ms before ours/,
  );
});

test('another process on the same application', async (t) => {
  const application = 'doctor-app';
  const url = `${set.pbx.ariUrl.replace('http', 'ws')}/ari/events?app=${application}`;
  const access = { url: set.pbx.ariUrl, user: 'callplane', password };
  const other = new WebSocket(url, { headers: { authorization: basicAuthorization(access) } });
  t.after(() => other.close());
  await new Promise((resolve, reject) => other.once('open', resolve).once('error', reject));
  const lineWhen = async (who: WhoHasIt): Promise<string> =>
    named(await about({ application, whoHasIt: () => Promise.resolve(who) }), 'application')[0] ?? '';
  assert.match(
    await lineWhen('nobody'),
    /^warned application: Asterisk knows the application "doctor-app", but no Callplane runs/,
  );
  assert.match(
    await lineWhen('other-installation'),
    /^passed application: of the two installations the other/,
  );
  assert.match(await lineWhen('ours'), /^passed application: the running Callplane has/);
  assert.match(
    await lineWhen('replaced'),
    /^failed application: another process has taken .* -> stop the other one/,
  );
});

test('music whose class is missing or has no files', async () => {
  const folder = join(set.pbx.folder, 'spool', 'silence');
  mkdirSync(folder);
  const inside = join(set.pbx.insideFolder, 'spool', 'silence');
  writeFileSync(
    join(set.pbx.etcFolder, 'callplane.d', 'musiconhold.conf'),
    `[quiet] ; nothing in it\nmode=files\ndirectory=${inside}\n`,
  );
  const lines = await linesOf([musicCheck(['default', 'quiet', 'loud'], here)]);
  assert.match(lines[0] ?? '', /^passed music: class "default"/);
  assert.match(
    lines[1] ?? '',
    /^failed music: class "quiet" has no sound file in .*silence: callers wait in silence -> install/,
  );
  assert.match(lines[2] ?? '', /^failed music: musiconhold\.conf has no class "loud"/);
});

test('a recording folder that is missing or not writable for Asterisk', async () => {
  const folder = set.pbx.recordingFolder;
  const check = recordingFolderCheck(here);
  const { uid, gid } = statSync(folder);
  chownSync(folder, 0, 0);
  chmodSync(folder, 0o755);
  assert.match(
    (await linesOf([check]))[0] ?? '',
    /^failed recording folder: Asterisk \(user \d+\) may not write .* -> install -d -o asterisk/,
  );
  renameSync(folder, `${folder}-away`);
  assert.match((await linesOf([check]))[0] ?? '', /^failed recording folder: there is no folder/);
  assert.match(
    named(await about(), 'recordings')[0] ?? '',
    /^warned recordings: Asterisk cannot list recordings/,
  );
  renameSync(`${folder}-away`, folder);
  chownSync(folder, uid, gid);
  assert.match((await linesOf([check]))[0] ?? '', /^passed/);
});

test('a dialplan that hands nothing to the application', async () => {
  const [line = ''] = await linesOf([dialplanCheck('somebody-else', here)]);
  assert.match(
    line,
    /^warned dialplan: nothing in extensions\.conf hands calls to the application "somebody-else"/,
  );
  assert.match(
    line,
    /-> let the trunk's context reach Stasis\(somebody-else,in,\$\{EXTEN\}\): include callplane-dialplan\.conf/,
  );
  const dialplan = join(set.pbx.etcFolder, 'callplane-dialplan.conf');
  // As that of an earlier version.
  writeFileSync(dialplan, readFileSync(dialplan, 'utf8').replaceAll('CALLPLANE_DRAINING_', 'NOTHING_'));
  assert.match(
    (await linesOf([dialplanCheck('callplane', here)]))[0] ?? '',
    /^warned dialplan: .* nothing looks at CALLPLANE_DRAINING_callplane: "callplane drain" would keep no call away/,
  );
  rmSync(dialplan);
  assert.match((await linesOf([dialplanCheck('callplane', here)]))[0] ?? '', /^warned dialplan/);
});

test('what cannot be seen from here is said, with where to look', async () => {
  const away = () => findLocalAsterisk('http://pbx.example:8088');
  const lines = await linesOf([
    musicCheck(['default'], away),
    recordingFolderCheck(away),
    dialplanCheck('callplane', away),
  ]);
  for (const line of lines)
    assert.match(line, /^warned .*Asterisk is on another machine \(pbx\.example\) -> /);
  assert.match((await linesOf([musicCheck([], away)]))[0] ?? '', /^passed/);
});
