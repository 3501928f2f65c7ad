/** A JSON object that was not looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value of the text; undefined when it is not JSON (an HTML page, an empty body). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The value as an object; null when it is something else. */
export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The field as an object; empty when it is missing. */
export function objectIn(object: JsonObject, field: string): JsonObject {
  return asObject(object[field]) ?? {};
}

/** The field as text; empty when it is missing or no text. */
export function textIn(object: JsonObject, field: string): string {
  const value = object[field];
  return typeof value === 'string' ? value : '';
}

/** The field as a whole number; null when it is missing or no number. */
export function numberIn(object: JsonObject, field: string): number | null {
  const value = object[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The texts in the field; empty when it is no list. */
export function textsIn(object: JsonObject, field: string): readonly string[] {
  const value = object[field];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
