import { runCli, type CliParts } from '../../src/cli/create-cli.js';

/** How a command ended and what it said. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Gives a command line to a Callplane that has only these parts; a command that needs another one fails. */
export async function run(args: readonly string[], parts: Partial<CliParts> = {}): Promise<Run> {
  let out = '';
  let err = '';
  const refuse = (): never => {
    throw new Error('this command must not need that');
  };
  const all: CliParts = {
    version: '1.2.3',
    start: refuse,
    check: refuse,
    schema: refuse,
    tryCall: refuse,
    graph: refuse,
    speech: refuse,
    dailyReport: refuse,
    runReport: refuse,
    listReports: refuse,
    schedules: refuse,
    alerts: refuse,
    runLog: refuse,
    resend: refuse,
    writeFile: refuse,
    access: refuse,
    audit: refuse,
    doctor: refuse,
    why: refuse,
    importQueueLog: refuse,
    person: refuse,
    runRetention: refuse,
    retentionLog: refuse,
    destroyRetentionKey: refuse,
    backup: refuse,
    restore: refuse,
    api: refuse,
    pause: refuse,
    now: () => 0,
    explain: () => null,
    print: (text) => (out += text),
    complain: (text) => (err += text),
    ...parts,
  };
  return { code: await runCli(all, args), out, err };
}
