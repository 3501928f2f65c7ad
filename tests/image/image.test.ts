import assert from 'node:assert/strict';
import {
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { startAsterisk, stopAsterisk } from '../support/asterisk/instances.js';
import { freePort } from '../support/callplane/free-port.js';
import { buildImage, Container, type ContainerOptions, imageConfiguration } from './support/container.js';
import { until } from './support/until.js';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const NODE_USER = 1000;
const TOKEN = 'a-token-of-the-tests-0123456789abcdef';
const NOTHING_LISTENS = 'http://127.0.0.1:9';

before(buildImage);
after(() => stopAsterisk('image'));

/** A data folder, a routing file and a password that the container's user can read, as the guide has it. */
function siteFor(t: TestContext, passwordFile: string | null): ContainerOptions['volumes'] {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-image-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [data, etc] = [join(folder, 'data'), join(folder, 'etc')];
  for (const one of [data, etc]) mkdirSync(one);
  copyFileSync(join(REPOSITORY, 'examples/s3-first-free.yml'), join(etc, 'routing.yml'));
  const password = join(etc, 'ari.password');
  writeFileSync(password, passwordFile === null ? 'unused' : readFileSync(passwordFile), { mode: 0o400 });
  for (const one of [data, password]) chownSync(one, NODE_USER, NODE_USER);
  return { [data]: '/var/lib/callplane', [etc]: '/etc/callplane:ro' };
}

async function containerFor(
  t: TestContext,
  name: string,
  asterisk: { readonly url: string; readonly passwordFile: string | null },
): Promise<{ readonly container: Container; readonly url: string }> {
  const port = await freePort();
  const environment = {
    CALLPLANE_ARI_URL: asterisk.url,
    CALLPLANE_ARI_PASSWORD_FILE: '/etc/callplane/ari.password',
    CALLPLANE_API_TOKEN: TOKEN,
    CALLPLANE_HTTP_PORT: String(port),
  };
  const container = await Container.create(name, {
    environment,
    volumes: siteFor(t, asterisk.passwordFile),
  });
  t.after(() => container.remove());
  return { container, url: `http://127.0.0.1:${port}` };
}

async function statusOf(url: string): Promise<number | null> {
  const answer = await fetch(url).catch(() => null);
  return answer?.status ?? null;
}

test('the image says how it is run: not as root, with a volume for data and a health check', async () => {
  const image = await imageConfiguration();
  assert.equal(image.User, 'node');
  assert.deepEqual(image.Cmd, ['start']);
  assert.deepEqual(Object.keys(image.Volumes), ['/var/lib/callplane']);
  assert.equal(image.Healthcheck.Test[0], 'CMD');
  assert.deepEqual(
    image.Env.filter((line) => /token|password|secret|registry/i.test(line)),
    [],
  );
});

test('the image holds what production needs, nothing else, and its user can change none of it', async (t) => {
  const container = await Container.create('look', { environment: {}, volumes: {} });
  t.after(() => container.remove());

  const packages = await container.exec(
    'ls',
    '/opt/callplane/node_modules',
    '/opt/callplane/node_modules/.bin',
  );
  for (const wanted of ['express', 'typeorm', 'ari-client', 'ws'])
    assert.match(packages.output, new RegExp(`^${wanted}$`, 'm'));
  for (const unwanted of ['typescript', 'eslint', 'prettier', 'tsx', 'ajv', 'fast-check', '@eslint'])
    assert.doesNotMatch(packages.output, new RegExp(`^${unwanted}$`, 'm'));

  const writable =
    'find / -xdev -writable -not -type l -not -path "/proc/*" -not -path "/dev/*" -not -path "/sys/*"';
  const found = await container.exec('sh', '-c', `${writable} 2>/dev/null; true`);
  const strange = found.output
    .split('\n')
    .filter(
      (path) => path !== '' && !/^\/(tmp|var\/tmp|run|var\/lock|home\/node|var\/lib\/callplane)/.test(path),
    );
  assert.deepEqual(strange, []);

  const user = await container.exec('id', '-u');
  assert.equal(user.output.trim(), String(NODE_USER));
});

test('nothing of the machine that built it stays in the image', async (t) => {
  const container = await Container.create('secrets', { environment: {}, volumes: {} });
  t.after(() => container.remove());
  // Where the build had its registry settings, its cache, and where sources might have been copied.
  const places = [
    '/root/.npmrc',
    '/run/secrets/npmrc',
    '/tmp/npm',
    '/root/.npm',
    '/build',
    '/opt/callplane/src',
  ];
  for (const place of [...places, '/opt/callplane/.npmrc', '/opt/callplane/.git', '/opt/callplane/tests']) {
    const { code } = await container.exec('test', '!', '-e', place);
    assert.equal(code, 0, `${place} is in the image`);
  }
  const { output } = await container.exec(
    'sh',
    '-c',
    'grep -rslE "^ca\\[\\]|BEGIN CERTIFICATE" /opt/callplane/dist /etc; true',
  );
  assert.equal(output.trim(), '');
});

test('without Asterisk the container lives and waits, and stops with 0', { timeout: 120_000 }, async (t) => {
  const { container, url } = await containerFor(t, 'alone', { url: NOTHING_LISTENS, passwordFile: null });
  const before = await container.check();
  assert.equal(before.code, 1, 'the health check passes although nothing runs');

  container.start();
  await until('the container to live', async () => (await statusOf(`${url}/health`)) === 200).catch(
    (error: unknown) => assert.fail(`${String(error)}\n${container.output}`),
  );
  const check = await container.check();
  assert.equal(check.code, 0, check.output);
  assert.equal(await statusOf(`${url}/ready`), 503);
  assert.equal(await container.stop(), 0, container.output);
});

test(
  'beside a real Asterisk the container becomes ready, and stops with 0',
  { timeout: 180_000 },
  async (t) => {
    const { pbx } = await startAsterisk({ set: 'image', phones: 2 });
    const asterisk = { url: pbx.ariUrl, passwordFile: pbx.ariPasswordFile };
    const { container, url } = await containerFor(t, 'beside', asterisk);

    container.start();
    await until('the container to be ready', async () => (await statusOf(`${url}/ready`)) === 200).catch(
      (error: unknown) => assert.fail(`${String(error)}\n${container.output}`),
    );
    const check = await container.check();
    assert.equal(check.code, 0, check.output);
    assert.equal(await container.stop(), 0, container.output);
    assert.ok(!container.output.includes(readFileSync(pbx.ariPasswordFile, 'utf8').trim()));
  },
);
