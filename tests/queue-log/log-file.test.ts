import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { BEFORE_ALL, type QueueLogRow, type RowPosition } from '../../src/ports/queue-log.js';
import { lineText } from '../../src/queue-log/line-text.js';
import { QueueLogFile } from '../../src/queue-log/log-file.js';
import { QueueLogFiles } from '../../src/retention/queue-log-files.js';

const root = mkdtempSync(join(tmpdir(), 'callplane-queue-log-'));
after(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
function folder(): string {
  folders += 1;
  return join(root, String(folders));
}

function row(id: number, number = '+359880000001'): QueueLogRow {
  const at = 1_772_442_000_000 + id * 1_000;
  return {
    ...{
      record: BEGUN_AT,
      place: id,
      at,
      time: 'unused',
      callid: `17724420${id}.1`,
      queuename: 'sales',
      agent: 'NONE',
    },
    ...{ event: 'ENTERQUEUE', data1: '', data2: number, data3: '1', data4: '', data5: '' },
  };
}
/** Where an installation of 2026 begins its journal. */
const BEGUN_AT = 1_790_000_000_000;
const position = (place: number): RowPosition => ({ record: BEGUN_AT, place });
const ROWS = [1, 2, 3, 4, 5, 6].map((id) => row(id));
const WHOLE = ROWS.map(lineText).join('');
const at = (place: string): QueueLogFile =>
  new QueueLogFile(join(place, 'log/queue_log'), join(place, 'data/queue-log.json'));
const filesOf = (place: string): QueueLogFiles =>
  new QueueLogFiles(join(place, 'log/queue_log'), join(place, 'data/queue-log.json'));
const textOf = (place: string, name = 'queue_log'): string => readFileSync(join(place, 'log', name), 'utf8');

test('each row stands in the file once, whatever is offered again', async () => {
  const place = folder();
  const file = at(place);
  assert.deepEqual(await file.position(), BEFORE_ALL);
  await file.append(ROWS.slice(0, 2));
  await file.append(ROWS.slice(0, 4));
  await file.append([]);
  const next = at(place);
  assert.deepEqual(await next.position(), position(4));
  await next.append(ROWS);
  assert.equal(textOf(place), WHOLE);
});

test('a writer that died after any byte is gone on from exactly there, also where the file was rotated meanwhile', async () => {
  const place = folder();
  await at(place).append(ROWS.slice(0, 2));
  const size = textOf(place).length;
  const text = WHOLE.slice(size);
  const { ino } = statSync(join(place, 'log/queue_log'));
  for (const rotated of ['no', 'yes'])
    for (let written = 0; written <= text.length; written += 7) {
      writeFileSync(join(place, 'log/queue_log'), WHOLE.slice(0, size + written));
      const begun = { upTo: position(6), file: ino, at: size, text };
      writeFileSync(join(place, 'data/queue-log.json'), JSON.stringify({ after: position(2), begun }));
      if (rotated === 'yes') renameSync(join(place, 'log/queue_log'), join(place, 'log/queue_log.1'));
      const file = at(place);
      assert.deepEqual(await file.position(), position(6));
      assert.equal(textOf(place, rotated === 'yes' ? 'queue_log.1' : 'queue_log'), WHOLE, `after ${written}`);
      await file.append([row(7)]);
      if (rotated === 'no') continue;
      assert.equal(textOf(place), lineText(row(7)));
      rmSync(join(place, 'log/queue_log'));
      renameSync(join(place, 'log/queue_log.1'), join(place, 'log/queue_log'));
    }
});

test('what was begun in a file that is gone is written whole into the new one', async () => {
  const place = folder();
  await at(place).append(ROWS.slice(0, 1));
  const begun = { upTo: position(2), file: 1, at: 0, text: lineText(row(2)) };
  writeFileSync(join(place, 'data/queue-log.json'), JSON.stringify({ after: position(1), begun }));
  assert.deepEqual(await at(place).position(), position(2));
  assert.equal(textOf(place), WHOLE.slice(0, 2 * lineText(row(1)).length));
});

test('numbers whose time is over are blanked out where they stand, in rotated files too, and nothing moves', async () => {
  const place = folder();
  const file = at(place);
  await file.append([row(1), row(2, '')]);
  renameSync(join(place, 'log/queue_log'), join(place, 'log/queue_log-20260302'));
  await file.append([row(3, '0888'), row(4)]);
  appendFileSync(join(place, 'log/queue_log'), '1772442009|1.1|sales|anna|CONNECT|8|+359880000001|4\n');
  cpSync(join(place, 'log/queue_log'), join(place, 'log/other_log.old'));
  const files = filesOf(place);
  const isOld = ({ at: when }: { readonly at: number }): boolean => when < 1_772_442_004_000;
  const before = textOf(place);
  assert.equal(await files.blank(isOld, 'count'), 2);
  assert.equal(textOf(place), before);
  assert.equal(await files.blank(isOld, 'do'), 2);
  assert.equal(await files.blank(isOld, 'do'), 0);
  assert.equal(textOf(place), before.replace('|0888|', '|xxxx|'));
  assert.match(
    textOf(place, 'queue_log-20260302'),
    /^\d+\|177244201\.1\|sales\|NONE\|ENTERQUEUE\|\|x{13}\|1\n/,
  );
  assert.equal(textOf(place, 'other_log.old'), before, 'no file of ours');
  assert.equal(await files.blank(({ number }) => number === '+359880000001', 'do'), 1);
  assert.equal(await filesOf(join(place, 'nowhere')).blank(isOld, 'do'), 0);
});

test('a file is blanked in pieces, whatever it is called after it was rotated, and one that cannot be written spares no other', async () => {
  const place = folder();
  await at(place).append([row(1)]);
  const line = lineText(row(2));
  const others = '1772442009|1.1|sales|anna|CONNECT|8|+359880000001|4\n'.repeat(40_000);
  writeFileSync(join(place, 'log/queue_log-2026-03-02T00:00.old'), `${others}${line}${others}${line}`);
  mkdirSync(join(place, 'log/queue_log.d'));
  assert.equal(await filesOf(place).blank(() => true, 'do'), 3);
  const blanked = line.replace('+359880000001', 'x'.repeat(13));
  assert.equal(textOf(place, 'queue_log-2026-03-02T00:00.old'), `${others}${blanked}${others}${blanked}`);
});

test('a file that is longer than any text may be is blanked as well', async () => {
  const place = folder();
  await at(place).append([row(1)]);
  const path = join(place, 'log/queue_log.1');
  writeFileSync(path, '');
  truncateSync(path, 2 ** 29 + 1);
  appendFileSync(path, `\n${lineText(row(2))}`);
  assert.equal(await filesOf(place).blank(() => true, 'do'), 2);
});

test('numbers in a piece that waits to be written have their time too, and it goes on blanked', async () => {
  const place = folder();
  await at(place).append(ROWS.slice(0, 1));
  rmSync(join(place, 'log'), { recursive: true });
  writeFileSync(join(place, 'log'), 'no folder');
  const waiting = at(place);
  await waiting.position();
  const begun = { upTo: position(3), file: 1, at: 0, text: lineText(row(2)) + lineText(row(3)) };
  writeFileSync(join(place, 'data/queue-log.json'), JSON.stringify({ after: position(1), begun }));
  const restarted = at(place);
  await assert.rejects(restarted.position());
  const old = { at: 1_772_442_002_000 };
  rmSync(join(place, 'log'));
  assert.equal(await filesOf(place).blank(({ at: when }) => when <= old.at, 'do'), 1);
  assert.doesNotMatch(
    readFileSync(join(place, 'data/queue-log.json'), 'utf8'),
    /\|\+359880000001\|1[^]*\|\+359880000001\|1/,
  );
  assert.deepEqual(await restarted.position(), position(3));
  assert.equal(textOf(place), lineText(row(2, 'x'.repeat(13))) + lineText(row(3)));
});

test('lines of others between ours break none of ours', async () => {
  const place = folder();
  await at(place).append(ROWS.slice(0, 1));
  const before = textOf(place);
  const ours = ROWS.slice(1, 4).map(lineText);
  const other = '1772442009|1.1|other|NONE|ABANDON|1|1|8\n';
  const begun = { upTo: position(4), at: before.length, text: ours.join('') };
  for (const found of [other, `${ours[0]}${other}`, `${ours[0]?.slice(0, 20)}${other}`, ours[0] ?? '']) {
    writeFileSync(join(place, 'log/queue_log'), `${before}${found}`);
    const { ino } = statSync(join(place, 'log/queue_log'));
    writeFileSync(
      join(place, 'data/queue-log.json'),
      JSON.stringify({ after: position(1), begun: { ...begun, file: ino } }),
    );
    assert.deepEqual(await at(place).position(), position(4));
    const lines = textOf(place).split('\n');
    for (const line of ours) assert.equal(lines.filter((each) => `${each}\n` === line).length, 1, found);
  }
});

test('a file of which nothing is known begins behind the rows that are there, once', async () => {
  const place = folder();
  await at(place).begin(() => Promise.resolve(position(4)));
  await at(place).begin(() => Promise.reject(new Error('asked again')));
  const file = at(place);
  assert.deepEqual(await file.position(), position(4));
  await file.append(ROWS);
  assert.equal(textOf(place), ROWS.slice(4).map(lineText).join(''));
});
