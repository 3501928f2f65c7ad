import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/promtool');

/** Runs promtool; throws with what it says when it finds something wrong. */
export function promtool(words: readonly string[], input = ''): Promise<string> {
  return new Promise((done, refuse) => {
    const tool = spawn(SCRIPT, words, { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [tool.stdout, tool.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => (said += part));
    tool.on('error', refuse);
    tool.on('close', (code) => {
      if (code === 0) done(said);
      else refuse(new Error(`promtool ${words.join(' ')} ended with ${code}:\n${said}`));
    });
    tool.stdin.end(input);
  });
}
