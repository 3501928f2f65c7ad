import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { AriOptions, Needs } from '../../../src/ari/options.js';
import { createAriTelephony } from '../../../src/ari/telephony.js';
import type { AriTelephony } from '../../../src/ari/telephony.js';
import type { TelephonyCheck } from '../../../src/ports/telephony.js';
import { TelephonyUnavailable } from '../../../src/ports/telephony.js';
import { SignalRecord } from '../../contract/real/signal-record.js';
import { silentLog } from '../../contract/real/silent-log.js';
import type { AsteriskSet } from '../../support/asterisk/instances.js';
import { consoleCommand, startAsterisk, stopAsterisk } from '../../support/asterisk/instances.js';

const SET = `ari-${process.pid}`;

describe('the adapter on a real Asterisk', () => {
  let set: AsteriskSet;

  before(async () => {
    set = await startAsterisk({ set: SET, phones: 2 });
  });
  after(() => stopAsterisk(SET));

  const telephony = (changes: Partial<AriOptions> = {}): AriTelephony =>
    createAriTelephony({
      url: set.pbx.ariUrl,
      user: set.pbx.ariUser,
      password: readFileSync(set.pbx.ariPasswordFile, 'utf8').trim(),
      application: 'callplane',
      log: silentLog,
      random: () => 0.5,
      monotonicMs: () => performance.now(),
      ...changes,
    });

  const check = async (needs: Needs, limits: AriOptions['limits'] = {}): Promise<TelephonyCheck> => {
    const asked = telephony({ needs: () => needs, limits });
    try {
      return await asked.check();
    } finally {
      await asked.close(0);
    }
  };
  const nothing: Needs = { languages: [], prompts: [], phones: [] };

  it('finds nothing to mend in the shipped configuration', async () => {
    const needs = {
      languages: ['en', 'ru'],
      prompts: [{ language: 'en', media: 'sound:beep' }],
      phones: ['PJSIP/phone-001', 'PJSIP/+35921234567@trunk'],
    };
    const { version, findings } = await check(needs);
    assert.match(version, /^\d+\.\d+/);
    assert.deepEqual(findings, []);
  });

  it('names each sound, prompt and phone that is missing, and how to mend it', async () => {
    const { findings } = await check({
      languages: ['xx'],
      prompts: [{ language: 'ru', media: 'sound:callplane/welcome' }],
      phones: ['PJSIP/nobody'],
    });
    const told = findings.map(({ level, what, mend }) => `${level}: ${what} -> ${mend}`);
    assert.equal(told.length, 3);
    assert.match(told[0] ?? '', /^error: core sounds .* "xx": .*digits\/1.* -> .*sounds\/xx/);
    assert.match(told[1] ?? '', /^error: .*"callplane\/welcome".*"ru" -> .*callplane\/welcome\.wav/);
    assert.match(told[2] ?? '', /^warning: .*PJSIP\/nobody -> .*pjsip\.conf/);
  });

  it('names a module that is not running', async () => {
    await consoleCommand(SET, 'pbx', 'module unload res_ari_playbacks.so');
    try {
      const { findings } = await check(nothing);
      const module = findings.find(({ what }) => what.includes('res_ari_playbacks.so'));
      assert.equal(module?.level, 'error');
      assert.match(module.mend, /load = res_ari_playbacks\.so/);
    } finally {
      await consoleCommand(SET, 'pbx', 'module load res_ari_playbacks.so');
    }
  });

  it('notices that the folder for recordings is missing', async () => {
    const aside = `${set.pbx.recordingFolder}-aside`;
    renameSync(set.pbx.recordingFolder, aside);
    try {
      const { findings } = await check(nothing);
      assert.deepEqual(
        findings.map(({ level }) => level),
        ['warning'],
      );
      assert.match(findings[0]?.mend ?? '', /"recording"/);
    } finally {
      renameSync(aside, set.pbx.recordingFolder);
    }
  });

  it('notices that Asterisk takes fewer connections than we need', async () => {
    const told = await withLine(set, 'http.conf', 'sessionlimit=25', 'module reload http', async () => {
      const { findings } = await check(nothing, { connections: 60 });
      return findings.map(({ mend }) => mend).join();
    });
    assert.match(told, /sessionlimit/);
  });

  it('tells a wrong password, by asking and by opening', async () => {
    const wrong = telephony({ password: 'wrong' });
    const isWrong = (error: unknown): boolean =>
      error instanceof TelephonyUnavailable && error.reason === 'wrong-password';
    await assert.rejects(wrong.check(), isWrong);
    await assert.rejects(wrong.open(new SignalRecord()), isWrong);
    await wrong.close(0);
  });

  it('prints nothing, whatever ari-client has to say', async () => {
    const printed: unknown[] = [];
    const { log } = console;
    console.log = (...words: readonly unknown[]): void => void printed.push(words);
    try {
      await check(nothing);
    } finally {
      console.log = log;
    }
    assert.deepEqual(printed, []);
  });

  it('gives way to a second process on the same application', async () => {
    const [first, second] = [telephony(), telephony()];
    const [old, young] = [new SignalRecord(), new SignalRecord()];
    await first.open(old);
    await second.open(young);
    await old.until('it was replaced', () => old.states.includes('replaced'));
    assert.deepEqual(old.states, ['connected', 'replaced']);
    assert.deepEqual(young.states, ['connected']);
    await first.close(0);
    await second.close(0);
  });

  it('comes back after a restart of Asterisk and says that it is another run', async () => {
    const opened = telephony();
    const record = new SignalRecord();
    await opened.open(record);
    await consoleCommand(SET, 'pbx', 'core restart now');
    await record.until('it is back', () => record.states.length === 3);
    assert.deepEqual(record.states, ['connected', 'lost', 'connected']);
    assert.deepEqual(record.existing, { legs: [], bridges: [], restarted: true });
    await opened.close(0);
  });

  it('takes a read-only user for what it is', async () => {
    const reload = 'module reload res_ari.so';
    const told = await withLine(set, 'ari-secret.conf', 'read_only=yes', reload, async () => {
      const { findings } = await check(nothing);
      return findings.map(({ mend }) => mend).join();
    });
    assert.match(told, /read_only=no/);
  });
});

/** Runs it while a local configuration file of Asterisk has one line more. */
async function withLine<Result>(
  set: AsteriskSet,
  file: string,
  line: string,
  reload: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const path = join(set.pbx.etcFolder, 'callplane.d', file);
  const before = readFileSync(path, 'utf8');
  appendFileSync(path, `${line}\n`);
  await consoleCommand(set.set, 'pbx', reload);
  try {
    return await run();
  } finally {
    writeFileSync(path, before);
    await consoleCommand(set.set, 'pbx', reload);
  }
}
