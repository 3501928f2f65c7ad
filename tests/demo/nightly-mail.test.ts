import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { nightlyMail, openerIn, openPage, pageOf } from '../../demo/nightly-mail.js';
import { readerOf } from '../reports/day-of-calls.js';
import { madeUpDay } from '../reports/made-up-day.js';
import { eventually } from '../system/support/until.js';

const EVENING = { zone: 'Europe/Sofia', now: Date.parse('2026-03-03T23:59:00+02:00') };

/** A folder with a program that opens pages: it writes down which. */
function desktop(t: TestContext, mode = 0o755): { readonly folder: string; readonly program: string } {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-desktop-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const program = join(folder, 'xdg-open');
  writeFileSync(program, '#!/bin/sh\nprintf %s "$1" > "$0.new" && mv "$0.new" "$0.opened"\n');
  chmodSync(program, mode);
  return { folder, program };
}

test('the nightly mail of the day: the summary with its pictures, of hours and of agents', async () => {
  const mail = await nightlyMail(readerOf(madeUpDay()), EVENING);
  assert.equal(mail.subject, 'Summary: 2026-03-03');
  assert.equal(mail.pictures.length, 2);
  for (const table of ['Queues (visits)', 'Calls', 'How calls ended', 'Agents', 'Checks'])
    assert.ok(mail.html?.includes(`>${table}</h2>`), table);
});

test('as a page it stands by itself: the pictures are in it, and nothing is loaded', async () => {
  const mail = await nightlyMail(readerOf(madeUpDay()), EVENING);
  const page = pageOf(mail);
  const shown = [...page.matchAll(/<img src="data:image\/png;base64,([^"]+)" [^>]*alt="([^"]*)"/g)];
  assert.deepEqual(
    shown.map(([, , title]) => title),
    ['Calls and service level by hour', 'Load by agent'],
  );
  assert.deepEqual(
    shown.map(([, picture = '']) => Buffer.from(picture, 'base64')),
    mail.pictures.map(({ png }) => png),
  );
  assert.doesNotMatch(page, /cid:|<svg|<script|<link|https?:/);
  assert.match(page, /<\/html>\n$/);
});

test('the page is opened where there is a desktop and something that opens pages', async (t) => {
  const { folder, program } = desktop(t);
  const PATH = `/nowhere:${folder}`;
  assert.equal(openerIn({ PATH }), null, 'no desktop');
  assert.equal(openerIn({ PATH, DISPLAY: '' }), null, 'no desktop');
  assert.equal(openerIn({ PATH: '/nowhere', DISPLAY: ':0' }), null, 'nothing to open it with');
  assert.equal(openerIn({ PATH, WAYLAND_DISPLAY: 'wayland-0' }), program);
  assert.equal(openerIn({ PATH, DISPLAY: ':0' }), program);
  await openPage(program, 'file:///somewhere/a%20page.html');
  const opened = await eventually('the page to be opened', () => {
    try {
      return readFileSync(`${program}.opened`, 'utf8');
    } catch {
      return undefined;
    }
  });
  assert.equal(opened, 'file:///somewhere/a%20page.html');
});

test('what cannot be run is said, and nothing else happens', async (t) => {
  const { folder, program } = desktop(t);
  rmSync(program);
  assert.equal(openerIn({ PATH: folder, DISPLAY: ':0' }), null);
  await assert.rejects(openPage(program, 'file:///somewhere/page.html'), /ENOENT/);
});
