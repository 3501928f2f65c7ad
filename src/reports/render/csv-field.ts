/** A number, a telephone number (`+359 2 000`), or one that is shown in part (`+7916***0001`). */
const NUMBER = /^[+-]?\d[\d .]*(\*{3}\d+)?$/;

/**
 * One field. What a spreadsheet would take for a formula gets an apostrophe in front; numbers stay as they are. Some
 * spreadsheets read full-width signs (＝ ＋ － ＠) as the usual ones.
 */
export function csvField(text: string): string {
  const isFormula = /^[=+\-@＝＋－＠\t\r\n]/.test(text) && !NUMBER.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line, CRLF included. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}
