const SECRET_KEY = /password|passwd|token|secret|authorization|credential|api_?key/i;
const CREDENTIALS_IN_URL = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const HIDDEN = '[hidden]';
const DEEPEST = 6;

/**
 * A value as it may be logged: what stands under a key that sounds like a secret is hidden, credentials are cut out
 * of URLs, errors become their message and code. A net for mistakes: secrets are not handed to the log at all.
 */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(CREDENTIALS_IN_URL, '$1');
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Error) return errorFields(value, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  if (value instanceof Date) return value.toISOString();
  const entries = Object.entries(value).map(([key, inner]) => [key, redactedUnder(key, inner, depth)]);
  return Object.fromEntries(entries) as unknown;
}

function redactedUnder(key: string, value: unknown, depth: number): unknown {
  return SECRET_KEY.test(key) && value !== null && value !== undefined ? HIDDEN : redacted(value, depth + 1);
}

function errorFields(error: Error, depth: number): unknown {
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: error.cause };
  return redacted({ message: error.message, ...code, ...cause }, depth);
}
