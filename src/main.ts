#!/usr/bin/env node
import { performance } from 'node:perf_hooks';
import { loadSettings, SettingsFault, startSettings } from './app/settings.js';
import { createLog, shapeFor } from './log/create-log.js';
import { runBooksProcess, runLineProcess } from './main-children.js';
import { forkChild } from './parent/fork-child.js';
import { runParent } from './parent/run-parent.js';
import { DEFAULT_LIMITS } from './parent/supervision.js';
import type { Settings } from './app/settings.js';
import type { Log } from './ports/log.js';

const [command] = process.argv.slice(2);

function logOf(settings: Settings, who: string): Log {
  const destination = process.stdout;
  return createLog({
    level: settings.logLevel,
    shape: shapeFor(destination, process.env),
    destination,
    fields: { process: who },
  });
}

async function start(): Promise<void> {
  const settings = startSettings(loadSettings(process.env, process.cwd()));
  if (command === 'line') {
    await runLineProcess(settings, logOf(settings, 'line'));
    return;
  }
  if (command === 'books') {
    runBooksProcess(settings, logOf(settings, 'books'));
    return;
  }
  const script = process.argv[1] ?? '';
  const parent = runParent({
    spawn: { line: () => forkChild(script, ['line']), books: () => forkChild(script, ['books']) },
    clock: { now: () => Math.floor(performance.timeOrigin + performance.now()) },
    log: logOf(settings, 'parent'),
    limits: { ...DEFAULT_LIMITS, hangLimitMs: settings.hangLimitMs },
  });
  process.on('SIGTERM', () => parent.stop());
  process.on('SIGINT', () => parent.stop());
  process.on('SIGHUP', () => parent.reload());
  process.exit(await parent.ended);
}

start().catch((error: unknown) => {
  if (!(error instanceof SettingsFault)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
