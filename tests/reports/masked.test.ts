import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REPORT_NAMES } from '../../src/reports/catalogue/all.js';
import { maskedReport } from '../../src/reports/delivery/masked.js';
import { aCallback, aCallbackAsked, anOutgoing, aReview, aVoicemail } from '../store/sample-facts.js';
import { factsOf, stateOf, type Facts } from './day-of-calls.js';
import { BOTH, build } from './two-days.js';

const OURS = '+35920000001';
const CALLER = '+359880000001';

/** Somebody who calls, is called, leaves a message, is called back and reviewed. */
function facts(): Facts {
  const all = factsOf([
    { at: BOTH.from + 1_000, waitMs: 40_000, answeredBy: 'anna' },
    { at: BOTH.from + 2_000, waitMs: 90_000 },
  ]);
  const [asked, number] = [BOTH.from + 3_000, CALLER];
  all.calls = all.calls.map((call) => ({ ...call, from: CALLER, fromName: 'Ivan', marks: ['head'] }));
  all.states = [stateOf('anna', 'available', BOTH.from, BOTH.to)];
  all.outgoing = [anOutgoing({ call: 'made', number, askedAt: asked })];
  all.voicemails = [aVoicemail({ call: 'c2', enteredAt: asked, callback: null })];
  all.callbacks = [aCallback({ number, name: 'Ivan', askedAt: asked, end: 'expired', agent: null })];
  all.openCallbacks = [aCallbackAsked({ number, name: 'Ivan', askedAt: asked })];
  const said = { conclusion: `call Ivan back, ${CALLER}`, reviewedAt: asked };
  all.reviews = [aReview({ call: 'c1', ...said }), aReview({ call: 'made', review: 'r2', ...said })];
  return all;
}

test('who is outside sees no client’s number in any report, whoever called whom, and no client’s name', async () => {
  let numbers = 0;
  for (const name of REPORT_NAMES) {
    const report = await build(facts(), name, { longMs: 1, sample: { seed: 'x', share: 1 } });
    numbers += JSON.stringify(report.tables).split(CALLER).length - 1;
    const told = JSON.stringify(maskedReport(report).tables);
    assert.ok(!told.includes(CALLER) && !told.includes('Ivan'), `${name}: ${told}`);
    if (name === 'journal') assert.ok(told.includes(OURS), 'what was dialled is ours');
  }
  assert.ok(numbers >= 9, `the reports show his number ${numbers} times`);
});
