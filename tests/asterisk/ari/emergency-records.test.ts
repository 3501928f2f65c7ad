import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEmergencyRecords } from '../../../src/ari/emergency-records.js';

const LINE =
  '"","+4930123456","s","callplane-emergency","""Meier, Max"" <+4930123456>","PJSIP/trunk-00000001","PJSIP/102-00000002","Dial","PJSIP/102,60,r","2026-11-25 10:00:00","2026-11-25 10:00:27","2026-11-25 10:01:02",62,35,"ANSWERED","DOCUMENTATION","1795600180.12","emergency 700"';

test('a record of the emergency path is read, times in UTC', () => {
  assert.deepEqual(readEmergencyRecords(`${LINE}\n`), [
    {
      leg: '1795600180.12',
      from: '+4930123456',
      dialled: '700',
      arrivedAt: Date.UTC(2026, 10, 25, 10, 0, 0),
      answeredAt: Date.UTC(2026, 10, 25, 10, 0, 27),
      endedAt: Date.UTC(2026, 10, 25, 10, 1, 2),
    },
  ]);
});

test('an unanswered one has no answer, a hidden caller no number', () => {
  const [record] = readEmergencyRecords(
    LINE.replace('"2026-11-25 10:00:27"', '""').replace('"","+4930123456"', '"","anonymous"'),
  );
  assert.deepEqual([record?.answeredAt, record?.from], [null, null]);
});

test('what is no record of ours is left out', () => {
  const others = [
    LINE.replace('emergency 700', ''),
    LINE.replace('2026-11-25 10:01:02', 'never'),
    'rubbish',
    '"',
    '',
  ];
  assert.deepEqual(readEmergencyRecords(others.join('\n')), []);
});
