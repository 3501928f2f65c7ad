/** What other people's programs may see of our environment: nothing that could be a secret. */
const SHOWN = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ'];

/** The environment of programs that we start and that are not ours. */
export function shownEnvironment(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    SHOWN.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
