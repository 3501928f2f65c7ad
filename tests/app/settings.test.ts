import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { apiToken, loadSettings, startSettings } from '../../src/app/settings.js';
import { SettingsFault } from '../../src/app/settings-fault.js';
import { SETTINGS } from '../../src/app/settings-table.js';

function folderOf(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-settings-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Each fault on its own. */
function faultsOf(environment: NodeJS.ProcessEnv, folder: string): readonly string[] {
  try {
    loadSettings(environment, folder);
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
  return [];
}

test('without any setting the defaults hold', (t) => {
  const folder = folderOf(t);
  const settings = loadSettings({ HOME: '/root' }, folder);
  assert.equal(settings.ari.url, 'http://127.0.0.1:8088');
  assert.equal(settings.routing, join(folder, 'routing.yml'));
  assert.equal(settings.data, join(folder, 'data'));
  assert.equal(settings.databaseUrl, null);
  assert.deepEqual(settings.http, { host: '127.0.0.1', port: 8080, token: null, names: [] });
  assert.equal(settings.access, join(folder, 'data/access.json'));
  assert.equal(settings.durability, 'process');
  assert.equal(settings.hangLimitMs, 15_000);
});

test('the limits of overload have defaults, and 0 switches one off', (t) => {
  const folder = folderOf(t);
  const { overload } = loadSettings({ CALLPLANE_OVERLOAD_MEMORY_PERCENT: '0' }, folder);
  const limits = { 'open-calls': 2000, 'in-flight': 8, 'loop-delay': 500, memory: null };
  assert.deepEqual(overload, { limits, answer: 'busy' });
  assert.deepEqual(
    faultsOf({ CALLPLANE_OVERLOAD_ANSWER: 'music', CALLPLANE_OVERLOAD_OPEN_CALLS: 'many' }, folder),
    [
      'CALLPLANE_OVERLOAD_OPEN_CALLS: found "many"; right is a whole number of calls from 0 (no limit) to 100000',
      'CALLPLANE_OVERLOAD_ANSWER: found "music"; right is busy, or emergency (the emergency destination of the dialplan)',
    ],
  );
});

test('a queue_log is written where that is said; its file is named also when it is written no more', (t) => {
  const folder = folderOf(t);
  const file = { CALLPLANE_QUEUE_LOG_FILE: 'log/queue_log' };
  assert.equal(loadSettings({}, folder).queueLog, null);
  assert.deepEqual(loadSettings({ CALLPLANE_QUEUE_LOG: 'on' }, folder).queueLog, { file: null });
  assert.deepEqual(loadSettings({ CALLPLANE_QUEUE_LOG: 'on', ...file }, folder).queueLog, {
    file: join(folder, 'log/queue_log'),
  });
  const { queueLog, queueLogFile } = loadSettings(file, folder);
  assert.deepEqual([queueLog, queueLogFile], [null, join(folder, 'log/queue_log')]);
  assert.deepEqual(faultsOf({ CALLPLANE_QUEUE_LOG: 'yes' }, folder), [
    'CALLPLANE_QUEUE_LOG: found "yes"; right is on (the table queue_log is written) or off',
  ]);
});

test('the speech engine is a command line that says where the file goes', (t) => {
  const folder = folderOf(t);
  const right =
    'right is a program and its words, with {file} among them, and {language} and {voice} where it needs them, like ' +
    'espeak-ng -v {voice} -w {file} --stdin';
  assert.equal(loadSettings({}, folder).speech, 'espeak-ng -v {voice} -w {file} --stdin');
  const piper = '/opt/piper/piper --model /opt/voices/{voice}.onnx --output_file {file}';
  assert.equal(loadSettings({ CALLPLANE_SPEECH: piper }, folder).speech, piper);
  for (const wrong of ['espeak-ng', '{file}', 'engine {file} {text}', 'engine {file} {', 'engine\n{file}'])
    assert.deepEqual(faultsOf({ CALLPLANE_SPEECH: wrong }, folder), [
      `CALLPLANE_SPEECH: found ${JSON.stringify(wrong)}; ${right}`,
    ]);
});

test('the environment goes before the file, the file before the default', (t) => {
  const folder = folderOf(t, {
    'callplane.settings.json': JSON.stringify({ http: { port: 9000, host: '0.0.0.0' }, routing: 'r/a.yml' }),
  });
  const settings = loadSettings({ CALLPLANE_HTTP_PORT: '9100' }, folder);
  assert.equal(settings.http.port, 9100);
  assert.equal(settings.http.host, '0.0.0.0');
  assert.equal(settings.routing, join(folder, 'r/a.yml'));
  assert.equal(settings.ari.user, 'callplane');
});

test('paths in the settings file are relative to it', (t) => {
  const folder = folderOf(t, { 'other.json': '{"data":"d"}' });
  const settings = loadSettings({ CALLPLANE_SETTINGS: join(folder, 'other.json') }, tmpdir());
  assert.equal(settings.data, join(folder, 'd'));
});

test('secrets come from a variable, a file that a variable names, or a file that the settings file names', (t) => {
  const folder = folderOf(t, {
    ari: 's3cret-of-ari\n',
    token: 'a-token-of-22-letters\n',
    'callplane.settings.json': '{"http":{"tokenFile":"token"}}',
  });
  const settings = startSettings(loadSettings({ CALLPLANE_ARI_PASSWORD_FILE: 'ari' }, folder));
  assert.equal(settings.ari.password, 's3cret-of-ari');
  assert.equal(settings.http.token, 'a-token-of-22-letters');
  const direct = loadSettings({ CALLPLANE_ARI_PASSWORD: 'x', CALLPLANE_ARI_PASSWORD_FILE: 'ari' }, folder);
  assert.equal(direct.ari.password, 'x');
});

test('every fault is named at once, with where, what was found and what would be right', (t) => {
  const folder = folderOf(t, {
    'callplane.settings.json': '{"http":{"port":"many","prot":1},"journal":{"durability":"fast"}}',
  });
  const faults = faultsOf(
    {
      CALLPLANE_ARI_URL: 'http://user:pw@pbx:8088',
      CALLPLANE_API_TOKEN: 'short',
      CALLPLANE_ARI_PASWORD: 'x',
      CALLPLANE_HANG_SECONDS: '2',
      CALLPLANE_ARI_PASSWORD_FILE: 'not-there',
      DATABASE_URL: 'postgres://u:secret@db/x',
    },
    folder,
  );
  const text = faults.join('\n');
  assert.equal(faults.length, 9, text);
  assert.match(text, /CALLPLANE_ARI_URL: found .*without user and password/);
  assert.match(text, /http\.port in .*callplane\.settings\.json: found "many"; right is a whole number/);
  assert.match(text, /http\.prot in .*: there is no such setting/);
  assert.match(text, /journal\.durability in .*: found "fast"; right is process/);
  assert.match(text, /CALLPLANE_API_TOKEN: what is set there does not fit; right is at least 16/);
  assert.match(
    text,
    /CALLPLANE_ARI_PASWORD: there is no such setting; right would be CALLPLANE_ARI_PASSWORD/,
  );
  assert.match(text, /CALLPLANE_HANG_SECONDS: found 2; right is whole seconds from 5/);
  assert.match(text, /CALLPLANE_ARI_PASSWORD_FILE: .*not-there cannot be read \(ENOENT\)/);
  assert.match(text, /DATABASE_URL: what is set there does not fit; right is mysql:/);
  assert.ok(!text.includes('secret@') && !text.includes('short'), 'no secret is shown');
});

test('a settings file that is no JSON is named without the text around the fault: it may be a secret', (t) => {
  const secret = 'unquoted-s3cret-of-ari';
  for (const text of [
    `{"ari":{"password": ${secret}}}`,
    `{"ari":{"password":"${secret}" "x"}}`,
    secret,
    `{"a":"${secret}`,
  ]) {
    const faults = faultsOf({}, folderOf(t, { 'callplane.settings.json': text })).join();
    assert.match(faults, /callplane\.settings\.json: is not JSON: \w+/);
    assert.doesNotMatch(faults, /s3cret|unquo/, faults);
  }
});

test('variables of other programs of ours are left alone', (t) => {
  assert.deepEqual(faultsOf({ CALLPLANE_TEST: '1', CALLPLANE_MYSQL_ROOTFS: '/x' }, folderOf(t)), []);
});

test('a settings file that is no JSON, holds no object, or is not there when named is a fault', (t) => {
  const broken = folderOf(t, { 'callplane.settings.json': '{"http": }' });
  assert.match(faultsOf({}, broken).join(), /callplane\.settings\.json: is not JSON/);
  const list = folderOf(t, { 'callplane.settings.json': '[]' });
  assert.match(faultsOf({}, list).join(), /holds no JSON object/);
  assert.match(
    faultsOf({ CALLPLANE_SETTINGS: 'none.json' }, list).join(),
    /none\.json: cannot be read \(ENOENT\)/,
  );
});

test('ARI is reached on loopback or over TLS, and nowhere else', (t) => {
  const folder = folderOf(t);
  const faults = (url: string): string => faultsOf({ CALLPLANE_ARI_URL: url }, folder).join();
  for (const url of [
    'http://127.0.0.1:8088',
    'http://localhost:8088',
    'http://[::1]:8088',
    'http://127.8.0.1',
    'https://pbx.example.com:8089',
  ])
    assert.equal(faults(url), '', url);
  for (const url of [
    'http://192.0.2.1:8088',
    'http://pbx:8088',
    'http://127.0.0.1.example.com',
    'http://0.0.0.0:8088',
    'http://198.51.100.7:8088',
  ])
    assert.match(
      faults(url),
      /CALLPLANE_ARI_URL: found .*right is https:\/\/.*may call anywhere.*http:\/\/ only on loopback/,
      url,
    );
});

test('names of the server are listed with commas', (t) => {
  const folder = folderOf(t);
  const { http } = loadSettings({ CALLPLANE_HTTP_NAMES: 'pbx.example.com, callplane' }, folder);
  assert.deepEqual(http.names, ['pbx.example.com', 'callplane']);
  assert.match(
    faultsOf({ CALLPLANE_HTTP_NAMES: 'http://pbx' }, folder).join(),
    /names of this server with commas/,
  );
});

test('a mail server: what is missing or in the clear is named', (t) => {
  const folder = folderOf(t, { password: 'a secret with blanks\n' });
  const good = {
    CALLPLANE_SMTP_HOST: 'mail.example.com',
    CALLPLANE_SMTP_USER: 'reports',
    CALLPLANE_SMTP_PASSWORD_FILE: 'password',
    CALLPLANE_SMTP_FROM: 'reports@example.com',
    CALLPLANE_SCHEDULES: 'schedules.yml',
  };
  const { reports } = loadSettings(good, folder);
  assert.deepEqual(reports, {
    schedules: join(folder, 'schedules.yml'),
    mail: {
      ...{ host: 'mail.example.com', port: 587, security: 'starttls', authority: null },
      ...{ login: { user: 'reports', password: 'a secret with blanks' }, from: 'reports@example.com' },
    },
    mailBytes: 10 * 1024 * 1024,
    link: null,
  });
  assert.equal(loadSettings({}, folder).reports.mail, null);
  for (const [change, fault] of [
    [{ CALLPLANE_SMTP_FROM: '' }, /CALLPLANE_SMTP_FROM is not set; set it to the address/],
    [{ CALLPLANE_SMTP_HOST: '' }, /CALLPLANE_SMTP_HOST is not set/],
    [{ CALLPLANE_SMTP_PASSWORD_FILE: '' }, /CALLPLANE_SMTP_PASSWORD is not set/],
    [{ CALLPLANE_SMTP_USER: '' }, /CALLPLANE_SMTP_USER is not set/],
    [{ CALLPLANE_SMTP_SECURITY: 'none' }, /none only to a mail server on this machine/],
    [{ CALLPLANE_SMTP_SECURITY: 'ssl' }, /found "ssl"; right is starttls/],
    [{ CALLPLANE_SMTP_PORT: '0' }, /found 0; right is a whole number from 1 to 65535/],
    [{ CALLPLANE_SMTP_HOST: 'smtp://mail' }, /right is the name or address of the mail server/],
    [{ CALLPLANE_SMTP_FROM: 'a@b\nBcc: c@d' }, /right is a mail address/],
    [{ CALLPLANE_SMTP_PASSWORD: 'two\nlines' }, /CALLPLANE_SMTP_PASSWORD: what is set there does not fit/],
    [{ CALLPLANE_MAIL_MEGABYTES: '0' }, /right is whole megabytes from 1 to 100/],
    [{ CALLPLANE_REPORT_LINK: 'ftp://x' }, /right is an address without user and password/],
  ] as const)
    assert.match(faultsOf({ ...good, ...change }, folder).join('\n'), fault);
  const local = { ...good, CALLPLANE_SMTP_SECURITY: 'none', CALLPLANE_SMTP_HOST: '127.0.0.1' };
  assert.deepEqual(faultsOf(local, folder), []);
});

test('how long numbers and recordings are kept: good ones, and what does not go together', (t) => {
  const folder = folderOf(t);
  const day = 86_400_000;
  const good = {
    CALLPLANE_DATA: '/var/lib/callplane',
    CALLPLANE_RETENTION_NUMBER_DAYS: '400',
    CALLPLANE_RECORDINGS: '/var/spool/asterisk/recording',
    CALLPLANE_RECORDINGS_ARCHIVE: '/archive',
    CALLPLANE_RECORDINGS_ARCHIVE_DAYS: '30',
    CALLPLANE_RECORDINGS_DELETE_DAYS: '180',
  };
  assert.deepEqual(loadSettings(good, folder).retention, {
    numbers: { keepMs: 400 * day, rule: 'replace' },
    hour: 3,
    key: '/var/lib/callplane/retention.key',
    recordings: {
      ...{ folder: '/var/spool/asterisk/recording', archive: '/archive' },
      ...{ archiveAfterMs: 30 * day, deleteAfterMs: 180 * day },
    },
  });
  const { numbers, recordings } = loadSettings({}, folder).retention;
  assert.deepEqual([numbers, recordings], [null, null]);
  for (const [change, fault] of [
    [
      { CALLPLANE_RETENTION_NUMBER_DAYS: 'a year' },
      /found "a year"; right is whole days from 1 to 3650, or 0/,
    ],
    [
      { CALLPLANE_RETENTION_NUMBERS: 'hash' },
      /found "hash"; right is replace \(by a keyed hash.*\) or delete/,
    ],
    [{ CALLPLANE_RETENTION_HOUR: '24' }, /found 24; right is an hour from 0 to 23/],
    [
      { CALLPLANE_RETENTION_NUMBER_DAYS: '5' },
      /found 5, but the journal holds numbers for up to 6 days.*right is at least 6 days/,
    ],
    [{ CALLPLANE_RECORDINGS: '' }, /CALLPLANE_RECORDINGS is not set; set it to Asterisk's folder/],
    [{ CALLPLANE_RECORDINGS_ARCHIVE: '' }, /CALLPLANE_RECORDINGS_ARCHIVE is not set; set it to the folder/],
    [
      { CALLPLANE_RECORDINGS_DELETE_DAYS: '30' },
      /found 30, but recordings go into the archive after 30 days/,
    ],
    [
      { CALLPLANE_RECORDINGS_DELETE_DAYS: '-1' },
      /found -1; right is whole days from 1 to 36500, or 0 \(never\)/,
    ],
    [
      { CALLPLANE_RECORDINGS_ARCHIVE: '/var/spool/asterisk/recording/old' },
      /is inside of the folder of recordings/,
    ],
  ] as const)
    assert.match(faultsOf({ ...good, ...change }, folder).join('\n'), fault);
});

test('what is missing to start is named, and how to get a token', (t) => {
  const settings = loadSettings({}, folderOf(t));
  assert.throws(
    () => startSettings(settings),
    /CALLPLANE_ARI_PASSWORD is not set.*CALLPLANE_ARI_PASSWORD_FILE/,
  );
  assert.throws(() => apiToken(settings), /CALLPLANE_API_TOKEN is not set.*callplane access add/);
});

test('docs/settings.md lists every setting with its variable and default, and no other', () => {
  const text = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([\w.]+)` +\| `([A-Z_]+)` +\| (?:`([^`]+)`)? *\| (Secret\.)?/gm)];
  assert.deepEqual(
    rows.map((row) => ({
      key: row[1],
      variable: row[2],
      otherwise: row[3] ?? null,
      isSecret: row[4] !== undefined,
    })),
    SETTINGS.map((setting) => ({
      key: setting.key,
      variable: setting.variable,
      otherwise: setting.otherwise === null ? null : String(setting.otherwise),
      isSecret: setting.kind === 'secret',
    })),
  );
});

const STANDBY = {
  CALLPLANE_STANDBY_PEER: '192.0.2.2:7700',
  CALLPLANE_STANDBY_LISTEN: '192.0.2.1:7700',
  CALLPLANE_STANDBY_SECRET: 'a-secret-of-22-letters',
  CALLPLANE_STANDBY_LINK: 'private',
  DATABASE_URL: 'mysql://u:p@192.0.2.9:3306/callplane',
};

test('a standby: everything that it needs is there, or each missing thing is named with what would be right', (t) => {
  const folder = folderOf(t);
  assert.deepEqual(loadSettings(STANDBY, folder).standby, {
    peer: { host: '192.0.2.2', port: 7700 },
    listen: { host: '192.0.2.1', port: 7700 },
    secret: 'a-secret-of-22-letters',
    tls: null,
    leaseMs: 3_000,
  });
  assert.equal(loadSettings({}, folder).standby, null);
  const { DATABASE_URL: _database, ...alone } = STANDBY;
  assert.match(
    faultsOf(alone, folder).join(),
    /no standby without a database that both share; set DATABASE_URL/,
  );
  const bare = { CALLPLANE_STANDBY_PEER: '192.0.2.2:7700' };
  assert.equal(faultsOf(bare, folder).length, 4);
  assert.match(faultsOf({ ...STANDBY, CALLPLANE_STANDBY_PEER: 'b' }, folder).join(), /address and a port/);
});

test('the journal does not travel in the clear unless the link is said to be private, or is loopback', (t) => {
  const folder = folderOf(t);
  const { CALLPLANE_STANDBY_LINK: _link, ...open } = STANDBY;
  assert.match(faultsOf(open, folder).join(), /travels over TLS; set CALLPLANE_STANDBY_CERTIFICATE/);
  const loopback = {
    ...open,
    CALLPLANE_STANDBY_PEER: '127.0.0.1:7701',
    CALLPLANE_STANDBY_LISTEN: '[::1]:7700',
  };
  assert.deepEqual(faultsOf(loopback, folder), []);
  const files = {
    CALLPLANE_STANDBY_CERTIFICATE: 'a.pem',
    CALLPLANE_STANDBY_KEY: 'a.key',
    CALLPLANE_STANDBY_AUTHORITY: 'ca.pem',
  };
  assert.equal(loadSettings({ ...open, ...files }, folder).standby?.tls?.key, join(folder, 'a.key'));
});
