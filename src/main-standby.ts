import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { StandbySettings } from './app/settings-standby.js';
import type { StartSettings } from './app/settings.js';
import { thaw } from './core/snapshot.js';
import type { State } from './core/step.js';
import { openJournalReader, openJournalWriter } from './journal/open-journal.js';
import type { Lead } from './main-line.js';
import { journalOptions, recovered } from './main-recovery.js';
import { checkTelephony, createTelephony } from './main-telephony.js';
import type { JournalReader, JournalRecord } from './ports/journal.js';
import type { Readiness } from './ports/live.js';
import type { Log } from './ports/log.js';
import { type OpenReplica, Replica } from './standby/replica.js';
import type { JournalCopy } from './standby/stream-frames.js';
import type { Encryption } from './standby/stream-link.js';

/** So many journals that did not agree with the leader's are kept. */
const ASIDE_KEPT = 3;

/** This installation's id: made once, kept in the data folder. */
export async function installationId(data: string): Promise<string> {
  const file = join(data, 'installation');
  await mkdir(data, { recursive: true });
  const known = await readFile(file, 'utf8').catch(() => '');
  if (/^[0-9a-f]{16}$/.test(known.trim())) return known.trim();
  const made = randomBytes(8).toString('hex');
  await writeFile(file, `${made}\n`);
  return made;
}

/** The stream to the other installation cannot be given; the message says what to mend. */
export class StandbyUnavailable extends Error {
  override readonly name = 'StandbyUnavailable';
}

/** What Asterisk would lack if this installation led, said while there is time. */
export function checkAhead(settings: StartSettings, state: () => State, log: Log): void {
  const telephony = createTelephony(settings, state, log);
  checkTelephony(telephony, log)
    .catch((error: unknown) => log.error(error instanceof Error ? error.message : String(error)))
    .finally(() => void telephony.close(0));
}

/** How an installation that stands by answers for its readiness. */
export function standbyReadiness(around: {
  readonly leader: 'heard' | 'away';
  readonly asterisk: 'answers' | 'silent';
  readonly database: 'open' | 'away';
}): Readiness {
  const reasons = ['another installation handles the calls; this one takes over when it must'];
  if (around.leader === 'away') reasons.push('the leader is not heard at the moment');
  if (around.asterisk === 'silent') reasons.push('Asterisk does not answer this installation');
  if (around.database === 'away') reasons.push('the database does not answer this installation');
  return { state: 'standby', reasons };
}

/** A word that is not used twice. */
export function mintNonce(): string {
  return randomUUID();
}

/** The files that TLS needs; throws `StandbyUnavailable` when one cannot be read. */
export function encryptionOf({ tls }: StandbySettings): Encryption {
  if (tls === null) return 'none';
  const text = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw new StandbyUnavailable(
        `${file} cannot be read (${String(error)}). CALLPLANE_STANDBY_CERTIFICATE, _KEY and _AUTHORITY name PEM files.`,
      );
    }
  };
  return { certificate: text(tls.certificate), key: text(tls.key), authority: text(tls.authority) };
}

/** The own journal, open to be led with or to follow into. */
export interface OwnReplica {
  readonly replica: Replica;
  /** Records of the own journal that could not be replayed. */
  readonly failed: Lead['failed'];
}

/** Opens the journal of this installation, and says how a new copy of the leader's is begun. */
export async function openReplica(
  settings: Pick<StartSettings, 'durability' | 'journalKeepMs'>,
  folder: string,
  log: Log,
): Promise<OwnReplica> {
  // No numbers are left out while following: the leader's are taken over as they are.
  const options = { ...journalOptions(settings, folder, log), beginAt: 1 };
  const journal = await openJournalWriter(options);
  const { state, snapshotAt, last, failed } = await recovered(folder, log);
  const opened = {
    journal,
    state,
    snapshotAt,
    last: last ?? (await lastRecord(folder, log, journal.next - 1)),
  };
  const beginAgain = async (copy: JournalCopy): Promise<OpenReplica> => {
    await putAside(folder, log);
    const begun = await openJournalWriter({ ...options, behind: copy.after });
    begun.snapshot(copy.snapshot.sequence, copy.snapshot.at, [copy.snapshot.state]);
    const { at } = copy.snapshot;
    return { journal: begun, state: thaw(copy.snapshot.state), snapshotAt: at, last: null };
  };
  return { replica: new Replica({ opened, beginAgain }), failed };
}

/** A snapshot stands at the end of the journal: its last record is read for itself. */
async function lastRecord(folder: string, log: Log, sequence: number): Promise<JournalRecord | null> {
  if (sequence === 0) return null;
  const reader: JournalReader = openJournalReader(folder, log);
  try {
    const [record] = await reader.read({ sequence: sequence - 1 }, 1);
    return record ?? null;
  } catch (error) {
    log.info('the last journal record cannot be read; a new copy will be fetched', { why: String(error) });
    return null;
  } finally {
    await reader.close();
  }
}

async function putAside(folder: string, log: Log): Promise<void> {
  const names = await readdir(folder);
  if (names.length === 0) return;
  const aside = `${folder}-aside-${new Date(Date.now()).toISOString().replace(/[:.]/g, '-')}`;
  await rename(folder, aside);
  log.warn('the journal here does not agree with the leader’s; it is put aside and never replayed', {
    aside,
  });
  const prefix = `${basename(folder)}-aside-`;
  const all = (await readdir(dirname(folder))).filter((name) => name.startsWith(prefix)).sort();
  for (const old of all.slice(0, -ASIDE_KEPT))
    await rm(join(dirname(folder), old), { recursive: true, force: true });
}
