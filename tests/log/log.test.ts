import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { createLog, shapeFor, type LogOptions } from '../../src/log/create-log.js';
import { jsonLine, terminalLine, type LogEntry } from '../../src/log/line-format.js';

class Page extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

const entry = (fields: LogEntry['fields'], message = 'a caller waits'): LogEntry => ({
  at: new Date(2026, 0, 5, 9, 8, 7, 65),
  level: 'warn',
  message,
  fields,
});

function open(options: Partial<LogOptions> = {}): { page: Page; log: ReturnType<typeof createLog> } {
  const page = new Page();
  return { page, log: createLog({ level: 'info', shape: 'json', destination: page, ...options }) };
}

test('a line is one JSON object with instant, level, message and fields', () => {
  const { page, log } = open({ fields: { process: 'line' } });
  log.with({ call: 'c1' }).info('offered', { agent: 'anna', waitMs: 12 });
  const line = JSON.parse(page.text) as Record<string, unknown>;
  assert.match(String(line['at']), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  delete line['at'];
  assert.deepEqual(line, {
    level: 'info',
    message: 'offered',
    process: 'line',
    call: 'c1',
    agent: 'anna',
    waitMs: 12,
  });
  assert.ok(page.text.endsWith('}\n'));
});

test('only lines of the level and more urgent ones are written', () => {
  const { page, log } = open({ level: 'warn' });
  log.debug('d');
  log.info('i');
  log.warn('w');
  log.error('e');
  assert.deepEqual(
    page.text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: string }).message),
    ['w', 'e'],
  );
});

test('a field never takes the place of instant, level or message', () => {
  const line = JSON.parse(jsonLine(entry({ message: 'other', level: 'x' }))) as Record<string, unknown>;
  assert.equal(line['message'], 'a caller waits');
  assert.equal(line['_message'], 'other');
  assert.equal(line['_level'], 'x');
});

test('what sounds like a secret is hidden at any depth, in both shapes', () => {
  const fields = {
    password: 'p4ss',
    apiToken: 'p4ss',
    headers: { Authorization: 'Bearer p4ss', host: 'pbx' },
    list: [{ clientSecret: 'p4ss' }],
    url: 'mysql://callplane:p4ss@db:3306/x',
    error: new Error('cannot open http://u:p4ss@pbx/ari', { cause: { secret: 'p4ss' } }),
  };
  for (const line of [jsonLine(entry(fields, 'at ws://u:p4ss@pbx')), terminalLine(entry(fields), true)]) {
    assert.ok(!line.includes('p4ss'), line);
    assert.ok(line.includes('mysql://db:3306/x') && line.includes('pbx'));
  }
});

test('errors, bigints, dates and rings of objects can be logged', () => {
  const ring: Record<string, unknown> = { name: 'ring' };
  ring['self'] = ring;
  const failure = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  const line = JSON.parse(jsonLine(entry({ failure, big: 5n, ring }))) as Record<string, unknown>;
  assert.deepEqual(line['failure'], { message: 'no space', code: 'ENOSPC' });
  assert.equal(line['big'], '5');
});

test('on a terminal a line is readable and cannot be painted by what a caller sends', () => {
  const plain = terminalLine(entry({ call: 'c1', name: 'Ann B', gone: undefined }), false);
  assert.equal(plain, '09:08:07.065 warn  a caller waits call=c1 name="Ann B"');
  const hostile = terminalLine(entry({ name: '\u001b[31mred' }, 'x\u001b[2Jy\n'), false);
  assert.ok(!hostile.includes('\u001b') && !hostile.includes('\n'), JSON.stringify(hostile));
  assert.ok(terminalLine(entry({}), true).includes('\u001b[33mwarn'));
});

test('the shape follows where the log goes', () => {
  const page = new Page();
  assert.equal(shapeFor(page, {}), 'json');
  assert.equal(shapeFor(Object.assign(new Page(), { isTTY: true }), {}), 'coloured');
  assert.equal(shapeFor(Object.assign(new Page(), { isTTY: true }), { NO_COLOR: '1' }), 'terminal');
});
