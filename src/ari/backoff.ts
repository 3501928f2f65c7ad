/** How long to wait before the next try: doubles from `firstMs` to `longestMs`, each spread over half of itself. */
export function backoffMs(
  tries: number,
  bounds: { readonly firstMs: number; readonly longestMs: number },
  random: () => number,
): number {
  const full = Math.min(bounds.longestMs, bounds.firstMs * 2 ** Math.min(tries, 20));
  return full / 2 + (random() * full) / 2;
}
