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
    if (!line.startsWith('{') || !line.endsWith('}')) return [];
    const { at, leg, did, from = null, dialled = null } = JSON.parse(line) as Partial<LegRescue>;
    if (typeof at !== 'number' || typeof leg !== 'string' || did === undefined) return [];
    return [{ at, leg, did, from, dialled }];
  });
}
