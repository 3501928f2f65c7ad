import type { Attachment, Mail } from '../../ports/mail.js';
import { drawSvg } from '../charts/draw.js';
import { rasterised } from '../charts/raster.js';
import { renderHtml } from '../render/html.js';
import { renderTerminal } from '../render/terminal.js';
import type { ReportDocument } from '../report-document.js';
import type { Destination } from '../schedules/schedule.js';
import { filesOf, periodText, zipped } from './files.js';

/** A longer table is read in a file, not in a mail. */
const MOST_ROWS_SHOWN = 200;
/** A mail program wants 4 characters for 3 bytes, and lines. */
const GROWTH = 1.37;

/** What a mail is made of beside the report. */
export interface MailOrder {
  readonly destination: Extract<Destination, { kind: 'mail' }>;
  readonly messageId: string;
  readonly corrects: string | null;
  readonly edition: number;
  /** How its files are called. */
  readonly fileName: string;
  /** A mail is not longer than this. */
  readonly limitBytes: number;
  /** Keeps files that are too large for a mail; resolves with where they are found. */
  readonly keep: (files: readonly Attachment[]) => Promise<string>;
}

/**
 * The report as a mail: HTML with its pictures as related parts (mail programs drop inline SVG), a text beside it, and
 * files. What is longer than the limit is packed; what is too long even so stays here, and the mail says where.
 */
export async function composeMail(report: ReportDocument, order: MailOrder): Promise<Mail> {
  const { destination, messageId, corrects, edition, fileName } = order;
  const files = await filesOf(report, fileName, destination.attach);
  const bodies = await bodyOf(report, destination);
  const { attachments, note } = await fitting(files, sizeOf(bodies), report, order);
  const shown = note === null ? report : { ...report, notes: [...report.notes, note] };
  const { text, html, pictures } = note === null ? bodies : await bodyOf(shown, destination);
  const title = edition === 0 ? report.title : `${corrected(report)}: ${report.title}`;
  return {
    ...{ messageId, corrects, to: destination.to, text, html, pictures, attachments },
    subject: destination.subject.replaceAll('{title}', title).replaceAll('{period}', periodText(report)),
    date: report.madeAt,
  };
}

type Body = Pick<Mail, 'text' | 'html' | 'pictures'>;

async function bodyOf(report: ReportDocument, { body }: MailOrder['destination']): Promise<Body> {
  const short = shortened(report);
  const text = renderTerminal(short);
  if (body === 'text') return { text, html: null, pictures: [] };
  const drawings = await Promise.all(report.charts.map(drawSvg));
  const pictures = report.charts.map(({ title }, index) => ({
    id: `chart-${index + 1}`,
    title,
    png: rasterised(drawings[index] ?? ''),
  }));
  const shown = pictures.map(
    ({ id, title }) => `<img src="cid:${id}" width="860" alt="${escaped(title)}" style="max-width:100%;">`,
  );
  return { text, html: renderHtml(short, shown), pictures: pictures.map(({ id, png }) => ({ id, png })) };
}

function shortened(report: ReportDocument): ReportDocument {
  const { language } = report;
  const notes = report.tables
    .filter(({ rows }) => rows.length > MOST_ROWS_SHOWN)
    .map(
      ({ title, rows }) =>
        ({
          en: `${title}: the first ${MOST_ROWS_SHOWN} of ${rows.length} rows; a file has all.`,
          ru: `${title}: первые ${MOST_ROWS_SHOWN} строк из ${rows.length}; все — в файле.`,
        })[language],
    );
  const tables = report.tables.map((table) => ({ ...table, rows: table.rows.slice(0, MOST_ROWS_SHOWN) }));
  return { ...report, tables, notes: [...report.notes, ...notes] };
}

async function fitting(
  files: readonly Attachment[],
  bodyBytes: number,
  report: ReportDocument,
  { fileName, limitBytes, keep }: MailOrder,
): Promise<{ readonly attachments: readonly Attachment[]; readonly note: string | null }> {
  const fits = (some: readonly Attachment[]): boolean =>
    (bodyBytes + some.reduce((sum, { content }) => sum + content.length, 0)) * GROWTH <= limitBytes;
  if (fits(files)) return { attachments: files, note: null };
  const pack = zipped(files, fileName, report.madeAt);
  if (fits([pack])) return { attachments: [pack], note: null };
  const place = await keep(files);
  const note = {
    en: `The files are too large for a mail. They are here: ${place}`,
    ru: `Файлы слишком велики для письма. Они здесь: ${place}`,
  }[report.language];
  return { attachments: [], note };
}

function sizeOf({ text, html, pictures }: Body): number {
  const pictureBytes = pictures.reduce((sum, { png }) => sum + png.length, 0);
  return Buffer.byteLength(text) + Buffer.byteLength(html ?? '') + pictureBytes;
}

function corrected({ language }: ReportDocument): string {
  return { en: 'Corrected', ru: 'Исправлено' }[language];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
