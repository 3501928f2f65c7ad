import { execFileSync } from 'node:child_process';

/** A network of its own, joined to this machine's by one cable. */
export interface FarNetwork {
  readonly namespace: string;
  /** This machine's end of the cable, and the other. */
  readonly near: string;
  readonly far: string;
  remove(): void;
}

/** Makes a network namespace; needs root and iproute2. `number` (1 to 250) tells those of one machine apart. */
export function makeNetwork(number: number): FarNetwork {
  const namespace = `callplane-${process.pid}-${number}`;
  const cable = `cp${process.pid % 10_000}n${number}`;
  const block = `10.${199 + (process.pid % 40)}.${number}`;
  const [near, far] = [`${block}.1`, `${block}.2`];
  const ip = (...words: string[]): void => {
    execFileSync('ip', words, { stdio: 'pipe' });
  };
  ip('netns', 'add', namespace);
  ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
  ip('addr', 'add', `${near}/24`, 'dev', cable);
  ip('link', 'set', cable, 'up');
  ip('-n', namespace, 'addr', 'add', `${far}/24`, 'dev', 'eth0');
  ip('-n', namespace, 'link', 'set', 'eth0', 'up');
  ip('-n', namespace, 'link', 'set', 'lo', 'up');
  return { namespace, near, far, remove: () => ip('netns', 'del', namespace) };
}
