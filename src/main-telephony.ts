import { performance } from 'node:perf_hooks';
import type { Drain } from './app/drain.js';
import type { LineHealth } from './app/operations.js';
import type { Reconciler } from './app/reconciler.js';
import type { StartSettings } from './app/settings.js';
import type { LeaderGate } from './ari/options.js';
import { type AriTelephony, createAriTelephony } from './ari/telephony.js';
import type { Plan } from './core/plan.js';
import type { Signal } from './core/signal.js';
import type { State } from './core/step.js';
import { needsOf } from './main-plan.js';
import type { Log } from './ports/log.js';
import { type TelephonyState, TelephonyUnavailable } from './ports/telephony.js';

/** With a standby a lost stream must be noticed in little more than two of these. */
const HEARTBEAT_WITH_STANDBY_MS = 1_000;

/** Asterisk; `leader`: set where another installation may lead. */
export function createTelephony(
  settings: StartSettings,
  state: () => State,
  log: Log,
  leader?: LeaderGate,
): AriTelephony {
  const standby = leader === undefined ? {} : { leader, limits: { heartbeatMs: HEARTBEAT_WITH_STANDBY_MS } };
  return createAriTelephony({
    ...settings.ari,
    log,
    random: Math.random,
    monotonicMs: () => performance.now(),
    needs: () => needsOf(planInForce(state())),
    ...standby,
  });
}

function planInForce({ planInForce: version, plans }: State): Plan | null {
  return version === null ? null : (plans.get(version) ?? null);
}

export interface Connecting {
  readonly telephony: AriTelephony;
  readonly accept: (signal: Signal) => void;
  readonly health: LineHealth;
  readonly log: Log;
  /** Told of the event stream by an installation that has followed another; null: there is no other. */
  readonly streamIs: ((state: TelephonyState) => void) | null;
  readonly drain: Drain;
  /** Told when events come again. */
  readonly reconciler: Pick<Reconciler, 'gapIsOver'>;
}

/** Who takes over opens the stream first: callers wait for it, the findings can wait. */
export async function connectTelephony(parts: Connecting): Promise<void> {
  const { telephony, log, streamIs } = parts;
  if (streamIs === null) await checkTelephony(telephony, log);
  openTelephony(parts);
}

/** A wrong password ends the start; an Asterisk that is not there yet is waited for. */
export async function checkTelephony(telephony: AriTelephony, log: Log): Promise<void> {
  try {
    const { version, findings } = await telephony.check();
    log.info('Asterisk checked', { version, findings: findings.length });
    for (const { level, what, mend } of findings)
      log[level === 'error' ? 'error' : 'warn'](`${what}. ${mend}`);
  } catch (error) {
    if (!(error instanceof TelephonyUnavailable) || error.reason === 'wrong-password') throw error;
    log.error(error.message);
  }
}

function openTelephony({ telephony, accept, health, log, streamIs, drain, reconciler }: Connecting): void {
  const opened = telephony.open({
    signal: accept,
    stateChanged: (state, existing, unheardMs) => {
      health.telephony = state;
      log[state === 'connected' ? 'info' : 'error'](`telephony ${state}`);
      streamIs?.(state);
      drain.telephonyIs(state);
      if (state === 'connected' && existing !== null) {
        accept({ kind: 'telephony-back', existing });
        reconciler.gapIsOver();
      }
      if (state !== 'connected') accept({ kind: 'telephony-lost', unheardMs });
    },
  });
  opened.catch((error: unknown) => log.error('Asterisk refuses the event stream', { error }));
}
