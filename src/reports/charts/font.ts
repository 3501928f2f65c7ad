import { createRequire } from 'node:module';

/** The font of the pictures: it has Latin and Cyrillic, and comes with the package, not from the machine. */
export const FONT_FAMILY = 'DejaVu Sans';

/** Its file. */
export function fontFile(weight: 'plain' | 'bold' = 'plain'): string {
  const name = weight === 'plain' ? 'DejaVuSans' : 'DejaVuSans-Bold';
  return createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
}
