import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { performance } from 'node:perf_hooks';
import { type AccessWatch, watchAccess } from './access/access-watch.js';
import { sightOf } from './access/sight.js';
import type { StartSettings } from './app/settings.js';
import { accessPlace } from './main-access-place.js';
import { recordedSounds } from './main-sounds.js';
import { createHttp, type HttpParts } from './http/create-http.js';
import { type OpenDoor, serve } from './http/serve.js';
import type { LiveOperations } from './ports/live.js';
import type { Log } from './ports/log.js';
import type { Stories } from './ports/story.js';

/** A token that is taken away is void within this and a moment. */
const ACCESS_LOOKS_EVERY_MS = 1_000;
/** Changes of access from this long before our last sign of life may not have been kept: they are told (again). */
const ACCESS_TOLD_AGAIN_MS = 60_000;

/** Follows the tokens while the line runs; what was changed since it last lived is told again. */
export function followAccess(
  settings: StartSettings,
  lastAlive: number,
  onChange: Parameters<typeof watchAccess>[0]['onChange'],
  log: Log,
): Promise<AccessWatch> {
  return watchAccess({
    ...accessPlace(settings),
    onChange,
    since: lastAlive - ACCESS_TOLD_AGAIN_MS,
    log,
    everyMs: ACCESS_LOOKS_EVERY_MS,
  });
}

export interface DoorParts {
  readonly settings: StartSettings;
  readonly operations: LiveOperations;
  readonly metrics: HttpParts['metrics'];
  readonly access: AccessWatch;
  readonly stories: Stories;
  readonly log: Log;
  /** Shows the application at a door that is open already; null: there is none yet. */
  readonly showDoor: ((app: RequestListener) => OpenDoor) | null;
}

/** Opens the front door, or shows what is behind it now; throws what stopped it after `onFailure`. */
export async function openDoor(
  { settings, operations, metrics, access, stories, log, showDoor }: DoorParts,
  onFailure: () => Promise<void>,
): Promise<OpenDoor> {
  const app = createHttp({
    live: operations,
    metrics,
    sounds: recordedSounds(settings.retention.recordings),
    stories,
    sightOf: (who) => sightOf(operations, who),
    identify: access.identify,
    names: settings.http.names,
    log,
    mintRequestId: () => randomUUID(),
    now: () => performance.now(),
  });
  if (showDoor !== null) return showDoor(app);
  try {
    return await serve(app, settings.http.host, settings.http.port);
  } catch (error) {
    await access.stop();
    await onFailure();
    throw error;
  }
}
