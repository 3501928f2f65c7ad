import { type Check, failed, type Finding, passed } from '../ports/diagnosis.js';
import { type TelephonyFinding, TelephonyUnavailable } from '../ports/telephony.js';
import { checkVersion } from './check-version.js';
import { checkModules, checkOperations } from './check-modules.js';
import { checkConnections, checkRecordings, checkRights } from './check-rights.js';
import { checkPrompts, checkSounds, readSounds } from './check-sounds.js';
import { examineApplication, type WhoHasIt } from './examine-application.js';
import { examineClock } from './examine-clock.js';
import { examinePhones } from './examine-phones.js';
import { type AriAccess, AriHttpClient } from './http-client.js';
import { objectIn, textIn } from './json.js';
import { AriLibrary } from './library.js';
import { newMetrics } from './metrics.js';
import { DEFAULT_LIMITS, type Needs } from './options.js';
import { reachAsterisk } from './reach.js';

export interface ExamineOptions extends AriAccess {
  readonly application: string;
  readonly needs: Needs;
  /** Wall time in milliseconds. */
  readonly now: () => number;
  /** Whether a Callplane of ours has the application. */
  readonly whoHasIt: () => Promise<WhoHasIt>;
}

interface Bench {
  readonly http: AriHttpClient;
  readonly library: AriLibrary;
  readonly options: ExamineOptions;
}
type Look = (bench: Bench) => Promise<readonly Finding[]>;

const LIMITS = DEFAULT_LIMITS;

/** Each thing that is looked at over ARI, in order. */
const LOOKS: readonly (readonly [string, Look])[] = [
  ['modules', async ({ library }) => told(await checkModules(library), 'all modules that are needed run')],
  ['operations', async ({ library }) => told(await checkOperations(library), 'every operation is offered')],
  ['sounds', ({ library, options }) => sounds(library, options.needs)],
  ['recordings', async ({ http }) => told(await checkRecordings(http, LIMITS), 'recordings can be listed')],
  ['rights', async ({ http, options }) => rights(http, options)],
  ['connections', async ({ http }) => connections(http)],
  ['phones', ({ library, options }) => examinePhones(library, options.needs.phones)],
  ['clock', ({ http, options }) => examineClock(http, LIMITS.requestTimeoutMs, options.now)],
  ['application', ({ http, options }) => examineApplication(http, LIMITS.requestTimeoutMs, options)],
];

/**
 * Everything about Asterisk that can be asked over ARI. Asterisk is reached once for all of them; when it cannot be,
 * the first line says why, and the others are left out.
 */
export async function asteriskChecks(options: ExamineOptions): Promise<readonly Check[]> {
  const http = new AriHttpClient(options, LIMITS, newMetrics());
  try {
    const info = await reachAsterisk(http, options, LIMITS.requestTimeoutMs);
    const library = await AriLibrary.connect(http, options, LIMITS.requestTimeoutMs);
    return await lookedAtOnce({ http, library, options }, textIn(objectIn(info, 'system'), 'version'));
  } catch (error) {
    return [check('reachable', () => unreachable(error))];
  } finally {
    await http.close();
  }
}

function unreachable(error: unknown): Promise<readonly Finding[]> {
  const isExplained = error instanceof TelephonyUnavailable;
  if (!isExplained) return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  return Promise.resolve(failed(error.message, 'the rest of Asterisk is looked at when it answers'));
}

/** The connections are closed at the end, so everything is looked at now and told when it is asked for. */
async function lookedAtOnce(bench: Bench, version: string): Promise<readonly Check[]> {
  const checks = [
    check('reachable', () => Promise.resolve(passed(`${bench.options.url} answers, Asterisk ${version}`))),
    check('version', () =>
      Promise.resolve(told(checkVersion(version), `${version} is 20.20 or 22.10.1 or newer`)),
    ),
  ];
  for (const [name, look] of LOOKS) {
    const outcome = await look(bench).then(
      (findings) => () => Promise.resolve(findings),
      (error: unknown) => () => Promise.reject(error instanceof Error ? error : new Error(String(error))),
    );
    checks.push(check(name, outcome));
  }
  return checks;
}

function check(name: string, look: Check['look']): Check {
  return { area: 'asterisk', name, look };
}

/** What a part of the start-up check found, or that all is well. */
function told(findings: readonly TelephonyFinding[], allIsWell: string): readonly Finding[] {
  if (findings.length === 0) return passed(allIsWell);
  return findings.map(({ level, what, mend }) => ({
    verdict: level === 'error' ? 'failed' : 'warned',
    found: what,
    mend,
  }));
}

async function sounds(library: AriLibrary, { languages, prompts }: Needs): Promise<readonly Finding[]> {
  const known = await readSounds(library);
  const findings = [...checkSounds(known, languages), ...checkPrompts(known, prompts)];
  return told(findings, `core sounds in ${languages.join(', ')} and ${prompts.length} prompts are there`);
}

async function rights(http: AriHttpClient, options: ExamineOptions): Promise<readonly Finding[]> {
  return told(await checkRights(http, LIMITS, options), `the ARI user "${options.user}" may send commands`);
}

async function connections(http: AriHttpClient): Promise<readonly Finding[]> {
  return told(await checkConnections(http, LIMITS), `${LIMITS.connections} connections at once are taken`);
}
