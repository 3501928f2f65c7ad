/**
 * What a command's exit code means. 0: done. 1: a fault in what was given (file, setting, token, name). 2: the command
 * line cannot be understood. 3: something around is not there (database, Asterisk, a running Callplane). 4: a fault
 * inside Callplane, or an end that was not in order.
 */
export const EXIT = { ok: 0, fault: 1, usage: 2, environment: 3, internal: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a message for the person who gave it. */
export class CommandFailed extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode,
  ) {
    super(message);
    this.name = 'CommandFailed';
  }
}
