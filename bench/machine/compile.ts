import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REPOSITORY = resolve(import.meta.dirname, '../..');

/** `commit`: what is committed, whatever lies about; `working-tree`: the files as they are now. */
export type Source = 'commit' | 'working-tree';

/** Compiles Callplane below the folder; resolves to its main program, rejects with the compiler's words. */
export async function compile(source: Source, folder: string): Promise<string> {
  const output = join(folder, 'dist');
  const from = await sourcesOf(source, folder);
  rmSync(output, { recursive: true, force: true });
  const compiler = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
  try {
    const words = [compiler, '-p', 'tsconfig.build.json', '--outDir', output];
    await run(process.execPath, words, { cwd: from });
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    throw new Error(`Callplane (${source}) does not compile:\n${said}`, { cause: error });
  }
  // The program reads its version there.
  copyFileSync(join(from, 'package.json'), join(folder, 'package.json'));
  return join(output, 'main.js');
}

/** Resolves to the folder that holds the sources; those of the commit are unpacked below `folder`. */
export async function sourcesOf(source: Source, folder: string): Promise<string> {
  if (source === 'working-tree') return REPOSITORY;
  const to = join(folder, 'source');
  await checkOut(to);
  return to;
}

async function checkOut(to: string): Promise<void> {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  // The core is measured with the model of Asterisk that belongs to the same commit.
  const wanted = [
    'src',
    'bench',
    'tests/core',
    'tests/support',
    'tsconfig.json',
    'tsconfig.build.json',
    'package.json',
  ];
  const archive = spawn('git', ['archive', 'HEAD', ...wanted], { cwd: REPOSITORY });
  const unpack = spawn('tar', ['-x', '-C', to], { stdio: ['pipe', 'ignore', 'inherit'] });
  archive.stdout.pipe(unpack.stdin);
  const [code] = (await once(unpack, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`git archive HEAD could not be unpacked to ${to}`);
}

/** The commit and what of it is measured, for the heading of a report. */
export async function describeSource(source: Source): Promise<string> {
  const { stdout } = await run('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: REPOSITORY });
  return source === 'commit' ? `commit ${stdout.trim()}` : `working tree on commit ${stdout.trim()}`;
}
