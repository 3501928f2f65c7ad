import { Resvg } from '@resvg/resvg-js';
import { FONT_FAMILY, fontFile } from './font.js';

/** Twice the size in dots: sharp on paper and on dense screens. */
const DOTS = 2;

/** The picture as PNG, with the font of the package and none of the machine's. */
export function rasterised(svg: string): Buffer {
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: DOTS },
    background: '#ffffff',
    font: { loadSystemFonts: false, fontFiles: [fontFile()], defaultFontFamily: FONT_FAMILY },
  });
  return picture.render().asPng();
}
