import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from '../../src/core/plan.js';
import { loadPlan, versionOf } from '../../src/routing/load.js';
import { GOOD, load } from './expectation.js';

async function everyOption(): Promise<Plan> {
  const loaded = await load(`${GOOD}/every-option.yml`);
  assert.ok(loaded.ok, JSON.stringify(loaded.ok ? '' : loaded.faults));
  assert.deepEqual(loaded.warnings, []);
  return loaded.plan;
}

test('the company and its calendars stand in the plan as minutes and dates', async () => {
  const { company, calendars } = await everyOption();
  assert.deepEqual(company, {
    name: 'Every option',
    timezone: 'Europe/Sofia',
    language: 'ru',
    country: 'BG',
    regions: { '+7495': 'Moscow', '+359': 'Bulgaria' },
    hours: 'office',
    shortCallMs: 4_000,
  });
  const day = [
    { from: 540, to: 780 },
    { from: 840, to: 1080 },
  ];
  const short = [{ from: 600, to: 960 }];
  assert.deepEqual(calendars['office'], {
    timezone: 'Europe/Moscow',
    week: [day, day, day, day, short, [{ from: 1320, to: 1560 }], short],
    closed: ['01-01', '2026-12-24', '2026-12-25', '2026-12-26'],
    open: { '2026-12-19': short, '12-31': [] },
  });
  const whole = [{ from: 0, to: 1440 }];
  assert.deepEqual(calendars['night']?.week, [whole, [], [], [], [], [], whole]);
  assert.equal(calendars['night'].timezone, 'Europe/Sofia');
});

test('prompts become media of the languages that callers hear, agents keep their order', async () => {
  const { prompts, agents } = await everyOption();
  assert.deepEqual(prompts, {
    welcome: { media: { ru: 'sound:callplane/welcome', en: 'sound:callplane/welcome' }, emergency: false },
    menu: { media: { ru: 'sound:menu_2', en: 'sound:menu_2' }, emergency: false },
    outage: { media: { ru: 'sound:outage', en: 'sound:outage' }, emergency: true },
  });
  assert.deepEqual(agents, {
    anna: {
      id: 'anna',
      name: 'Anna Petrova',
      phone: 'PJSIP/101',
      teams: ['sales', 'all'],
      order: 0,
      record: false,
    },
    boris: { id: 'boris', name: 'boris', phone: 'PJSIP/phone-002', teams: ['all'], order: 1, record: null },
    head: { id: 'head', name: 'Head', phone: 'PJSIP/+359880000001@trunk', teams: [], order: 2, record: null },
  });
});

test('a queue stands in the plan with everything that the file says', async () => {
  const { queues } = await everyOption();
  assert.deepEqual(queues['sales'], {
    id: 'sales',
    agents: ['anna', 'boris'],
    teamOf: { anna: 'all' },
    strategy: 'least-calls',
    counting: {
      window: { kind: 'rolling', lengthMs: 28_800_000 },
      newcomers: 'fair',
      talk: 'total',
      calls: 'this-queue',
    },
    offerMs: 20_000,
    answer: 'when-agent-answers',
    hear: 'ringing',
    offers: {
      'no-answer': { restMs: 1000, pauseAfterMissed: 2 },
      declined: { restMs: 2000, pauseAfterMissed: 3 },
      busy: { restMs: 3000, pauseAfterMissed: 4 },
      unreachable: { restMs: 4000, pauseAfterMissed: 5 },
      'not-confirmed': { restMs: 10_000, pauseAfterMissed: null },
    },
    wrapUp: { timeMs: 20_000, extendToMs: 60_000 },
    serviceLevel: { target: 0.925, withinMs: 10_000, shortAbandonMs: 0 },
    waiting: {
      music: 'jazz',
      position: { firstAfterMs: 500, everyMs: 45_000, onlyWhenBetter: true },
      messages: [
        { prompt: 'welcome', firstAfterMs: 0, everyMs: 30_000 },
        { prompt: 'menu', firstAfterMs: 40_000, everyMs: 40_000 },
        { prompt: 'menu', firstAfterMs: 30_000, everyMs: null },
      ],
    },
    limits: { waitMs: 300_000, callers: 30 },
    exits: {
      wait: 'queues.sales.exits.wait',
      full: 'queues.sales.exits.full',
      nobody: 'queues.sales.exits.nobody',
    },
    nobodyGraceMs: 3000,
    redialMs: 120_000,
    record: true,
    afterCall: 'queues.sales.after_call',
    outcomes: {
      codes: {
        sale: { key: '1', success: true, resolution: 'resolved', wrongNumber: false },
        'wrong-number': { key: null, success: false, resolution: null, wrongNumber: true },
        complaint: { key: null, success: false, resolution: 'unresolved', wrongNumber: false },
      },
      required: true,
    },
  });
});

