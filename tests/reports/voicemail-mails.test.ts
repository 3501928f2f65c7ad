import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { smtpServer } from '../../src/mail/smtp-server.js';
import type { MailServer } from '../../src/ports/mail.js';
import type { FoundSound, RecordedSounds, VoicemailMailBook } from '../../src/ports/voicemails.js';
import { type MessageMails, startMessageMails } from '../../src/reports/voicemail/mail-messages.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { MailRoom } from '../support/mail/mail-room.js';
import { aCall, anArrival, aVoicemail, recordsOf, silentLog, T0 } from '../store/sample-facts.js';

const SOUND = Buffer.from('RIFF, what the caller said');
const TWO = ['sales@example.com', 'night@example.com'];

/** A store with one message, a mail server and a clock that the test moves. */
class Scene {
  now = T0 + 100_000;
  found: () => FoundSound = () => {
    const content = Readable.from([SOUND]);
    return { ok: true, size: SOUND.length, content, close: () => content.destroy() };
  };
  mailBytes = 1_000_000;
  mail: MailServer | null;
  claimMs = 60_000;
  readonly #running: MessageMails[] = [];

  private constructor(
    readonly store: Store,
    readonly room: MailRoom,
  ) {
    this.mail = smtpServer(
      {
        ...{ host: '127.0.0.1', port: room.port, security: 'none', login: null },
        ...{ from: 'callplane@example.com', authority: null },
      },
      { connectMs: 5_000, silenceMs: 2_000, wholeMs: 6_000 },
    );
  }

