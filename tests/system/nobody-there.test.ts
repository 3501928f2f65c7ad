import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { CallFact } from '../../src/core/milestone.js';
import { consoleCommand } from '../support/asterisk/instances.js';
import type { FarRing } from '../support/far-end/records.js';
import { storedFacts } from './support/facts.js';
import { isAlive, pidOf, type Site, toldOf } from './support/site.js';
import { agentIs, callsOf, readinessIs, Stage } from './support/stage.js';
import { standsIn } from './support/stands-in.js';
import { eventually, until } from './support/until.js';

const SET = 'system-nobody';
/** Asterisk writes its records to the second. */
const RECORD_MS = 1_000;
const EMERGENCY = 'phone-002';
/** From the issue: so long at most until somebody is there for a new caller. */
const SOMEBODY_WITHIN_MS = 30_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open(SET);
  await consoleCommand(SET, 'pbx', `dialplan set global EMERGENCY_DIAL PJSIP/${EMERGENCY}`);
});
after(() => stage.close());

/** The emergency phone's talk with this caller. */
function emergencyTalk(call: string): FarRing | undefined {
  const from = stage.far.callRecord(call)?.from;
  return stage.far.phones
    .rings()
    .find(
      ({ phone, callerNumber, outcome }) =>
        phone === EMERGENCY && callerNumber === from && outcome === 'answered',
    );
}

/** Asterisk's own records of the emergency path. */
function records(): string {
  return join(stage.set.pbx.folder, 'log/cdr-csv/Master.csv');
}

function callFrom(from: string): Promise<string> {
  return stage.far.call({ number: '700', from, toneHz: null });
}

function freeze(...pids: readonly number[]): () => void {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGCONT');
  };
}

test('the line is frozen: a new caller reaches an agent within 30 s, because the parent starts another', async (t) => {
  const callplane = await stage.site(t).start();
  await callplane.api('POST', '/api/agents/anna/sign-in');
  await agentIs(callplane, 'anna', 'available');
  t.after(freeze(pidOf(callplane, 'line')));
  const placedAt = Date.now();
  await callFrom('+4930000001');
  await until(
    'the agent to talk',
    () =>
      stage.far.phones
        .rings()
        .some(
          ({ phone, outcome, rangAt }) =>
            phone === 'phone-001' && outcome === 'answered' && rangAt > placedAt,
        ),
    SOMEBODY_WITHIN_MS,
  );
  t.diagnostic(`after ${Date.now() - placedAt} ms`);
  await readinessIs(callplane, 'ready');
  await stage.everybodyHangsUp();
  assert.equal(await callplane.stop(), 0);
});

/** Calls as they are stored when all is over, by the caller's number. */
async function callsOfSite(site: Site): Promise<ReadonlyMap<string | null, CallFact>> {
  const { calls } = await storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
  const byNumber = new Map(calls.map((call) => [call.from, call]));
  assert.equal(byNumber.size, calls.length, 'a call is stored twice');
  return byNumber;
}

/** Where the call is stored to have ended, and that it is where the far end saw it. */
function assertEndedInDialplan(call: CallFact | undefined, id: string): void {
  const record = stage.far.callRecord(id);
  assert.equal(call?.endPlace, 'dialplan');
  assert.ok(Math.abs(call.endedAt - (record?.endedAt ?? 0)) <= RECORD_MS + 500, 'another end');
}

test('line and parent are frozen: a new caller reaches the emergency destination within 30 s', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start({ CALLPLANE_EMERGENCY_RECORDS: records() });
  const frozen = [callplane.process.pid ?? 0, pidOf(callplane, 'line')];
  const wakeUp = freeze(...frozen);
  t.after(wakeUp);
  const placedAt = Date.now();
  const call = await callFrom('+4930000002');
  await until('the emergency phone to talk', () => emergencyTalk(call) !== undefined, SOMEBODY_WITHIN_MS);
  t.diagnostic(`after ${Date.now() - placedAt} ms`);

  wakeUp();
  await readinessIs(callplane, 'ready');
  await until('Callplane to have let the call go', async () => (await callsOf(callplane)).length === 0);
  await stage.nobodyHangsUp(call);
  await stage.everybodyHangsUp();
  await until('its record', () => standsIn(records(), '+4930000002'));
  assert.equal(await callplane.stop(), 0);
  const stored = await callsOfSite(site);
  assertEndedInDialplan(stored.get('+4930000002'), call);
});

