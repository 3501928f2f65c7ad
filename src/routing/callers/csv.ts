import { CsvError, parse } from 'csv-parse/sync';

/** One line of a table: its number in the file, and its cells or what is wrong with it. */
export type CsvLine =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly broken: string };

const DELIMITER = /[,;\t]/;
/** Longer than any caller's line: a file without line ends is no table. */
const LONGEST_LINE = 5_000;

/**
 * The lines of a CSV text that are not empty. Each is read for itself, so that a quote that is never closed spoils its
 * own line only; a cell therefore holds no line end. What separates the cells (comma, semicolon or tab) is what comes
 * first in the first line. Never throws.
 */
export function readCsv(text: string): readonly CsvLine[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const delimiter = DELIMITER.exec(first)?.[0] ?? ',';
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, index + 1, delimiter)]));
}

function readLine(text: string, line: number, delimiter: string): CsvLine {
  if (text.length > LONGEST_LINE) return { line, broken: `a line of ${text.length} characters` };
  try {
    const [cells = []] = parse(text, {
      delimiter,
      record_delimiter: '\n',
      trim: true,
      relax_column_count: true,
    });
    return { line, cells };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { line, broken: BROKEN[error.code] ?? 'a line that is no CSV' };
  }
}

const BROKEN: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that is not closed in its line',
  INVALID_OPENING_QUOTE: 'a quote in the middle of a cell',
  CSV_INVALID_CLOSING_QUOTE: 'a closing quote with text behind it',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'a closing quote with text behind it',
};
