/** Code that only looks up, keeps or tells for others: what throws in it throws in the machine that has called it. */
const PLUMBING: ReadonlySet<string> = new Set(['work', 'state', 'deadlines', 'chance', 'must']);
const CORE = '/src/core/';
/** Between a touch and the machine that it is made for stand frames of the trap and of plumbing. */
const FRAMES = 12;

/** By what code touches what it knows or hands back. */
const TOUCHES: readonly (readonly [object, readonly string[]])[] = [
  [Map.prototype, ['get', 'has', 'set', 'delete']],
  [Set.prototype, ['has', 'add', 'delete']],
  [Array.prototype, ['push']],
];

/** A folder of src/core, or a module that stands beside the folders: `queue` of `queue/leaving.ts`, `keys` of `keys.ts`. */
export function machineOf(path: string): string {
  return path.replace(/(?:\/.*|\.ts)$/, '');
}

/**
 * Throws once out of a machine of the core, at the n-th touch that its code makes: as a fault of ours in the midst of
 * a step, which is gone when the step is taken back.
 */
export class Trap {
  #takeAway: () => void = () => undefined;
  #state: 'away' | 'set' | 'looking' | 'sprung' = 'away';
  #machine = '';
  #touchesLeft = 0;

  /** `touch`: from 1. */
  set(machine: string, touch: number): void {
    this.#machine = machine;
    this.#touchesLeft = touch;
    this.#state = 'set';
    const undo = TOUCHES.flatMap(([of, names]) => names.map((name) => this.#watch(of, name)));
    this.#takeAway = () => {
      for (const one of undo) one();
    };
  }

  /** Takes it away; true when it has thrown. */
  clear(): boolean {
    const hasThrown = this.#state === 'sprung';
    this.#takeAway();
    this.#state = 'away';
    return hasThrown;
  }

  #watch(of: object, name: string): () => void {
    const real = Object.getOwnPropertyDescriptor(of, name);
    if (typeof real?.value !== 'function') throw new Error(`there is no ${name} to watch`);
    const method = real.value as (...args: unknown[]) => unknown;
    const touched = (): void => this.#touched();
    const value = function (this: unknown, ...args: unknown[]): unknown {
      touched();
      return Reflect.apply(method, this, args);
    };
    Object.defineProperty(of, name, { ...real, value });
    return () => Object.defineProperty(of, name, real);
  }

  #touched(): void {
    if (this.#state !== 'set') return;
    this.#state = 'looking';
    const machine = machineAtWork();
    this.#state = 'set';
    if (machine !== this.#machine) return;
    this.#touchesLeft -= 1;
    if (this.#touchesLeft > 0) return;
    this.#state = 'sprung';
    throw new TypeError('a fault of ours');
  }
}

/** Whose code runs now; null: none of the core's. */
function machineAtWork(): string | null {
  for (const file of filesOnTheStack()) {
    const path = file.split(CORE)[1];
    if (path !== undefined && !PLUMBING.has(machineOf(path))) return machineOf(path);
  }
  return null;
}

/** The innermost first. Read without source maps, which would take a thousand times as long. */
function filesOnTheStack(): readonly string[] {
  const { stackTraceLimit } = Error;
  const before: unknown = Reflect.get(Error, 'prepareStackTrace');
  let files: readonly string[] = [];
  Error.stackTraceLimit = FRAMES;
  Error.prepareStackTrace = (_error, frames) => {
    files = frames.map((frame) => frame.getFileName() ?? '');
    return '';
  };
  const { stack } = new Error();
  Object.assign(Error, { prepareStackTrace: before, stackTraceLimit });
  return stack === '' ? files : [];
}
