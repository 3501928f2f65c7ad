/** What no text has: half characters, characters of control but for tabs and line ends, and what Unicode says is no character. */
const NO_TEXT = /[\p{Cs}\p{Noncharacter_Code_Point}]|(?![\t\n\r])\p{Cc}/gu;
const IN_ITS_PLACE = '\ufffd';

/**
 * The same data with every text in it such that any format can hold it: what no text has, as a caller's name from a carrier may, is
 * shown by the sign for that. Takes plain data: objects, lists, texts, numbers. Pure.
 */
export function legible<Data>(data: Data): Data {
  return hasNoText(data) ? (cleaned(data) as Data) : data;
}

/** Nearly always it has not: then nothing is copied. */
function hasNoText(data: unknown): boolean {
  if (typeof data === 'string') return data.search(NO_TEXT) >= 0;
  if (typeof data !== 'object' || data === null) return false;
  for (const name in data) if (hasNoText((data as Readonly<Record<string, unknown>>)[name])) return true;
  return false;
}

function cleaned(data: unknown): unknown {
  if (typeof data === 'string') return data.replace(NO_TEXT, IN_ITS_PLACE);
  if (Array.isArray(data)) return data.map(cleaned);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, cleaned(value)]));
}
