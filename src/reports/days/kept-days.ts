import type { KeptDaysReader, KeptText } from '../../ports/kept-days.js';

/** Days that may have left something, and where what they leave now is noted. */
export interface KeptDays {
  readonly reader: KeptDaysReader;
  /** The program that computes: another version may compute otherwise. */
  readonly program: string;
  /** Called with what is worth keeping. */
  readonly note: (texts: readonly KeptText[]) => void;
}
