import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Settings } from './app/settings.js';
import type { Plan } from './core/plan.js';
import type { PersonCommands } from './cli/person-commands.js';
import { userName } from './main-access.js';
import { standsFor } from './main-clients.js';
import { readRoutingPlan } from './main-plan.js';
import { aloneOnFiles } from './main-retention-lock.js';
import { foldersOf, savedFilesOf } from './main-retention.js';
import { inMigratedStore } from './main-retention-commands.js';
import { companyOf } from './main-schedules.js';
import { countryPrefix, normalNumber } from './reports/telephone-number.js';
import { textOf } from './reports/schedules/kept-report.js';
import { isReplaced } from './ports/retention.js';
import { readKey } from './retention/key.js';
import { deletePerson, exportPerson, type Person, type PersonParts } from './retention/person.js';
import { RetentionFault } from './retention/retention-fault.js';
import type { Store } from './store/open-store.js';

/** The shortest number that is somebody's: digits of E.164. */
const SHORTEST = 7;
const LAST_DIGITS = 2;
const KEY_BYTES = 32;
/** Facts are stored within a second where the database takes them. */
const LOOK_EVERY_MS = 200;
const LOOKS = 50;

const TRACES =
  "The database's log was being read and holds what was written over until it is emptied: callplane retention run.";

/** What is kept of one person, on the machine that holds it. */
export function personCommands(settings: Settings): PersonCommands {
  return {
    exportPerson: (number) =>
      inMigratedStore(settings, async (store) => {
        const person = await personOf(settings, store, number);
        return `${JSON.stringify(await exportPerson(partsOf(settings, store), person), null, 2)}\n`;
      }),
    openCallbacks: (number) =>
      inMigratedStore(settings, async (store) => {
        const { search } = await personOf(settings, store, number);
        const { openCallbacks } = await store.retention.person.find(search);
        return openCallbacks.map(({ callback }) => callback);
      }),
    voicemails: (number) =>
      inMigratedStore(settings, async (store) => {
        const { search } = await personOf(settings, store, number);
        const { voicemails } = await store.retention.person.find(search);
        return voicemails.map(({ voicemail }) => voicemail);
      }),
    deletePerson: (number, cancelled) =>
      inMigratedStore(settings, async (store) => {
        const person = await personOf(settings, store, number);
        const open = await stillOpen(store, cancelled);
        const done = await aloneOnFiles(settings, () => deletePerson(partsOf(settings, store), person));
        const read = await readRoutingPlan(settings);
        const plan = read.ok ? read.plan : null;
        const lines = [
          `Deleted: his number in ${done.calls} calls and ${done.callbacks} callbacks, ${done.recordings} recordings, ${done.reports} reports.`,
          ...(done.missing.length === 0 ? [] : [missingText(done.missing)]),
          `Journal and snapshots hold what he did for at most ${journalDays(settings, plan)} days more.`,
          ...(done.inFiles === null ? [] : [`${done.inFiles}. Delete him again when they can be written.`]),
          ...(done.traces === 'clean' ? [] : [TRACES]),
          ...(open.length === 0 ? [] : [openText(open)]),
          ...(done.openCalls.length === 0 ? [] : [inCallText(done.openCalls)]),
          ...directoryLines(settings, plan, person.normal),
        ];
        return { text: `${lines.join('\n')}\n`, caller: person.normal };
      }),
  };
}

function partsOf(settings: Settings, store: Store): PersonParts {
  return {
    books: store.retention,
    saved: savedFilesOf(settings),
    recordings: foldersOf(settings),
    textOf,
    tell: (milestones) => store.recorder.recordHistory(milestones),
    mintId: () => randomUUID(),
    mintKey: () => randomBytes(KEY_BYTES),
    by: { name: userName(), role: 'command-line', request: null },
    now: Date.now(),
  };
}

async function personOf(settings: Settings, store: Store, number: string): Promise<Person> {
  const country = (await companyOf(store))?.country ?? null;
  const normal = normalNumber(number, country);
  const digits = normal.replace(/\D/g, '');
  // Without the company's country a number without code stays as the line writes it, and is found so.
  if (digits.length < SHORTEST || (!normal.startsWith('+') && (country !== null || !/^\d+$/.test(normal))))
    throw new RetentionFault(
      `${JSON.stringify(number)} is no telephone number; right would be one with its country code, like +359880000001.`,
    );
  const key = await readKey(settings.retention.key);
  const replaced = key === null ? null : standsFor(normal, key);
  return {
    normal,
    code: countryPrefix(normal)?.slice(1) ?? null,
    search: {
      isHis: (found) => (isReplaced(found) ? found === replaced : normalNumber(found, country) === normal),
      lastDigits: digits.slice(-LAST_DIGITS),
    },
  };
}

/** The books store a moment later what the running Callplane has done: which callbacks they have not ended after a while. */
async function stillOpen(store: Store, cancelled: readonly string[]): Promise<readonly string[]> {
  for (let looks = 1; ; looks += 1) {
    const open = (await store.reader.openCallbacks()).map(({ callback }) => callback);
    const left = cancelled.filter((callback) => open.includes(callback));
    if (left.length === 0 || looks === LOOKS) return left;
    await setTimeout(LOOK_EVERY_MS);
  }
}

function openText(callbacks: readonly string[]): string {
  return (
    `The database does not have the end of ${callbacks.join(', ')} yet, and his number will stand there when it comes: ` +
    'delete him again then.'
  );
}

function inCallText(calls: readonly string[]): string {
  return (
    `He is in a call (${calls.join(', ')}): its end tells his number, name and what he keys in again. ` +
    'Delete him again when it is over.'
  );
}

/** By his number nobody finds them any more. */
function missingText(missing: readonly string[]): string {
  return [
    `Of ${missing.length} recordings no file is here: they have gone otherwise, or stand where CALLPLANE_RECORDINGS does not look, ` +
      'or on the other machine: delete them there by hand. They are:',
    ...missing.map((recording) => `  ${recording}`),
  ].join('\n');
}

/** Segments and snapshots are begun anew every day, and two snapshots are kept; in them stands when he was called. */
function journalDays({ journalKeepMs }: Settings, plan: Plan | null): number {
  const dialledMs = plan?.dialPolicy?.perNumber.withinMs ?? 0;
  return Math.ceil(Math.max(journalKeepMs, dialledMs) / 86_400_000) + 4;
}

/** The directory is a file of the administrator's. */
function directoryLines(settings: Settings, plan: Plan | null, normal: string): readonly string[] {
  if (plan?.callers?.[normal] === undefined) return [];
  return [
    `He stands in the directory of known callers: take him out of ${settings.routing} or its files, then reload.`,
  ];
}
