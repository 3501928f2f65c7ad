import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { Happened } from './happened.js';
import { failures } from './judging.js';
import { GIVEN_SENTENCES, PHONE_SENTENCES, PROMPT_SENTENCES } from './phone-sentences.js';
import { HAPPENING_SENTENCES } from './happening-sentences.js';
import { EXPECTATION_SENTENCES } from './expectation-sentences.js';
import { parseScenario, readScenario } from './parser.js';
import { ScenarioFault } from './scenario.js';

const SCENARIOS = resolve(import.meta.dirname, '../../scenarios');

const GOOD = `A call is answered
rows: C15

routing:
  callplane: 1
  company: { name: Test, timezone: UTC }
  agents: { anna: { phone: PJSIP/101 } }
  queues: { main: { agents: [anna], exits: { nobody: hangup } } }
  numbers: { "+359 2 000 0001": { queue: main } }

phones:
  anna answers after 1s

given:
  anna is signed in

when:
  0s caller 1 calls +359 2 000 0001
  5s caller 1 hangs up

then:
  caller 1 talks with anna from 1s to 5s
`;

const NOTHING_HAPPENED: Happened = {
  callers: new Map(),
  phones: new Map(),
  clients: new Map(),
  facts: {
    calls: [],
    visits: [],
    offers: [],
    conversations: [],
    recordings: [],
    voicemails: [],
    ratings: [],
    transfers: [],
    holds: [],
    outcomes: [],
    callbacks: [],
    outgoing: [],
    callbackAttempts: [],
    agentStates: [],
    events: [],
  },
  refusals: [],
  files: [],
};

/** Line and problem of the fault in a text that has one thing changed. */
function faultOf(replaced: string, by: string): ScenarioFault {
  assert.ok(GOOD.includes(replaced), 'the text to be changed is there');
  try {
    parseScenario(GOOD.replace(replaced, by), 'test.scenario');
  } catch (error) {
    assert.ok(error instanceof ScenarioFault);
    return error;
  }
  return assert.fail(`"${by}" was taken`);
}

describe('the format of scenario files', () => {
  it('takes a good file', () => {
    const scenario = parseScenario(GOOD, 'test.scenario');
    assert.equal(scenario.title, 'A call is answered');
    assert.deepEqual(scenario.rows, ['C15']);
    assert.deepEqual(scenario.signedIn, ['anna']);
    assert.equal(scenario.when.length, 2);
    assert.equal(scenario.then.length, 1);
  });

  const faults: readonly (readonly [string, string, string, number, RegExp])[] = [
    [
      'an expectation of no known form',
      'talks with anna',
      'chats with anna',
      22,
      /not understood; it can be one of/,
    ],
    [
      'an unknown agent',
      'talks with anna',
      'talks with boris',
      22,
      /"boris" is no agent here; known are: anna/,
    ],
    ['an unknown caller', 'caller 1 talks', 'caller 2 talks', 22, /"caller 2" is no caller here/],
    ['an unknown number', 'calls +359 2 000 0001', 'calls +359 2 000 0002', 18, /is no number here/],
    ['a deed of no known form', 'caller 1 hangs up', 'caller 1 goes home', 19, /not understood/],
    ['somebody who hangs up and never called', '5s caller 1', '5s caller 3', 19, /caller 3 has not called/],
    ['a time without unit', '5s caller 1', '5 caller 1', 19, /"5" is no duration/],
    ['a phone of which nothing is said', '  anna answers after 1s\n', '', 1, /what the phone of anna does/],
    ['an unknown section', 'given:', 'provided:', 14, /is no section/],
    ['no expectation', '  caller 1 talks with anna from 1s to 5s\n', '', 1, /proves nothing/],
    ['no rows', 'rows: C15\n', '', 1, /what it proves/],
    ['a reason left out', 'rows: C15\n', 'rows: C15\nonly: virtual\n', 3, /because REASON/],
  ];
  for (const [what, replaced, by, line, problem] of faults) {
    it(`refuses ${what} and names the line`, () => {
      const fault = faultOf(replaced, by);
      assert.match(fault.problem, problem);
      assert.equal(fault.line, line);
    });
  }
});

describe('the guide to scenario files', () => {
  const guide = readFileSync(join(SCENARIOS, 'README.md'), 'utf8');
  const forms = [
    ...PROMPT_SENTENCES,
    ...PHONE_SENTENCES,
    ...GIVEN_SENTENCES,
    ...HAPPENING_SENTENCES,
    ...EXPECTATION_SENTENCES,
  ].map(({ form }) => form);

  it('lists every form of sentence, and no other', () => {
    const listed = guide
      .split('\n')
      .filter((line) => /^ {4}\S/.test(line))
      .map((line) => line.trim());
    assert.deepEqual([...listed].sort(), [...forms].sort());
  });
});

describe('every line of every scenario can fail', () => {
  const folder = SCENARIOS;
  const files = readdirSync(folder).filter((name) => name.endsWith('.scenario'));
  /** What holds when nothing happens: that something never happens. */
  const holdsInSilence = new RegExp(
    [
      ...[' never ', ' offered to nobody', 'talks? with nobody', 'at most \\d+ phones? rings?'],
      ...[
        'offers to [\\w-]+: none',
        'offers of caller \\d+: none',
        'callbacks to [+\\d ]+: none',
        'transfers of .*: none',
        'calls that .* made: none',
      ],
      ...['no question for a rating', 'outcome of .* is none'],
    ].join('|'),
  );

  for (const file of files) {
    it(`${file} finds fault with a run in which nothing happened`, () => {
      const scenario = readScenario(join(folder, file));
      const silent = scenario.then.filter(({ check }) => check(NOTHING_HAPPENED, 1000) === null);
      const suspicious = silent.filter(({ text }) => !holdsInSilence.test(text)).map(({ text }) => text);
      assert.deepEqual(suspicious, []);
      assert.ok(failures(scenario, NOTHING_HAPPENED, 1000).length > 0, 'it would pass without any call');
    });
  }
});