test('a call that was taken in time is not taken away again', async (t) => {
  await consoleCommand(SET, 'pbx', 'dialplan set global CALLPLANE_TAKEN_WITHIN 4');
  t.after(() => consoleCommand(SET, 'pbx', 'dialplan set global CALLPLANE_TAKEN_WITHIN 25'));
  const callplane = await stage.site(t).start();
  await callplane.api('POST', '/api/agents/anna/sign-in');
  await agentIs(callplane, 'anna', 'available');
  const talk = await callFrom('+4930000003');
  await agentIs(callplane, 'anna', 'talking');
  const waiting = await callFrom('+4930000004');
  const placedAt = Date.now();
  await until('the limit of the dialplan to pass', () => Date.now() > placedAt + 6_000);
  await stage.nobodyHangsUp(talk);
  assert.equal(stage.far.callRecord(waiting)?.endedAt, null);
  assert.equal(emergencyTalk(waiting), undefined);
  assert.equal((await callsOf(callplane)).length, 2);
  await stage.everybodyHangsUp();
  assert.equal(await callplane.stop(), 0);
});

test('no line comes back: who waits goes to the emergency destination, who talks goes on, lonely legs are cleared', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start({
    CALLPLANE_RESCUE_SECONDS: '20',
    CALLPLANE_EMERGENCY_RECORDS: records(),
  });
  await callplane.api('POST', '/api/agents/anna/sign-in');
  await agentIs(callplane, 'anna', 'available');
  const talk = await callFrom('+4930000005');
  await agentIs(callplane, 'anna', 'talking');
  const waiting = await callFrom('+4930000006');
  await until('the second caller to wait', async () => (await callsOf(callplane)).length === 2);

  // Each new line is frozen as soon as it is there: none ever answers.
  const keeper = setInterval(() => {
    const pid = pidOf(callplane, 'line');
    if (isAlive(pid)) process.kill(pid, 'SIGSTOP');
  }, 20);
  t.after(() => clearInterval(keeper));
  const rescued = await eventually('the emergency phone to talk', () => emergencyTalk(waiting), 60_000);
  assert.equal(rescued.callerNumber, '+4930000006');
  await stage.nobodyHangsUp(talk);
  assert.equal(
    stage.far.phones.rings().filter(({ phone, endedAt }) => phone === 'phone-001' && endedAt === null).length,
    1,
  );

  await stage.far.phones.hangUp('phone-001');
  await until(
    'the caller whose agent hung up to be let go',
    () => stage.far.callRecord(talk)?.endedAt !== null,
  );
  const rescues = (): readonly string[] =>
    readFileSync(join(site.data, 'rescues.jsonl'), 'utf8').trim().split('\n');
  await until('both to be written down', () => rescues().length === 2, 15_000).catch(() =>
    assert.fail(readFileSync(join(site.data, 'rescues.jsonl'), 'utf8') + callplane.logTail(60)),
  );
  assert.deepEqual(
    rescues()
      .map((line) => (JSON.parse(line) as { did: string; from: string }).did)
      .sort(),
    ['hung-up', 'sent-to-emergency'],
  );
  assert.equal((await toldOf(callplane, /a leg was taken care of/, 2)).length, 2);
  clearInterval(keeper);
  for (const pid of [pidOf(callplane, 'line')]) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  await readinessIs(callplane, 'ready');
  await until('no call to be left', async () => (await callsOf(callplane)).length === 0);
  await stage.everybodyHangsUp();
  await agentIs(callplane, 'anna', 'available');
  await until('its record', () => standsIn(records(), '+4930000006'));
  assert.equal(await callplane.stop(), 0);
  const stored = await callsOfSite(site);
  assertEndedInDialplan(stored.get('+4930000006'), waiting);
  const endOf = stage.far.callRecord(talk)?.endedAt ?? 0;
  assert.ok(
    Math.abs((stored.get('+4930000005')?.endedAt ?? 0) - endOf) < 500,
    "the instant is the watchdog's",
  );
});