  static async open(t: TestContext, mail: readonly string[] = TWO): Promise<Scene> {
    const folder = mkdtempSync(join(tmpdir(), 'callplane-voicemail-'));
    const store = await openStore({ sqliteFile: join(folder, 'callplane.sqlite'), log: silentLog });
    await store.migrate();
    const scene = new Scene(store, await MailRoom.open({ certificate: null, login: null }));
    t.after(async () => {
      for (const running of scene.#running) await running.stop();
      await store.close();
      await scene.room.close();
      rmSync(folder, { recursive: true, force: true });
    });
    await store.recorder.record(
      0,
      recordsOf(1, [
        { kind: 'call-ended', ...aCall({ from: '+359888123456', fromName: 'Anna' }) },
        { kind: 'voicemail-ended', ...aVoicemail({ mail }) },
        {
          kind: 'voicemail-ended',
          ...aVoicemail({ voicemail: 'none', result: 'too-short', recording: null }),
        },
      ]),
    );
    return scene;
  }

  /** Another process that mails; `book`: what it does with the database. */
  start(
    holder: string,
    change: (book: VoicemailMailBook) => VoicemailMailBook = (book) => book,
  ): MessageMails {
    const sounds: RecordedSounds = { open: () => Promise.resolve(this.found()) };
    const running = startMessageMails({
      book: change(this.store.voicemailMails(holder)),
      sounds,
      mail: this.mail,
      mailBytes: this.mailBytes,
      mailedFor: () => Promise.resolve({ language: 'en', zone: 'Europe/Sofia' }),
      clock: { now: () => this.now },
      claimMs: this.claimMs,
      domain: 'example.com',
      log: silentLog,
    });
    this.#running.push(running);
    return running;
  }

  accepted(): readonly string[] {
    return this.room.accepted.map(({ to }) => to.join()).sort();
  }
}

test('a message is mailed once to each address, with its file, and the number in part', async (t) => {
  const scene = await Scene.open(t, [...TWO, 'sales@example.com']);
  const [one, other] = [scene.start('one'), scene.start('other')];
  for (let looks = 0; looks < 3; looks += 1) await Promise.all([one.look(), other.look()]);
  assert.deepEqual(scene.accepted(), [...TWO].sort());
  const [mail] = scene.room.accepted;
  assert.equal(mail?.subject, 'Message in evening from +3598***3456');
  const [text, file] = mail.parts;
  assert.deepEqual([file?.name, file?.type, file?.content], ['voicemail-1.wav', 'audio/wav', SOUND]);
  const words = String(text?.content);
  assert.match(words, /, 15 s, to \+35920000001\.\r\nThe caller will be called back\.\r\n/);
  assert.match(words, /callplane voicemail heard voicemail-1/);
  assert.doesNotMatch(words + mail.subject, /888123456|Anna/);
});

test('a mail server that is away is tried again with growing pauses, and the message goes out when it is back', async (t) => {
  const scene = await Scene.open(t, ['sales@example.com']);
  const mails = scene.start('one');
  scene.room.mood = 'busy';
  for (const seconds of [0, 29, 1, 59, 1]) {
    scene.now += seconds * 1_000;
    await mails.look();
  }
  assert.equal(scene.room.connections, 3, 'at once, and after 30 and 90 s');
  scene.room.mood = 'takes';
  scene.now += 120_000;
  await mails.look();
  await mails.look();
  assert.deepEqual(scene.accepted(), ['sales@example.com']);
});

test('an address that does not exist is given up and counted, the other is not held up', async (t) => {
  const scene = await Scene.open(t);
  const mails = scene.start('one');
  scene.room.mood = (to) => (to.startsWith('sales') ? 'bounces' : 'takes');
  await mails.look();
  scene.now += 86_400_000;
  await mails.look();
  assert.deepEqual(scene.accepted(), ['night@example.com']);
  assert.equal(scene.room.connections, 2);
  assert.equal(await scene.store.voicemailMails('test').undelivered(T0), 1);
});

test('without a mail server a message waits, and is given up after three days', async (t) => {
  const scene = await Scene.open(t, ['sales@example.com']);
  scene.mail = null;
  const mails = scene.start('one');
  await mails.look();
  assert.equal((await scene.store.voicemailMails('test').due(scene.now + 3_600_000, 9)).length, 1);
  scene.now += 3 * 86_400_000;
  await mails.look();
  assert.equal((await scene.store.voicemailMails('test').due(scene.now * 2, 9)).length, 0);
  assert.equal(await scene.store.voicemailMails('test').undelivered(T0), 1);
});

for (const [name, change, said] of [
  [
    'is not there any more',
    { found: (): FoundSound => ({ ok: false, why: 'not-there' }) },
    /not in the folder/,
  ],
  [
    'is in a folder that is not known',
    { found: (): FoundSound => ({ ok: false, why: 'no-folder' }) },
    /CALLPLANE_RECORDINGS/,
  ],
  ['is larger than mails may be', { mailBytes: SOUND.length }, /larger than mails may be/],
] as const)
  test(`a file that ${name} keeps nobody from being told of the message`, async (t) => {
    const scene = await Scene.open(t, ['sales@example.com']);
    Object.assign(scene, change);
    await scene.start('one').look();
    const [mail] = scene.room.accepted;
    assert.equal(mail?.parts.length, 1);
    assert.match(String(mail.parts[0]?.content), said);
  });

test('a process that dies with a mail on its way leaves it to the next, under the same Message-ID', async (t) => {
  const scene = await Scene.open(t, ['sales@example.com']);
  scene.claimMs = 6_000;
  let bury = (): void => undefined;
  const dead = new Promise<void>((resolve) => (bury = resolve));
  const dying = scene.start('dies', (book) => ({
    ...{ due: (now, most) => book.due(now, most), message: (id) => book.message(id) },
    ...{ take: (mail, ms) => book.take(mail, ms), undelivered: (since) => book.undelivered(since) },
    answered: () => dead,
  }));
  try {
    void dying.look();
    while (scene.accepted().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const next = scene.start('next');
    await next.look();
    assert.equal(scene.accepted().length, 1, 'another has it');
    while (scene.accepted().length === 1) {
      await next.look();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const ids = new Set(scene.room.accepted.map(({ messageId }) => messageId));
    assert.equal(ids.size, 1);
    await next.look();
    assert.equal(scene.accepted().length, 2);
  } finally {
    bury();
  }
});

test('a message of a call that is not over is mailed with the number of that call', async (t) => {
  const scene = await Scene.open(t, []);
  await scene.store.recorder.record(
    1,
    recordsOf(2, [
      anArrival({ call: 'call-7', from: '+359888999999' }),
      {
        kind: 'voicemail-ended',
        ...aVoicemail({ voicemail: 'v7', call: 'call-7', mail: ['a@example.com'] }),
      },
    ]),
  );
  await scene.start('one').look();
  assert.equal(scene.room.accepted[0]?.subject, 'Message in evening from +3598***9999');
});
