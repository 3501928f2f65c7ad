#!/usr/bin/env node

const script = process.argv[1] ?? '';
const args = process.argv.slice(2);

/**
 * The parent starts this program again as its children; everybody else gives a command. Each loads only what is his, so
 * that a line that has died is back soon.
 */
if (process.send !== undefined && args[0] === 'line') {
  const { runLineProcess } = await import('./main-line-process.js');
  const { startSettings } = await import('./app/settings.js');
  const { logOf, settingsNow } = await import('./main-settings.js');
  const settings = startSettings(settingsNow());
  await runLineProcess(settings, logOf(settings, 'line'));
} else if (process.send !== undefined && args[0] === 'books') {
  const { runBooksProcess } = await import('./main-books-process.js');
  const { logOf, settingsNow } = await import('./main-settings.js');
  const settings = settingsNow();
  runBooksProcess(settings, logOf(settings, 'books'));
} else {
  const { runCli } = await import('./cli/create-cli.js');
  const { cliParts } = await import('./main-commands.js');
  process.exitCode = await runCli(cliParts(script), args);
}
