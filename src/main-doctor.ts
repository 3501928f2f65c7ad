import { request } from 'node:http';
import { connect } from 'node:net';
import { loadSettings, type Settings } from './app/settings.js';
import { SettingsFault } from './app/settings-fault.js';
import { secretFiles } from './app/settings-source.js';
import type { WhoHasIt } from './ari/examine-application.js';
import { asteriskChecks } from './ari/examine.js';
import type { Plan } from './core/plan.js';
import { ariAddressCheck } from './doctor/ari-address.js';
import { callplaneCheck, type Said } from './doctor/callplane.js';
import { dataFolderCheck } from './doctor/data-folder.js';
import { dialplanCheck } from './doctor/dialplan.js';
import { diskChecks } from './doctor/disk-space.js';
import { type Diagnosis, examine, hasFailed } from './doctor/examine.js';
import { frontDoorChecks } from './doctor/http-port.js';
import { journalSizeCheck } from './doctor/journal-size.js';
import { findLocalAsterisk } from './doctor/local-asterisk.js';
import { musicCheck } from './doctor/music.js';
import { recordingFolderCheck } from './doctor/recording-folder.js';
import { renderDiagnoses, renderDiagnosesJson } from './doctor/render.js';
import { retentionCheck } from './doctor/retention.js';
import { routingCheck } from './doctor/routing.js';
import { schedulesCheck } from './doctor/schedules.js';
import { secretFilesCheck } from './doctor/secret-files.js';
import { speechCheck } from './doctor/speech.js';
import { standbyChecks, type StandbyPlace } from './doctor/standby.js';
import { storeAddress } from './main-books.js';
import { mailCheck } from './mail/examine.js';
import { needsOf, readRouting } from './main-plan.js';
import { retentionSeen } from './main-retention-seen.js';
import { scheduleFaults } from './main-schedules.js';
import { lookAtSpeech, unspokenMedia } from './main-speech.js';
import { type Check, failed } from './ports/diagnosis.js';
import { databaseChecks } from './store/examine.js';

const ASK_TIMEOUT_MS = 2_000;

/** What `callplane doctor` prints, and whether something failed. */
export interface DoctorReport {
  readonly text: string;
  readonly hasFailed: boolean;
}

/**
 * Looks at everything that Callplane needs and changes nothing, whether it runs or not. Settings that cannot be read
 * are told as failed lines of their own; then there is nothing more to look at.
 */
export async function runDoctor(
  environment: NodeJS.ProcessEnv,
  workingFolder: string,
  format: 'table' | 'json',
): Promise<DoctorReport> {
  const diagnoses = await diagnose(environment, workingFolder);
  const text = format === 'json' ? renderDiagnosesJson(diagnoses) : renderDiagnoses(diagnoses);
  return { text, hasFailed: hasFailed(diagnoses) };
}

async function diagnose(
  environment: NodeJS.ProcessEnv,
  workingFolder: string,
): Promise<readonly Diagnosis[]> {
  let settings: Settings;
  try {
    settings = loadSettings(environment, workingFolder);
  } catch (error) {
    if (!(error instanceof SettingsFault)) throw error;
    return examine(error.faults.map((fault) => refusedSetting(fault)));
  }
  return examine(await checksOf(settings, secretFiles(environment, workingFolder)));
}

function refusedSetting(fault: string): Check {
  const mend = 'docs/settings.md lists all of them; the rest is looked at when they can be read';
  return { area: 'settings', name: 'file', look: () => Promise.resolve(failed(fault, mend)) };
}

type Secrets = ReturnType<typeof secretFiles>;

async function checksOf(settings: Settings, secrets: Secrets): Promise<readonly Check[]> {
  const read = await readRouting(settings);
  const plan = read.ok ? read.plan : null;
  const spoken = read.ok ? read.spoken : [];
  const said = await askReadiness(settings);
  const address = storeAddress(settings);
  const [asterisk, database] = await Promise.all([
    aboutAsterisk(settings, plan, await unspokenMedia(spoken, settings), said),
    databaseChecks(address, () => Date.now()),
  ]);
  return [
    callplaneCheck(() => Promise.resolve(said)),
    aboutRouting(settings.routing, read),
    ...(spoken.length === 0 ? [] : [speechCheck(() => lookAtSpeech(spoken, settings))]),
    ...asterisk,
    ariAddressCheck(settings.ari.url),
    ...frontDoorChecks(settings.http, () => Promise.resolve(said !== null)),
    ...database,
    ...standbyChecks(standbyPlace(settings, said)),
    ...diskChecks(settings.data),
    journalSizeCheck(settings.data),
    dataFolderCheck(settings.data),
    mailCheck(settings.reports.mail),
    schedulesCheck(() => scheduleFaults(settings)),
    retentionCheck(() => retentionSeen(settings, plan)),
    secretFilesCheck(secrets),
  ];
}

