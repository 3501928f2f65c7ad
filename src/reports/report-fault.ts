/** A report that was asked for in a way that cannot be answered: what was found, and what would be right. */
export class ReportFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReportFault';
  }
}

/** `"x" is no …; there are: a, b, c`. */
export function unknownName(kind: string, name: string, known: readonly string[]): ReportFault {
  const list = known.length === 0 ? 'there are none' : `there are: ${known.join(', ')}`;
  return new ReportFault(`${JSON.stringify(name)} is no ${kind}; ${list}.`);
}
