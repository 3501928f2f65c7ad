const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `200ms`, `1.5s`, `2m` or `1h` in milliseconds. Throws on anything else. */
export function duration(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (factor === undefined) throw new Error(`"${text}" is no duration; write for instance 3s or 200ms`);
  return Math.round(Number(amount) * factor);
}

/** Milliseconds as a person writes them: `3s`, `12.5s`, `200ms`. */
export function spoken(ms: number): string {
  return Math.abs(ms) < 1000 && ms !== 0 ? `${Math.round(ms)}ms` : `${Number((ms / 1000).toFixed(2))}s`;
}
