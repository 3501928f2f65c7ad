import type { Command } from '../core/command.js';
import type { LegId } from '../core/signal.js';

/** A command and what it lets go first. */
export interface Turn<Each extends Command> {
  readonly command: Each;
  /** Key of the work that must be over before this one begins; null: nothing. */
  readonly after: string | null;
}

/** Held by the command that rings a leg until Asterisk has taken the request. */
export function ringKey(leg: LegId): string {
  return `ringing ${leg}`;
}

/** Held by the command that rings a phone, or one of its lines, and while a leg there is hung up. */
export function lineKey(line: string): string {
  return `phone ${line}`;
}

/** Held while a phone is told what has come of the transfer that it asked for. */
export function referKey(leg: LegId): string {
  return `refer ${leg}`;
}

/** Held by what is done to a bridge. */
export function bridgeKey(bridge: string): string {
  return `bridge ${bridge}`;
}

/**
 * The commands of one step in the order of their urgency, because Asterisk works slower on an INVITE or a connection
 * while it also does what nobody waits for:
 *
 * - Phones ring first; the caller is answered, hears music or is hung up on when Asterisk has the first of them.
 *   Only the hang-up of a phone stays in front: it may be the phone that rings next, and would be busy.
 * - The caller and the winner of a race are connected first; the losers are told afterwards (performance.md §4).
 * - A phone that has asked for a transfer hears that it is done before it is hung up.
 */
export function byUrgency<Each extends Command>(
  commands: readonly Each[],
  isCaller: (leg: LegId) => boolean,
): readonly Turn<Each>[] {
  const refer = commands.find((command: Command) => command.kind === 'answer-refer');
  if (refer?.kind !== 'answer-refer') return usual(commands, isCaller);
  const isReferrersEnd = (command: Command): boolean =>
    command.kind === 'hang-up' && command.leg === refer.leg;
  const others = commands.filter((command) => command !== refer && !isReferrersEnd(command));
  const ends = commands.filter(isReferrersEnd);
  return [
    { command: refer, after: null },
    ...ends.map((command) => ({ command, after: referKey(refer.leg) })),
    ...usual(others, isCaller),
  ];
}

function usual<Each extends Command>(
  commands: readonly Each[],
  isCaller: (leg: LegId) => boolean,
): readonly Turn<Each>[] {
  const ring = commands.find((command: Command) => command.kind === 'ring');
  const connect = commands.find((command: Command) => command.kind === 'connect');
  if (ring?.kind === 'ring') return ringsFirst(commands, ringKey(ring.leg), isCaller);
  if (connect?.kind === 'connect') return losersLast(commands, bridgeKey(connect.bridge));
  return commands.map((command) => ({ command, after: null }));
}

function ringsFirst<Each extends Command>(
  commands: readonly Each[],
  ring: string,
  isCaller: (leg: LegId) => boolean,
): readonly Turn<Each>[] {
  const urgency = (command: Command): number => {
    if (command.kind === 'hang-up' && !isCaller(command.leg)) return 0;
    return command.kind === 'ring' ? 1 : 2;
  };
  return [0, 1, 2].flatMap((level) =>
    commands
      .filter((command) => urgency(command) === level)
      .map((command) => ({ command, after: level === 2 ? ring : null })),
  );
}

function losersLast<Each extends Command>(
  commands: readonly Each[],
  connection: string,
): readonly Turn<Each>[] {
  return commands.map((command) => {
    const isLoser = command.kind === 'hang-up' && command.reason === 'answered-elsewhere';
    return { command, after: isLoser ? connection : null };
  });
}
