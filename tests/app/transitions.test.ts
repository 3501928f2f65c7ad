import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logReaction } from '../../src/app/transitions.js';
import { CLIENT } from '../core/callback-scene.js';
import { plan } from '../core/plan-builder.js';
import { Scene } from '../core/scene.js';
import { promising } from '../core/voicemail-scene.js';
import { KeptLog } from '../journal/journal-scene.js';

const GREET = [{ do: 'play', prompt: 'welcome', information: false }] as const;

test('a promise of the answering machine that a full queue does not keep is a warning, without who was promised', () => {
  const scene = promising({ openAtMost: 1 });
  for (const from of [CLIENT, '+359888000002']) scene.ends(scene.call('100', from));
  const log = new KeptLog();
  for (const reaction of scene.reactions) logReaction(log, { kind: 'time-passed' }, reaction);
  const warnings = log.lines.filter(({ level }) => level === 'warn');
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]?.message ?? '', /not called back: the queue has as many callbacks open/);
  assert.doesNotMatch(JSON.stringify(log.lines), /359888/);
});

test('a prompt whose sound file is gone is a warning, once for each caller who is still there to hear it', () => {
  const scene = new Scene(
    plan({ agents: [], prompts: ['welcome'], blocks: { greet: GREET }, numbers: { '100': 'greet' } }),
  );
  scene.call('100');
  scene.finishSound(false);
  scene.wait(300);
  const gone = scene.call('100');
  scene.finishSound(false);
  scene.ends(gone);
  scene.wait(300);
  const log = new KeptLog();
  for (const reaction of scene.reactions) logReaction(log, { kind: 'time-passed' }, reaction);
  const warnings = log.lines.filter(({ level }) => level === 'warn');
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]?.message ?? '', /could not be played to its end, the call goes on/);
  assert.match(JSON.stringify(warnings), /"prompt":"welcome"/);
});
