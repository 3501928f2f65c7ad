import type { AgentStateName } from '../../core/milestone.js';
import { sumOf } from '../ratio.js';
import type { Slice } from './items.js';

/** Milliseconds in these states. */
export function timeIn(slice: Slice, ...states: readonly AgentStateName[]): number {
  return sumOf(slice.states, (span) => (states.includes(span.state) ? span.to - span.from : 0));
}

export function signedInTime(slice: Slice): number {
  return sumOf(slice.states, (span) => (span.state === 'signed-out' ? 0 : span.to - span.from));
}
