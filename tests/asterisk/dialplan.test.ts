import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const FILE = join(import.meta.dirname, '../../dialplan/callplane-dialplan.conf');

/** The patterns of a context, as they stand in the file. */
function patternsIn(context: string): readonly string[] {
  const [, rest = ''] = readFileSync(FILE, 'utf8').split(`[${context}]\n`);
  const [lines = ''] = rest.split(/^\[/m);
  return [...lines.matchAll(/^exten => (_?)([^,]+),1,/gm)].map(([, isPattern, text = '']) =>
    isPattern === '' ? text.replace(/\W/g, '\\$&') : regularOf(text),
  );
}

/** As Asterisk reads one: `.` is one character or more, `!` none or more, `X` a digit; the rest stands for itself. */
function regularOf(pattern: string): string {
  return pattern.replace(/\[[^\]]*\]|./g, (part) => {
    if (part.startsWith('[')) return part;
    return { '.': '.+', '!': '.*', X: '[0-9]', Z: '[1-9]', N: '[2-9]' }[part] ?? `\\${part}`;
  });
}

/** What of a text the context's FILTER lets through. */
function filteredBy(context: string, text: string): string {
  const [, rest = ''] = readFileSync(FILE, 'utf8').split(`[${context}]\n`);
  const [, allowed = ''] = /FILTER\(([^,]+),/.exec(rest) ?? [];
  return text.replace(new RegExp(`[^${allowed}]`, 'g'), '');
}

for (const dialled of ['101', 'anna', '0888123456', '00359888123456', '+359888123456', '112', '*11', '#']) {
  test(`what an agent's phone dials reaches Callplane, whole: ${dialled}`, () => {
    for (const context of ['callplane-agents', 'callplane-from-agent'])
      assert.ok(
        patternsIn(context).some((pattern) => new RegExp(`^${pattern}$`).test(dialled)),
        `nothing in [${context}] takes ${dialled}`,
      );
    assert.equal(filteredBy('callplane-from-agent', dialled), dialled);
  });
}

test('a phone that is hung up has not dialled "h"', () => {
  for (const context of [
    'callplane-trunk',
    'callplane-hand-over',
    'callplane-agents',
    'callplane-from-agent',
  ]) {
    const taking = patternsIn(context).filter((pattern) => new RegExp(`^${pattern}$`).test('h'));
    // The extension itself comes before every pattern.
    assert.ok(taking.length === 0 || taking.includes('h'), `${taking.join()} in [${context}] takes it`);
  }
});

test('a second destination never reaches Dial', () => {
  assert.equal(filteredBy('callplane-from-agent', '101&PJSIP/900@trunk'), '101PJSIP900trunk');
});
