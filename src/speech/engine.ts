import { spawn } from 'node:child_process';

/** What an engine says of itself goes into a message. */
const LONGEST_COMPLAINT = 200;

/** A program that speaks texts into sound files. */
export interface Engine {
  /** The program and its words, blanks between them; `{file}`, `{language}` and `{voice}` are filled in. No shell reads it. */
  readonly command: string;
  /** Variables that it may see; ours hold secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** It is killed when one text takes longer. */
  readonly withinMs: number;
}

export interface SpeakOrder {
  readonly text: string;
  readonly language: string;
  readonly voice: string;
  /** Where the sound goes. */
  readonly file: string;
}

/** `failed`: with this text; `unfit`: it would do no better with another one. */
export type Spoke = { readonly kind: 'spoke' } | { readonly kind: 'failed' | 'unfit'; readonly why: string };

/** Lets the engine speak a text, which it gets on its standard input, into a file. What it starts ends with it. */
export function speak({ command, environment, withinMs }: Engine, order: SpeakOrder): Promise<Spoke> {
  const [program = '', ...words] = command.trim().split(/\s+/);
  return new Promise((resolve) => {
    const filled = words.map((word) => filledIn(word, order));
    const child = spawn(program, filled, {
      env: environment,
      stdio: ['pipe', 'ignore', 'pipe'],
      // A group of its own, so that what it starts can be ended with it.
      detached: true,
    });
    let complaint = '';
    const settle = (spoke: Spoke): void => {
      clearTimeout(late);
      child.stderr.destroy();
      resolve(spoke);
    };
    const late = setTimeout(() => {
      endGroup(child.pid);
      settle({
        kind: 'unfit',
        why: `${program} was killed because it took longer than ${withinMs / 1000} s`,
      });
    }, withinMs);
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < LONGEST_COMPLAINT) complaint += chunk.toString('utf8');
    });
    child.once('error', ({ message }) =>
      settle({ kind: 'unfit', why: `${program} cannot be run: ${message}` }),
    );
    child.once('exit', () => endGroup(child.pid));
    child.once('close', (code, signal) => settle(outcomeOf(program, code, signal, complaint)));
    // An engine that does not read its text to the end says by its exit code what that means.
    child.stdin.on('error', () => undefined);
    child.stdin.end(order.text);
  });
}

function filledIn(word: string, order: SpeakOrder): string {
  return word.replace(/\{(file|language|voice)\}/g, (_, name: 'file' | 'language' | 'voice') => order[name]);
}

function outcomeOf(program: string, code: number | null, signal: string | null, complaint: string): Spoke {
  if (code === 0) return { kind: 'spoke' };
  const said = complaint
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_COMPLAINT);
  const end = code === null ? `was ended by ${signal ?? 'something'}` : `ended with ${code}`;
  return { kind: 'failed', why: `${program} ${end}${said === '' ? '' : `: ${said}`}` };
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Gone already, or another user's (behind sudo, for instance): then it ends by itself, and nobody waits for it.
    const isOutOfReach =
      error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM');
    if (!isOutOfReach) throw error;
  }
}