test('the ids of blocks are their paths in the file', async () => {
  const { blocks, flows } = await everyOption();
  assert.deepEqual(Object.keys(blocks).sort(), [
    'flows.closed',
    'flows.main',
    'flows.main[0].else',
    'flows.main[0].then',
    'flows.main[2].menu.keys.#',
    'flows.main[2].menu.keys.*',
    'flows.main[2].menu.keys.1',
    'flows.main[2].menu.otherwise',
    'flows.spoken',
    'flows.spoken[14].then',
    'flows.spoken[15].then',
    'flows.spoken[16].then',
    'flows.spoken[17].then',
    'flows.spoken[18].then',
    'flows.spoken[19].then',
    'flows.spoken[20].then',
    'flows.spoken[21].then',
    'flows.spoken[5].collect.otherwise',
    'flows.spoken[6].collect.otherwise',
    'numbers.101',
    'numbers.102',
    'numbers.103',
    'numbers.105.after_call',
    'queues.sales.after_call',
    'queues.sales.after_call[2].then',
    'queues.sales.exits.full',
    'queues.sales.exits.nobody',
    'queues.sales.exits.wait',
  ]);
  assert.deepEqual(flows, {
    main: 'flows.main',
    spoken: 'flows.spoken',
    closed: 'flows.closed',
  });
  assert.deepEqual(blocks['queues.sales.exits.nobody'], [{ do: 'hangup' }]);
  assert.deepEqual(blocks['flows.main[2].menu.keys.*'], [
    { do: 'tag', tag: 'star' },
    { do: 'go', flow: 'closed' },
  ]);
  assert.deepEqual(blocks['flows.closed'], [{ do: 'closed' }, { do: 'closed' }, { do: 'hangup' }]);
});

test('what is written as one step may become several, and every option of them is kept', async () => {
  const steps = (await everyOption()).blocks['flows.spoken'] ?? [];
  const set = (name: string, value: string) => ({ do: 'set', name, value });
  const say = (as: string, value: string) => ({ do: 'say', as, value, unit: null });
  assert.deepEqual(steps.slice(0, 9), [
    { do: 'play', prompt: 'menu', information: false },
    { do: 'play', prompt: 'welcome', information: true },
    { do: 'play', prompt: 'welcome', information: false },
    { do: 'play', prompt: 'menu', information: false },
    { do: 'language', language: 'en' },
    { do: 'priority', priority: -2 },
    set('subject', 'order {order}'),
    set('copy', '{subject} {today}'),
    set('count', '3'),
  ]);
  assert.deepEqual(steps.slice(9, 11), [
    {
      do: 'collect',
      id: 'flows.spoken[5].collect',
      prompt: 'menu',
      as: 'order',
      least: 4,
      most: 8,
      endKey: '*',
      timeoutMs: 3000,
      tries: 2,
      secret: false,
      otherwise: 'flows.spoken[5].collect.otherwise',
    },
    {
      do: 'collect',
      id: 'flows.spoken[6].collect',
      prompt: 'menu',
      as: 'pin',
      least: 4,
      most: 4,
      endKey: null,
      timeoutMs: 5000,
      tries: 3,
      secret: true,
      otherwise: 'flows.spoken[6].collect.otherwise',
    },
  ]);
  assert.deepEqual(steps.slice(11, 18), [
    { ...say('number', '{order}'), unit: { one: 'welcome', few: 'menu', many: 'welcome' } },
    { ...say('number', '5'), unit: { one: 'welcome', few: 'welcome', many: 'welcome' } },
    say('digits', '{caller.number}'),
    say('date', '{today}'),
    say('date', '12-24'),
    say('time', '{now}'),
    say('money', '12.50'),
  ]);
});

test('conditions say what they ask and nothing else', async () => {
  const steps = (await everyOption()).blocks['flows.spoken'] ?? [];
  const asked = steps.flatMap((step) => (step.do === 'if' ? [step.condition] : []));
  const nothing = { inHours: null, outside: null, dialled: null };
  assert.deepEqual(asked, [
    { ...nothing, caller: { is: 'hidden' }, variable: { name: 'order', is: ['1234', '5678', ''] } },
    { ...nothing, caller: { is: 'shown' }, variable: { name: 'count', above: 2.5 } },
    {
      ...nothing,
      caller: { is: 'prefix', prefixes: ['7495', '8495'] },
      variable: { name: 'order', below: 100 },
    },
    { ...nothing, dates: ['12-24', '12-25', '12-26', '2026-03-04'], chance: 0.125 },
    { ...nothing, queue: { name: 'sales', figure: 'waiting', above: 5 } },
    { ...nothing, queue: { name: 'sales', figure: 'signed-in', below: 1 } },
    { ...nothing, queue: { name: 'sales', figure: 'serving', above: 0 } },
    { ...nothing, queue: { name: 'sales', figure: 'estimate', below: 90_000 } },
  ]);
});

