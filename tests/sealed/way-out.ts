import { readFileSync } from 'node:fs';

/** What has tried to leave the network that `scripts/sealed` makes. */
export class WayOut {
  #before = 0;

  /** Only what is sent from now on counts. */
  reset(): void {
    this.#before = sent();
  }

  /** Packets that somebody sent to another machine. */
  get packets(): number {
    return sent() - this.#before;
  }

  /** The newest of them with their destinations, a line each. */
  destinations(): string {
    return readFileSync(captureFile(), 'utf8').split('\n').slice(-20).join('\n');
  }
}

/** By the kernel's own count: nothing that leaves can be missing in it. */
function sent(): number {
  const line = readFileSync('/proc/net/dev', 'utf8')
    .split('\n')
    .find((each) => each.trim().startsWith('way-out:'));
  if (line === undefined) throw new Error('this runs only inside "scripts/sealed"');
  return Number(line.trim().split(/\s+/)[10]);
}

function captureFile(): string {
  const file = process.env['CALLPLANE_WAY_OUT'];
  if (file === undefined) throw new Error('this runs only inside "scripts/sealed"');
  return file;
}
