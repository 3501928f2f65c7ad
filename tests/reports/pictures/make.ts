import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { drawSvg, HEIGHT_OF_WIDTH } from '../../../src/reports/charts/draw.js';
import { FONT_FAMILY, fontFile } from '../../../src/reports/charts/font.js';
import { rasterised } from '../../../src/reports/charts/raster.js';
import { REPORT_NAMES, type ReportName } from '../../../src/reports/catalogue/all.js';
import { writeOnto } from '../../../src/reports/render/pdf.js';
import { reportOfMadeUpDay } from '../made-up-day.js';
import { indexedPng } from './indexed-png.js';
import { SvgPaper } from './svg-paper.js';

/*
 * The pictures of docs/reports.md: what each report of the catalogue looks like on paper, of a made-up day. Made anew by
 * `npm run pictures`.
 */
const FOLDER = 'docs/pictures';
/** Dots for a point. */
const DOTS = 1.25;
/** Of the page; what stands below is cut off. */
const HIGHEST = 700;

async function pictureOf(name: ReportName): Promise<Buffer> {
  const report = await reportOfMadeUpDay(name);
  if (report.balance !== 'balanced') throw new Error(`the made-up day does not balance in ${name}`);
  const charts = await Promise.all(
    report.charts.map(async (chart) => ({
      ...{ png: rasterised(await drawSvg(chart)), heightOfWidth: HEIGHT_OF_WIDTH },
    })),
  );
  const paper = writeOnto((orientation) => new SvgPaper(orientation), report, charts);
  const drawing = new Resvg(paper.svg(HIGHEST), {
    fitTo: { mode: 'zoom', value: DOTS },
    background: '#ffffff',
    font: {
      ...{ loadSystemFonts: false, defaultFontFamily: FONT_FAMILY },
      fontFiles: [fontFile('plain'), fontFile('bold')],
    },
  }).render();
  return indexedPng(drawing.pixels, drawing.width, drawing.height);
}

mkdirSync(FOLDER, { recursive: true });
for (const name of REPORT_NAMES) {
  const png = await pictureOf(name);
  writeFileSync(join(FOLDER, `${name}.png`), png);
  process.stdout.write(`${name}.png ${Math.ceil(png.length / 1000)} kB\n`);
}
