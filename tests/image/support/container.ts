import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { until } from './until.js';

const run = promisify(execFile);
const SCRIPT = join(resolve(import.meta.dirname, '../../..'), 'scripts/image');
const STOPS_WITHIN_MS = 30_000;

/** What the image says about itself, in Docker's words. */
export interface ImageConfiguration {
  readonly User: string;
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly Env: readonly string[];
  readonly Volumes: Readonly<Record<string, unknown>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

/** How a command in a container ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

export interface ContainerOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Path on this machine → path in the container, with `:ro` when it is only read. */
  readonly volumes: Readonly<Record<string, string>>;
}

/** Builds the image of the Dockerfile. */
export async function buildImage(): Promise<void> {
  await run(SCRIPT, ['build']);
}

export async function imageConfiguration(): Promise<ImageConfiguration> {
  const { stdout } = await run(SCRIPT, ['inspect']);
  return JSON.parse(stdout) as ImageConfiguration;
}

/** A container of the image. */
export class Container {
  #process: ChildProcess | null = null;
  #output = '';

  private constructor(
    readonly name: string,
    private readonly words: readonly string[],
  ) {}

  static async create(name: string, options: ContainerOptions): Promise<Container> {
    await run(SCRIPT, ['create', name]);
    return new Container(name, wordsOf(options));
  }

  /** Starts the image's own command, as an engine would. */
  start(): void {
    const child = spawn(SCRIPT, ['run', this.name, ...this.words], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (bytes: Buffer) => (this.#output += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (this.#output += bytes.toString()));
    this.#process = child;
  }

  /** What it has written until now. */
  get output(): string {
    return this.#output;
  }

  /** The image's own health check, in the running container. */
  check(): Promise<Ended> {
    return ended(['check', this.name, ...this.words]);
  }

  /** Another command, as the image's user. */
  exec(...command: readonly string[]): Promise<Ended> {
    return ended(['exec', this.name, ...this.words, '--', ...command]);
  }

  /** Sends the image's stop signal; resolves with the exit code. */
  async stop(): Promise<number | null> {
    const child = this.#process;
    if (child === null) throw new Error(`the container ${this.name} was not started`);
    await run(SCRIPT, ['stop', this.name]);
    await until(`the container ${this.name} to stop`, () => child.exitCode !== null, STOPS_WITHIN_MS);
    return child.exitCode;
  }

  /** Ends what still runs and takes the container away. */
  async remove(): Promise<void> {
    const child = this.#process;
    if (child !== null && child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await run(SCRIPT, ['remove', this.name]);
  }
}

function wordsOf({ environment, volumes }: ContainerOptions): readonly string[] {
  return [
    ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...Object.entries(volumes).flatMap(([from, to]) => ['--volume', `${from}:${to}`]),
  ];
}

async function ended(words: readonly string[]): Promise<Ended> {
  const child = spawn(SCRIPT, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  await once(child, 'close');
  return { code: child.exitCode ?? -1, output };
}
