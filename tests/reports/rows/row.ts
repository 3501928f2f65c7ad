import type { Centre } from './centre.js';

/** A row of capabilities.md, or the reports of a story, with exactly its numbers. */
export interface Row {
  /** C26, V03, S17. */
  readonly row: string;
  readonly says: string;
  readonly play: (centre: Centre) => Promise<void>;
}
