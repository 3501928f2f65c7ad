import type { Settings } from './app/settings.js';

/** Where the tokens are. */
export function accessPlace(settings: Settings): {
  readonly path: string;
  readonly firstToken: string | null;
} {
  return { path: settings.access, firstToken: settings.http.token };
}
