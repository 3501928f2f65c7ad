import { createRequire } from 'node:module';

/** The font of the pictures: it has Latin and Cyrillic, and comes with the package, not from the machine. */
export const FONT_FAMILY = 'DejaVu Sans';

/** Its file. */
export function fontFile(): string {
  return createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
}
