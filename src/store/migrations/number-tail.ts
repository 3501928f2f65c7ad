/**
 * The last four digits of the number in a column (all, where there are fewer), `?` for one with other signs, nothing for one that is
 * hidden or replaced; an expression from which the database derives it.
 */
export function tailOf(column: string): string {
  const plain = without(column, ['+', ' ', '-', '(', ')', '.', '/']);
  const isDigits = `${without(plain, Array.from('0123456789'))} = ''`;
  // What stands for a number that was replaced: nobody finds that by digits.
  const isReplaced = `${column} LIKE 'client-%-${'_'.repeat(20)}'`;
  return (
    `CASE WHEN ${column} IS NULL OR ${isReplaced} THEN NULL WHEN ${isDigits} ` +
    `THEN SUBSTR(${plain}, CASE WHEN LENGTH(${plain}) > 4 THEN LENGTH(${plain}) - 3 ELSE 1 END) ELSE '?' END`
  );
}

function without(text: string, signs: readonly string[]): string {
  return signs.reduce((inner, sign) => `REPLACE(${inner}, '${sign}', '')`, text);
}
