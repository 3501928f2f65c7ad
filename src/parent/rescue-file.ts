import { appendFileSync } from 'node:fs';
import type { LegRescue } from '../ports/facts.js';

/** Adds a line of JSON per leg to the file; the books read it. Throws when it cannot. */
export function writeRescues(file: string, rescues: readonly LegRescue[]): void {
  if (rescues.length === 0) return;
  appendFileSync(file, rescues.map((rescue) => `${JSON.stringify(rescue)}\n`).join(''));
}

/** Reads whole lines of such a file; a line that is none (torn by a full disk) is left out. */
export function readRescues(text: string): readonly LegRescue[] {
  return text.split('\n').flatMap((line) => {
    const { at, leg, did, from = null, dialled = null } = parsed(line);
    const isWhole = typeof at === 'number' && typeof leg === 'string' && did !== undefined;
    return isWhole ? [{ at, leg, did, from, dialled }] : [];
  });
}

function parsed(line: string): Partial<LegRescue> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
