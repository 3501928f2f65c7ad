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
  /** Whoever takes longer for a text is slow. */
  readonly slowMs: number;
  /** What it says of itself while it speaks for a call is read by nobody: engines repeat the text, which tells of a person. */
  readonly speaksFor: 'prompts' | 'calls';
}

export interface SpeakOrder {
  readonly text: string;
  readonly language: string;
  readonly voice: string;
  /** Where the sound goes. */
  readonly file: string;
}

/** `failed`: with this text; `late`: it was killed; `unfit`: it cannot be run. Those two would do no better with another text. */
export type Spoke =
  { readonly kind: 'spoke' } | { readonly kind: 'failed' | 'late' | 'unfit'; readonly why: string };

/** Never ends: for texts that are spoken as long as this process runs. */
const NEVER = new AbortController().signal;

/**
 * Lets the engine speak a text, which it gets on its standard input, into a file. What it starts ends with it, and all of
 * them when `closing` says so.
 */
export function speak(engine: Engine, order: SpeakOrder, closing: AbortSignal = NEVER): Promise<Spoke> {
  const [program = '', ...words] = engine.command.trim().split(/\s+/);
  if (closing.aborted) return Promise.resolve(endedEarly(program));
  return new Promise((resolve) => {
    const child = started(
      program,
      words.map((word) => filledIn(word, order)),
      engine,
    );
    let complaint = '';
    const settle = (spoke: Spoke): void => {
      clearTimeout(late);
      closing.removeEventListener('abort', close);
      child.stderr?.destroy();
      resolve(spoke);
    };
    const endWith = (spoke: Spoke): void => {
      endGroup(child.pid);
      settle(spoke);
    };
    const close = (): void => endWith(endedEarly(program));
    const why = `${program} was killed because it took longer than ${engine.withinMs / 1000} s`;
    const late = setTimeout(() => endWith({ kind: 'late', why }), engine.withinMs);
    closing.addEventListener('abort', close);
    child.once('error', ({ message }) =>
      settle({ kind: 'unfit', why: `${program} cannot be run: ${message}` }),
    );
    child.once('exit', () => endGroup(child.pid));
    child.once('close', (code, signal) => settle(outcomeOf(program, code, signal, complaint)));
    child.stderr?.on('data', (chunk: Buffer) => {
      if (complaint.length < LONGEST_COMPLAINT) complaint += chunk.toString('utf8');
    });
    // An engine that does not read its text to the end says by its exit code what that means.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(order.text);
  });
}

/** In a group of its own, so that what it starts can be ended with it. When no more files can be opened it has no pipes. */
function started(
  program: string,
  words: readonly string[],
  { environment, speaksFor }: Engine,
): ReturnType<typeof spawn> {
  const complaints = speaksFor === 'calls' ? 'ignore' : 'pipe';
  return spawn(program, words, { env: environment, stdio: ['pipe', 'ignore', complaints], detached: true });
}

function endedEarly(program: string): Spoke {
  return { kind: 'late', why: `${program} was ended because we are closing` };
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
