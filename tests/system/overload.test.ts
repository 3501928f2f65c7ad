import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { consoleCommand } from '../support/asterisk/instances.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { storedFacts } from './support/facts.js';
import { logOf } from './support/site.js';
import { agentIs, callsOf, readinessIs, Stage } from './support/stage.js';
import { standsIn } from './support/stands-in.js';
import { until } from './support/until.js';

const SET = 'system-overload';
const LIMIT = 4;
const TOO_MANY = 3;
/** Q.850: user busy. */
const BUSY = 17;
/** Phone, caller and outcome of a ring. */
const EMERGENCY_TALK = 'phone-002,+4933000000,answered';

let stage: Stage;
before(async () => {
  stage = await Stage.open(SET);
});
after(() => stage.close());

function callFrom(from: string): Promise<string> {
  return stage.far.call({ number: '700', from, toneHz: null });
}

/** Two talk and two wait: the house is full. */
async function fullHouse(callplane: Callplane): Promise<readonly string[]> {
  for (const agent of ['anna', 'boris']) await callplane.api('POST', `/api/agents/${agent}/sign-in`);
  const calls: string[] = [];
  for (let index = 0; index < LIMIT; index += 1) {
    calls.push(await callFrom(`+493000000${index}`));
    await until(`call ${index} to be in`, async () => (await callsOf(callplane)).length === index + 1);
  }
  for (const agent of ['anna', 'boris']) await agentIs(callplane, agent, 'talking');
  return calls;
}

async function metric(callplane: Callplane, sample: string): Promise<number> {
  const token = callplane.environment['CALLPLANE_API_TOKEN'] ?? '';
  const answer = await fetch(`${callplane.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const line = (await answer.text()).split('\n').find((each) => each.startsWith(`${sample} `));
  return Number(line?.split(' ').at(-1) ?? NaN);
}

test(`of ${LIMIT + TOO_MANY} calls at a limit of ${LIMIT}, ${TOO_MANY} hear busy, ${LIMIT} go on, and a place that comes free is given away`, async (t) => {
  const site = stage.site(t);
  const callplane = await site.start({ CALLPLANE_OVERLOAD_OPEN_CALLS: String(LIMIT) });
  const [first = '', ...others] = await fullHouse(callplane);

  const late = await Promise.all(
    Array.from({ length: TOO_MANY }, (_, index) => callFrom(`+493100000${index}`)),
  );
  await until('those who are too many to be refused', () =>
    late.every((id) => stage.far.callRecord(id)?.endedAt !== null),
  );
  for (const id of late) {
    const { endedBy, cause, answeredAt } = stage.far.callRecord(id) ?? {};
    assert.deepEqual([endedBy, cause, answeredAt], ['pbx', BUSY, null]);
  }
  await stage.nobodyHangsUp(first);
  for (const id of others) assert.equal(stage.far.callRecord(id)?.endedAt, null);
  assert.equal((await callsOf(callplane)).length, LIMIT);
  assert.match(await readinessIs(callplane, 'degraded'), /4 open calls \(limit 4\)/);
  assert.equal(await metric(callplane, 'callplane_calls_shed_total{sign="open-calls"}'), TOO_MANY);
  assert.equal(await metric(callplane, 'callplane_overloaded{sign="open-calls"}'), 1);

  await stage.hangUp(first);
  await readinessIs(callplane, 'ready');
  const next = await callFrom('+4932000000');
  await until('the next caller to be in', async () => (await callsOf(callplane)).length === LIMIT);
  assert.equal(stage.far.callRecord(next)?.endedAt, null);
  await stage.everybodyHangsUp();
  await until('the log to tell that it is over', () =>
    logOf(callplane).some(({ message }) => message === 'the overload is over'),
  );
  assert.equal(await callplane.stop(), 0);

  const { calls } = await storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
  const shed = calls.filter(({ endPlace }) => endPlace === 'shed');
  assert.equal(calls.length, LIMIT + TOO_MANY + 1, 'every caller is a call of his own');
  assert.deepEqual(
    shed.map(({ from, endedBy, waitMs }) => [from, endedBy, waitMs]).sort(),
    late.map((id) => [stage.far.callRecord(id)?.from, 'callplane', 0]).sort(),
  );
});

test('with the answer "emergency" who is too many reaches the emergency destination, and stands in the books once', async (t) => {
  await consoleCommand(SET, 'pbx', 'dialplan set global EMERGENCY_DIAL PJSIP/phone-002');
  const site = stage.site(t);
  const records = join(stage.set.pbx.folder, 'log/cdr-csv/Master.csv');
  const callplane = await site.start({
    CALLPLANE_OVERLOAD_OPEN_CALLS: '1',
    CALLPLANE_OVERLOAD_ANSWER: 'emergency',
    CALLPLANE_EMERGENCY_RECORDS: records,
  });
  const talk = await stage.talkTo(callplane, 'anna');
  const late = await callFrom('+4933000000');
  await until('the emergency phone to talk', () =>
    stage.far.phones
      .rings()
      .some(({ phone, callerNumber, outcome }) => [phone, callerNumber, outcome].join() === EMERGENCY_TALK),
  );
  await stage.nobodyHangsUp(talk);
  assert.equal(stage.far.callRecord(late)?.endedAt, null);
  await stage.everybodyHangsUp();
  await until('its record', () => standsIn(records, '+4933000000'));
  await agentIs(callplane, 'anna', 'available');
  assert.equal(await callplane.stop(), 0);
  const { calls } = await storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
  assert.deepEqual(calls.map(({ from, endPlace }) => `${from ?? ''} ${endPlace}`).sort(), [
    '+4930123456 conversation',
    '+4933000000 dialplan',
  ]);
});
