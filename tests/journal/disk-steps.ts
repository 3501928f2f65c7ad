import fs from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

/** A step that changes something on the disk, before it is made. */
export interface DiskStep {
  readonly name: string;
  /** What a write is about to write, and where; null: it is no write. */
  readonly writing: { readonly file: string; readonly bytes: Uint8Array; readonly position: number } | null;
}

let told: ((step: DiskStep) => void) | null = null;

/**
 * Calls `tell` before each step that changes something on the disk, until the work is over: between two of them a process may
 * be killed. This file must be imported before whatever is looked at.
 */
export async function watchingDisk(tell: (step: DiskStep) => void, work: () => Promise<void>): Promise<void> {
  told = tell;
  try {
    await work();
  } finally {
    told = null;
  }
}

/** What looks at the disk in between is not looked at itself. */
function tellOf(step: DiskStep): void {
  const tell = told;
  if (tell === null) return;
  told = null;
  tell(step);
  told = tell;
}

type Call = (...values: unknown[]) => unknown;

function watch(owner: object, name: string, stepOf: (values: readonly unknown[]) => DiskStep | null): void {
  const real = Reflect.get(owner, name) as Call;
  const watched: Call = (...values) => {
    const step = stepOf(values);
    if (step !== null) tellOf(step);
    return Reflect.apply(real, owner, values);
  };
  Reflect.set(owner, name, Object.defineProperties(watched, Object.getOwnPropertyDescriptors(real)));
}

function written(name: string) {
  return ([file, bytes, from, length, position]: readonly unknown[]): DiskStep => ({
    name,
    writing: {
      file: basename(fs.readlinkSync(`/proc/self/fd/${String(file)}`)),
      bytes: (bytes as Uint8Array).subarray(Number(from), Number(from) + Number(length)),
      position: Number(position),
    },
  });
}

for (const name of ['write', 'writeSync']) watch(fs, name, written(name));
watch(fs, 'open', ([, flags]) => (flags === 'r' ? null : { name: 'open', writing: null }));
watch(fs, 'ftruncate', () => ({ name: 'ftruncate', writing: null }));
for (const name of ['rename', 'rm', 'unlink']) watch(files, name, () => ({ name, writing: null }));
syncBuiltinESMExports();
