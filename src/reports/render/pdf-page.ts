import type Library from 'pdfkit';
import { fontFile } from '../charts/font.js';
import type { Measure } from './page-layout.js';

/** The library takes a while to load: only who writes a PDF has it. */
export async function loadPdf(): Promise<typeof Library> {
  return (await import('pdfkit')).default;
}

export type Weight = 'plain' | 'bold';
export type Orientation = 'portrait' | 'landscape';

/** A4, in points. */
export const SIZE = { narrow: 595.28, wide: 841.89 } as const;
export const MARGIN = 34;
export const INK = '#1d2530';
const FAINT = '#56616e';
const FOOT = 14;

/** How wide what stands on a page may be. */
export function contentWidth(orientation: Orientation): number {
  return (orientation === 'portrait' ? SIZE.narrow : SIZE.wide) - 2 * MARGIN;
}

/** What a report is written onto from the top to the bottom, in points. */
export interface Paper {
  /** Where the next line begins. */
  y: number;
  readonly width: number;
  /** How much fits on an empty page. */
  readonly height: number;
  /** Whether so much fits below what is written. */
  fits(height: number): boolean;
  /** Goes on at the top of the next page. */
  turn(): void;
  measure(weight: Weight, size: number): Measure;
  /** One line, whose left or right end stands at x; it does not move what is written next. */
  write(text: string, place: Place, style: Style): void;
  fill(x: number, y: number, width: number, height: number, colour: string): void;
  rule(y: number, width: number, colour: string): void;
  /** A picture of these proportions, as wide as the page; on the next page where it does not fit. */
  picture(png: Buffer, heightOfWidth: number): void;
  /** At the foot of every page: what it is, and which of how many. */
  number(title: string): void;
}

/** `y` is the upper edge of the line. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly side: 'left' | 'right';
}

export interface Style {
  readonly weight: Weight;
  readonly size: number;
  readonly colour?: string;
}

/** Pages with their numbers at the foot. */
export class Pages implements Paper {
  y = MARGIN;
  readonly width: number;
  readonly #bottom: number;
  readonly #widths = new Map<string, number>();
  readonly #known = new Map<string, string>();

  constructor(
    private readonly pdf: PDFKit.PDFDocument,
    orientation: Orientation,
  ) {
    pdf.registerFont('plain', fontFile('plain')).registerFont('bold', fontFile('bold'));
    this.width = contentWidth(orientation);
    this.#bottom = (orientation === 'portrait' ? SIZE.wide : SIZE.narrow) - MARGIN - FOOT;
  }

  fits(height: number): boolean {
    return this.y + height <= this.#bottom;
  }

  get height(): number {
    return this.#bottom - MARGIN;
  }

  turn(): void {
    this.pdf.addPage();
    this.y = MARGIN;
  }

  measure(weight: Weight, size: number): Measure {
    return (text) => {
      const key = `${weight} ${size} ${text}`;
      const known = this.#widths.get(key);
      if (known !== undefined) return known;
      const width = this.pdf.font(weight).fontSize(size).widthOfString(this.#drawable(text));
      this.#widths.set(key, width);
      return width;
    };
  }

  write(text: string, place: Place, style: Style): void {
    if (text === '') return;
    const { weight, size, colour = INK } = style;
    const x = place.side === 'left' ? place.x : place.x - this.measure(weight, size)(text);
    this.pdf.font(weight).fontSize(size).fillColor(colour);
    this.pdf.text(this.#drawable(text), x, place.y, { lineBreak: false });
  }

  fill(x: number, y: number, width: number, height: number, colour: string): void {
    this.pdf.rect(x, y, width, height).fill(colour);
  }

  rule(y: number, width: number, colour: string): void {
    this.pdf
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + width, y)
      .lineWidth(0.5)
      .stroke(colour);
  }

  picture(png: Buffer, heightOfWidth: number): void {
    const width = Math.min(this.width, (this.height * 0.6) / heightOfWidth);
    const height = width * heightOfWidth;
    if (!this.fits(height)) this.turn();
    this.pdf.image(png, MARGIN, this.y, { width, height });
    this.y += height + 10;
  }

  number(title: string): void {
    const { start, count } = this.pdf.bufferedPageRange();
    const style = { weight: 'plain', size: 7, colour: FAINT } as const;
    for (let index = 0; index < count; index += 1) {
      this.pdf.switchToPage(start + index);
      const y = this.#bottom + FOOT / 2;
      this.write(title, { x: MARGIN, y, side: 'left' }, style);
      this.write(`${index + 1} / ${count}`, { x: MARGIN + this.width, y, side: 'right' }, style);
    }
  }

  /** What the font has no sign for stands as a question mark, and everything in one line. */
  #drawable(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const { font } = (this.pdf as unknown as { readonly _font: { readonly font: Glyphs } })._font;
    const drawable = Array.from(text.replace(/\s+/g, ' '), (sign) =>
      font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0) ? sign : '?',
    ).join('');
    this.#known.set(text, drawable);
    return drawable;
  }
}

interface Glyphs {
  hasGlyphForCodePoint(codePoint: number): boolean;
}
