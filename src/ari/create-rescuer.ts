import { AriHttpClient, type AriAccess } from './http-client.js';
import { newMetrics } from './metrics.js';
import { DEFAULT_LIMITS } from './options.js';
import { rescueLegs, type Rescued } from './rescue.js';

/** Connections of the watchdog: it works while the line does not. */
const CONNECTIONS = 4;

/** Takes care of the callers of an application that has no line. */
export interface Rescuer {
  /** See `rescueLegs`. */
  rescue(): Promise<readonly Rescued[]>;
}

export function createRescuer(access: AriAccess, application: string): Rescuer {
  const limits = { ...DEFAULT_LIMITS, connections: CONNECTIONS };
  const http = new AriHttpClient(access, limits, newMetrics());
  return { rescue: () => rescueLegs(http, application, limits.requestTimeoutMs) };
}
