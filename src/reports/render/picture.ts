/** A chart of the report for a file, with how high it is of its width. */
export interface Picture {
  readonly png: Buffer;
  readonly heightOfWidth: number;
}
