/**
 * The same function, which computes once for each object it is asked about and remembers that for as long as the object lives. For
 * what many figures of a report are made of. The object must not change, and the function must be pure.
 */
export function oncePer<About extends object, Answer>(
  compute: (about: About) => Answer,
): (about: About) => Answer {
  const known = new WeakMap<About, { readonly answer: Answer }>();
  return (about) => {
    const found = known.get(about) ?? { answer: compute(about) };
    known.set(about, found);
    return found.answer;
  };
}
