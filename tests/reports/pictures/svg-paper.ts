import PDFDocument from 'pdfkit';
import { FONT_FAMILY } from '../../../src/reports/charts/font.js';
import type { Measure } from '../../../src/reports/render/page-layout.js';
import {
  INK,
  MARGIN,
  Pages,
  SIZE,
  type Orientation,
  type Paper,
  type Place,
  type Style,
  type Weight,
} from '../../../src/reports/render/pdf-page.js';

/** Where the font's letters stand below the upper edge of their line, of their size. */
const ASCENT = 0.928;
/** How wide pictures are of the page: the tables shall be seen as well. */
const PICTURE = 0.6;

/** The page of the PDF as a drawing: one long page, as wide and written with the same measures. */
export class SvgPaper implements Paper {
  y = MARGIN;
  readonly width: number;
  readonly height = Infinity;
  readonly #pageWidth: number;
  readonly #measuring: Pages;
  readonly #drawn: string[] = [];

  constructor(orientation: Orientation) {
    const pdf = new PDFDocument({ size: 'A4', layout: orientation, margin: 0 });
    this.#measuring = new Pages(pdf, orientation);
    this.#pageWidth = orientation === 'portrait' ? SIZE.narrow : SIZE.wide;
    this.width = this.#measuring.width;
  }

  fits(): boolean {
    return true;
  }

  turn(): void {
    throw new Error('there is one page only');
  }

  measure(weight: Weight, size: number): Measure {
    return this.#measuring.measure(weight, size);
  }

  write(text: string, { x, y, side }: Place, { weight, size, colour = INK }: Style): void {
    const anchor = side === 'left' ? 'start' : 'end';
    const font = `font-size="${size}" font-weight="${weight === 'bold' ? 'bold' : 'normal'}"`;
    this.#drawn.push(
      `<text x="${x}" y="${y + ASCENT * size}" text-anchor="${anchor}" ${font} fill="${colour}">${escaped(text)}</text>`,
    );
  }

  fill(x: number, y: number, width: number, height: number, colour: string): void {
    this.#drawn.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`);
  }

  rule(y: number, width: number, colour: string): void {
    this.fill(MARGIN, y - 0.25, width, 0.5, colour);
  }

  picture(png: Buffer, heightOfWidth: number): void {
    const width = this.width * PICTURE;
    const height = width * heightOfWidth;
    const place = `x="${MARGIN}" y="${this.y}" width="${width}" height="${height}"`;
    this.#drawn.push(`<image ${place} href="data:image/png;base64,${png.toString('base64')}"/>`);
    this.y += height + 10;
  }

  /** There is nothing to count. */
  number(): void {
    return undefined;
  }

  /** What was written, cut off where it is higher. */
  svg(highest: number): string {
    const [width, height] = [this.#pageWidth, Math.min(highest, this.y + MARGIN / 2)];
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT_FAMILY}">` +
      `<rect width="${width}" height="${height}" fill="#ffffff"/>${this.#drawn.join('')}</svg>`
    );
  }
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
