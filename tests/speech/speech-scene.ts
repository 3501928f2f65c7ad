import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Log } from '../../src/ports/log.js';
import type { Engine } from '../../src/speech/engine.js';

/** A folder that goes when the test ends, with a sounds folder in it. */
export function scene(t: TestContext): { readonly folder: string; readonly sounds: string } {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-speech-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const sounds = join(folder, 'sounds');
  mkdirSync(sounds);
  return { folder, sounds };
}

/** An engine that is a small program: what it does stands in `script`; its words are language, voice and file. */
export function engineThat(script: string, folder: string, withinMs = 20_000): Engine {
  const path = join(folder, 'engine.cjs');
  const parts = [
    "const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');",
    "const { spawn } = require('node:child_process');",
    'const [, , language, voice, file] = process.argv;',
    script,
  ];
  writeFileSync(path, parts.join('\n'));
  return engineCalled(`${process.execPath} ${path} {language} {voice} {file}`, withinMs);
}

export function engineCalled(command: string, withinMs = 20_000): Engine {
  const environment = { PATH: process.env['PATH'] ?? '' };
  return { command, environment, withinMs, slowMs: 20_000, speaksFor: 'prompts' };
}

/** Where temporary files go until the test ends. */
export function ownTemporary(t: TestContext, folder: string): string {
  const before = tmpdir();
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  process.env['TMPDIR'] = temporary;
  t.after(() => (process.env['TMPDIR'] = before));
  return temporary;
}

/** A log that says each line into a list. */
export function logInto(lines: string[]): Log {
  const note =
    (level: string) =>
    (message: string, fields: object = {}): void => {
      lines.push(`${level}: ${message} ${JSON.stringify(fields)}`);
    };
  const log: Log = {
    ...{ debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
    with: () => log,
  };
  return log;
}
