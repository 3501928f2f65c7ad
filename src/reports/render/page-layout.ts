/** How wide a text is, in points. */
export type Measure = (text: string) => number;

/** A column before it has its place: as wide as it wants to be, and whether its texts may be broken into lines. */
export interface Wish {
  readonly width: number;
  readonly breaks: 'anywhere-needed' | 'never';
}

/** Narrower than this no text can be read. */
const NARROWEST = 36;

/**
 * Widths that fit. Where the wishes are too wide together, columns of text give way as far as they can be read, the widest
 * most; when that is not enough, all do. Pure.
 */
export function fittingWidths(wishes: readonly Wish[], available: number): readonly number[] {
  const wanted = wishes.reduce((sum, { width }) => sum + width, 0);
  if (wanted <= available) return wishes.map(({ width }) => width);
  const spareOf = ({ width, breaks }: Wish): number =>
    breaks === 'never' ? 0 : Math.max(0, width - NARROWEST);
  const spare = wishes.reduce((sum, wish) => sum + spareOf(wish), 0);
  const share = spare === 0 ? 0 : Math.min(1, (wanted - available) / spare);
  const given = wishes.map((wish) => wish.width - spareOf(wish) * share);
  const left = given.reduce((sum, width) => sum + width, 0);
  return left <= available ? given : given.map((width) => (width * available) / left);
}

/** The text in lines that are no wider: broken between words, and within one that is too long. Pure. */
export function linesOf(text: string, width: number, measure: Measure): readonly string[] {
  if (measure(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => brokenWord(each, width, measure))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || measure(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function brokenWord(word: string, width: number, measure: Measure): readonly string[] {
  if (measure(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const sign of word) {
    if (part !== '' && measure(part + sign) > width) {
      parts.push(part);
      part = '';
    }
    part += sign;
  }
  return [...parts, part];
}
