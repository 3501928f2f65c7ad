import type { CST } from 'yaml';

/**
 * Offset of the first value nested deeper than `most`, or null. Walks without recursion, before the
 * composer, which recurses, sees the text.
 */
export function firstDeeperThan(tokens: readonly CST.Token[], most: number): number | null {
  const open: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > most) return 'offset' in token ? token.offset : 0;
    for (const inner of innerTokens(token).reverse()) open.push({ token: inner, depth: depth + 1 });
  }
  return null;
}

function innerTokens(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value]).filter((inner) => isToken(inner));
}

function isToken(inner: CST.Token | null | undefined): inner is CST.Token {
  return inner !== null && inner !== undefined;
}
