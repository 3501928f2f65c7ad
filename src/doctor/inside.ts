import { readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';

const MOST_LINKS = 40;

/**
 * Where a path of a process lies for us. `root` is what that process takes for `/`; a link on the way that leads to an
 * absolute path leads there below `root`, not below our own.
 */
export async function inside(root: string, path: string): Promise<string> {
  let waiting = partsOf(path);
  let reached = '/';
  for (let links = 0; waiting.length > 0;) {
    const [part = '', ...rest] = waiting;
    const next = posix.join(reached, part);
    const target = links < MOST_LINKS ? await readlink(join(root, next)).catch(() => null) : null;
    if (target === null) reached = next;
    else {
      links += 1;
      if (target.startsWith('/')) reached = '/';
    }
    waiting = target === null ? rest : [...partsOf(target), ...rest];
  }
  return join(root, reached);
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
