import { spawn } from 'node:child_process';

const TIMEOUT_MS = 60_000;
/** What an engine says of itself goes into a message. */
const LONGEST_COMPLAINT = 200;

/**
 * Lets the engine speak a text into a file. `command`: a program and its words, blanks between them, no shell;
 * `{language}` and `{file}` are filled in, the text comes on standard input. Hands back why it failed; null: it did not.
 */
export function speak(command: string, text: string, language: string, file: string): Promise<string | null> {
  const [program = '', ...words] = command.trim().split(/\s+/);
  const filled = words.map((word) => word.replaceAll('{language}', language).replaceAll('{file}', file));
  return new Promise((resolve) => {
    const engine = spawn(program, filled, { stdio: ['pipe', 'ignore', 'pipe'], timeout: TIMEOUT_MS });
    let complaint = '';
    engine.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < LONGEST_COMPLAINT) complaint += chunk.toString('utf8');
    });
    engine.once('error', (error) => resolve(`${program} cannot be run (${error.message})`));
    engine.once('close', (code, signal) => {
      const words = complaint.replace(/\s+/g, ' ').trim().slice(0, LONGEST_COMPLAINT);
      resolve(code === 0 ? null : `${program} ended with ${code ?? signal ?? 'nothing'}${words === '' ? '' : `: ${words}`}`);
    });
    // An engine that does not read its text to the end says so by how it ends.
    engine.stdin.on('error', () => undefined);
    engine.stdin.end(text);
  });
}