test('conditions, prompts and menus become steps', async () => {
  const [condition, play, menu] = (await everyOption()).blocks['flows.main'] ?? [];
  assert.deepEqual(condition, {
    do: 'if',
    condition: { inHours: 'office', outside: 'night', dialled: ['3592000', '100'] },
    then: 'flows.main[0].then',
    otherwise: 'flows.main[0].else',
  });
  assert.deepEqual(play, { do: 'play', prompt: 'welcome', information: true });
  assert.deepEqual(menu, {
    do: 'menu',
    id: 'flows.main[2].menu',
    prompt: 'menu',
    keys: {
      '1': 'flows.main[2].menu.keys.1',
      '*': 'flows.main[2].menu.keys.*',
      '#': 'flows.main[2].menu.keys.#',
    },
    timeoutMs: 3000,
    tries: 2,
    otherwise: 'flows.main[2].menu.otherwise',
  });
});

test('ring steps ring an agent, a list, a team or named people', async () => {
  const steps = (await everyOption()).blocks['flows.main'] ?? [];
  const rings = steps.filter((step) => step.do === 'ring');
  assert.deepEqual(
    rings.map(({ id, agents }) => [id, agents]),
    [
      ['flows.main[3].ring', ['head']],
      ['flows.main[4].ring', ['anna', 'head']],
      ['flows.main[5].ring', ['anna']],
      ['flows.main[6].ring', ['boris', 'anna']],
      ['flows.main[7].ring', ['anna', 'boris']],
    ],
  );
  const [agent, list, , people] = rings;
  assert.deepEqual([agent?.offerMs, agent?.hear, agent?.mark], [10_000, 'music', 'escalated']);
  assert.deepEqual(
    [list?.strategy, list?.limitMs, list?.wrapUp],
    ['parallel', 15_000, { timeMs: 5000, extendToMs: 5000 }],
  );
  assert.deepEqual(people?.counting, {
    window: { kind: 'shift' },
    newcomers: 'fair',
    talk: 'total',
    calls: 'all-queues',
  });
});

test('whoever is handed over hears the music of the section while his target rings, and who sent him', async () => {
  const loaded = await load(`${GOOD}/transfers.yml`);
  assert.ok(loaded.ok);
  const { transfers, blocks } = loaded.plan;
  const rings = (blocks[transfers?.block ?? ''] ?? []).filter((step) => step.do === 'ring');
  assert.deepEqual(
    rings.map(({ whose, hear, music }) => [whose, hear, music]),
    [
      ['transfer-target', 'music', 'jazz'],
      ['transferred-by', 'music', 'jazz'],
    ],
  );
});

test('ratings stand in the plan with their scales', async () => {
  const { blocks } = await everyOption();
  const rate = { do: 'rate', prompt: 'menu' };
  assert.deepEqual(blocks['queues.sales.after_call']?.slice(0, 2), [
    {
      ...{ ...rate, id: 'queues.sales.after_call[0].rate', as: 'politeness' },
      ...{ lowest: 0, highest: 9, timeoutMs: 3000, tries: 3 },
    },
    {
      ...{ ...rate, id: 'queues.sales.after_call[1].rate', as: 'rating' },
      ...{ lowest: 1, highest: 5, timeoutMs: 5000, tries: 2 },
    },
  ]);
});

test('numbers are found by their digits and keep how they are written', async () => {
  const { numbers } = await everyOption();
  assert.deepEqual(numbers, {
    '3592000': {
      number: '+359 2 000',
      block: 'flows.main',
      tags: ['site', 'sofia'],
      hours: 'night',
      record: false,
    },
    '100': { number: '100', block: 'flows.main', tags: [], hours: null, record: null },
    '101': { number: '101', block: 'numbers.101', tags: [], hours: null, record: null },
    '102': { number: '102', block: 'numbers.102', tags: [], hours: null, record: null },
    '103': { number: '103', block: 'numbers.103', tags: ['inner'], hours: null, record: null },
    '104': { number: '104', block: 'flows.spoken', tags: [], hours: null, record: null },
    '105': {
      ...{ number: '105', block: 'flows.main', tags: [], hours: null, record: null },
      afterCall: 'numbers.105.after_call',
    },
  });
});

test('the version depends on the rules, not on where they stand and how they are written', () => {
  const flow = 'callplane: 1\ncompany: { name: A, timezone: UTC }\nnumbers: { "1": [hangup] }\n';
  const version = (path: string, content: string) => planOf(path, content).version;
  assert.match(version('a.yml', flow), /^[0-9a-f]{16}$/);
  assert.equal(version('a.yml', flow), version('/etc/b.yml', flow));
  assert.equal(version('a.yml', flow), version('a.yml', `# nothing new\n${flow}`));
  assert.notEqual(version('a.yml', flow), version('a.yml', flow.replace('"1"', '"2"')));
});

test('a plan that another program made of the same file has another version', () => {
  const { version, ...rules } = planOf(
    'a.yml',
    'callplane: 1\ncompany: { name: A, timezone: UTC }\nnumbers: { "1": [hangup] }\n',
  );
  assert.equal(versionOf(rules), version);
  const byAnother = { ...rules, company: { ...rules.company, newRule: 'of a later program' } };
  assert.notEqual(versionOf(byAnother), version);
});

function planOf(path: string, text: string): Plan {
  const loaded = loadPlan([{ path, text }]);
  assert.ok(loaded.ok);
  return loaded.plan;
}
