import type { SettingsInput } from './settings-input.js';

/** Other systems that routing files ask and tell. */
export interface WebSettings {
  /** The header `Authorization`, by the origin that gets it. */
  readonly authorizations: ReadonlyMap<string, string>;
  /** File of certificates that are trusted instead of the usual ones; null: the usual ones. */
  readonly authority: string | null;
}

/** The settings of other systems; the origin is written as browsers write it. */
export function webOf({ webSecrets, webAuthority }: SettingsInput): WebSettings {
  const lines = (webSecrets ?? '').split(/\r?\n/).map((line) => line.trim());
  const pairs = lines.flatMap((line) => {
    const [origin = '', ...rest] = line.split(/ +/);
    return URL.canParse(origin) ? [[new URL(origin).origin, rest.join(' ')] as const] : [];
  });
  return { authorizations: new Map(pairs), authority: webAuthority };
}