function standbyPlace(settings: Settings, said: Said | null): StandbyPlace {
  const { standby, databaseUrl } = settings;
  const database = databaseUrl === null ? 'of-this-machine' : 'shared';
  if (standby === null)
    return { database, peer: null, reachPeer: () => Promise.resolve('not-reached'), said };
  const { host, port } = standby.peer;
  return { database, peer: `${host}:${port}`, reachPeer: () => reach(host, port), said };
}

/** Whether somebody takes a connection there. */
function reach(host: string, port: number): Promise<'reached' | 'not-reached'> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ASK_TIMEOUT_MS });
    const end = (answer: 'reached' | 'not-reached') => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', end('reached')).on('timeout', end('not-reached')).on('error', end('not-reached'));
  });
}

function aboutRouting(path: string, read: Awaited<ReturnType<typeof readRouting>>): Check {
  const places = (of: Plan) => ({
    agents: Object.keys(of.agents).length,
    queues: Object.keys(of.queues).length,
    numbers: Object.keys(of.numbers).length,
  });
  const faults = read.ok
    ? []
    : read.faults.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
  const size = read.ok ? places(read.plan) : { agents: 0, queues: 0, numbers: 0 };
  return routingCheck(() => Promise.resolve({ path, faults, warnings: read.ok ? read.warnings : [], size }));
}

async function aboutAsterisk(
  settings: Settings,
  plan: Plan | null,
  unspoken: ReadonlySet<string>,
  said: Said | null,
): Promise<readonly Check[]> {
  const { ari } = settings;
  const here = once(() => findLocalAsterisk(ari.url));
  const local = [
    musicCheck(musicOf(plan), here),
    recordingFolderCheck(here),
    dialplanCheck(ari.application, here),
  ];
  const { password } = ari;
  if (password === null) return [withoutPassword(), ...local];
  const overAri = await asteriskChecks({
    ...ari,
    password,
    needs: needsWithout(unspoken, plan),
    now: () => Date.now(),
    whoHasIt: () => Promise.resolve(whoHasIt(settings, said)),
  });
  return [...overAri, ...local];
}

/** What is not spoken before the file is loaded need not be there. */
function needsWithout(unspoken: ReadonlySet<string>, plan: Plan | null): ReturnType<typeof needsOf> {
  const needs = needsOf(plan);
  return { ...needs, prompts: needs.prompts.filter(({ media }) => !unspoken.has(media)) };
}

function withoutPassword(): Check {
  const look = () =>
    Promise.resolve(
      failed(
        'CALLPLANE_ARI_PASSWORD is not set',
        'set it, or CALLPLANE_ARI_PASSWORD_FILE, to the password of the user in ari.conf',
      ),
    );
  return { area: 'asterisk', name: 'reachable', look };
}

/** Every music class that somebody who waits may hear. */
function musicOf(plan: Plan | null): readonly string[] {
  const queues = Object.values(plan?.queues ?? {}).filter(({ hear }) => hear === 'music');
  return [...new Set(queues.map(({ waiting }) => waiting.music))];
}

function whoHasIt({ standby }: Settings, said: Said | null): WhoHasIt {
  if (said?.state === 'standby') return 'other-installation';
  if (said === null) return standby === null ? 'nobody' : 'other-installation';
  return said.reasons.some((reason) => /another process has taken over/.test(reason)) ? 'replaced' : 'ours';
}

function once<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let asked: Promise<Answer> | null = null;
  return () => (asked ??= ask());
}

/** What `/ready` of these settings' address says; null: no Callplane answers there. */
function askReadiness({ http }: Settings): Promise<Said | null> {
  const host = http.host === '0.0.0.0' ? '127.0.0.1' : http.host === '::' ? '::1' : http.host;
  return new Promise((resolve) => {
    const asked = request({ host, port: http.port, path: '/ready', timeout: ASK_TIMEOUT_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(saidIn(text)));
      response.on('error', () => resolve(null));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(null));
    asked.end();
  });
}

function saidIn(text: string): Said | null {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said !== 'object' || said === null || !('state' in said) || !('reasons' in said)) return null;
    if (typeof said.state !== 'string' || !Array.isArray(said.reasons)) return null;
    return { state: said.state, reasons: said.reasons.map(String) };
  } catch {
    return null;
  }
}
