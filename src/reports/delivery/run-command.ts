import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attachment, Handover } from '../../ports/mail.js';

const MOST_SAID = 300;

/** A program that carries files somewhere (SFTP, a web hook). */
export interface CommandOrder {
  readonly program: string;
  readonly words: readonly string[];
  /** Told in the environment. `id` is the same whenever the same report is handed over again. */
  readonly about: { readonly schedule: string; readonly period: string; readonly id: string };
  readonly withinMs: number;
  /** Variables that it may see; ours hold secrets. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs the program with the paths of the files behind its words, without a shell. Exit code 0: it has them; another: it
 * has not. Whoever runs too long is killed, and nobody knows. Never throws.
 */
export async function runCommand(order: CommandOrder, files: readonly Attachment[]): Promise<Handover> {
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), 'callplane-report-'));
    const paths: string[] = [];
    for (const { name, content } of files) {
      paths.push(join(folder, name));
      await writeFile(join(folder, name), content, { mode: 0o600 });
    }
    return await outcomeOf(order, paths);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'not-taken', said: `${order.program} cannot be run: ${why}` };
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

function outcomeOf(
  { program, words, about, withinMs, environment }: CommandOrder,
  paths: readonly string[],
): Promise<Handover> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...words, ...paths], {
      env: {
        ...environment,
        CALLPLANE_REPORT_SCHEDULE: about.schedule,
        CALLPLANE_REPORT_PERIOD: about.period,
        CALLPLANE_REPORT_ID: about.id,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: withinMs,
      killSignal: 'SIGKILL',
    });
    let said = '';
    const hear = (chunk: Buffer): void => {
      said = `${said}${chunk.toString()}`.slice(-MOST_SAID);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(answerOf(code, signal, said.trim(), withinMs)));
  });
}

function answerOf(code: number | null, signal: string | null, said: string, withinMs: number): Handover {
  const words = said === '' ? '' : `: ${said}`;
  if (code === 0) return { kind: 'accepted', said: `the command ended with 0${words}` };
  if (signal !== null)
    return {
      kind: 'in-doubt',
      said: `the command was killed (${signal}, at most ${withinMs / 1000} s)${words}`,
    };
  return { kind: 'not-taken', said: `the command ended with ${code ?? 'nothing'}${words}` };
}
