#!/usr/bin/env node
import { startSettings } from './app/settings.js';
import { runCli } from './cli/create-cli.js';
import { runBooksProcess, runLineProcess } from './main-children.js';
import { cliParts, logOf, settingsNow } from './main-commands.js';

const script = process.argv[1] ?? '';
const args = process.argv.slice(2);

/** The parent starts this program again as its children; everybody else gives a command. */
if (process.send !== undefined && args[0] === 'line') {
  const settings = startSettings(settingsNow());
  await runLineProcess(settings, logOf(settings, 'line'));
} else if (process.send !== undefined && args[0] === 'books') {
  const settings = settingsNow();
  runBooksProcess(settings, logOf(settings, 'books'));
} else {
  process.exitCode = await runCli(cliParts(script), args);
}
