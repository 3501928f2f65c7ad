/** A picture as data, in the words of the report's language. */
export type Chart =
  | {
      readonly kind: 'heat-map';
      readonly title: string;
      /** From top to bottom, and from left to right. */
      readonly rows: readonly string[];
      readonly columns: readonly string[];
      /** By row, then by column. */
      readonly values: readonly (readonly number[])[];
    }
  | {
      readonly kind: 'bars';
      readonly title: string;
      readonly categories: readonly string[];
      readonly bars: { readonly name: string; readonly values: readonly (number | null)[] };
      /** Whether the bars are shares, from 0 to 1. */
      readonly scale: 'count' | 'share';
      /** Shares from 0 to 1, on an axis of their own; null: none. */
      readonly line: { readonly name: string; readonly values: readonly (number | null)[] } | null;
    };
