import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { mailCheck } from '../../src/mail/examine.js';
import { smtpServer } from '../../src/mail/smtp-server.js';
import type { Mail, SmtpPlace } from '../../src/ports/mail.js';
import { makeCertificate } from '../support/certificate.js';
import { MailRoom, type MailRoomOptions } from '../support/mail/mail-room.js';

const folder = mkdtempSync(join(tmpdir(), 'callplane-mail-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const certificate = makeCertificate(folder, 'IP:127.0.0.1');

const LOGIN = { user: 'reports', password: 'пароль "1"' };
/** No answer is late on a machine that has much else to do. */
const PATIENCE = { connectMs: 60_000, silenceMs: 60_000, wholeMs: 120_000 };
/** For servers that do not answer. */
const IMPATIENCE = { ...PATIENCE, silenceMs: 400 };

const MAIL: Mail = {
  messageId: '<daily.20260302T060000Z.0.0.abc@example.com>',
  corrects: null,
  to: 'anna@example.com',
  subject: 'Отчёт: 2026-03-02',
  date: Date.UTC(2026, 2, 2, 6),
  text: 'Звонков: 7\n.\nend',
  html: '<p>Звонков: 7 <img src="cid:chart-1"></p>',
  pictures: [{ id: 'chart-1', png: Buffer.from('89504e470d0a1a0a', 'hex') }],
  attachments: [
    { name: 'отчёт.csv', type: 'text/csv; charset=utf-8', content: Buffer.from('\uFEFFномер\r\n') },
  ],
};

async function room(t: TestContext, options: Partial<MailRoomOptions> = {}): Promise<MailRoom> {
  const opened = await MailRoom.open({ certificate, login: LOGIN, ...options });
  t.after(() => opened.close());
  return opened;
}

function placeOf({ port }: MailRoom, change: Partial<SmtpPlace> = {}): SmtpPlace {
  return {
    ...{ host: '127.0.0.1', port, security: 'starttls', login: LOGIN },
    ...{ from: 'reports@example.com', authority: certificate.file },
    ...change,
  };
}

test('a mail arrives over TLS, with a login, and a mail program finds everything in it', async (t) => {
  const server = await room(t);
  const outcome = await smtpServer(placeOf(server), PATIENCE).send({
    ...MAIL,
    corrects: '<first@example.com>',
  });
  assert.equal(outcome.kind, 'accepted', outcome.said);
  const [mail] = server.received;
  assert.ok(mail !== undefined && server.received.length === 1);
  assert.deepEqual(
    [mail.from, mail.to, mail.user, mail.transmission],
    ['reports@example.com', ['anna@example.com'], 'reports', 'ESMTPSA'],
  );
  assert.deepEqual([mail.subject, mail.messageId], [MAIL.subject, MAIL.messageId]);
  assert.equal(mail.headers.get('in-reply-to'), '<first@example.com>');
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
  assert.equal(new Date(mail.headers.get('date') ?? '').getTime(), MAIL.date);
  assert.match(mail.shape, /^multipart\/mixed > multipart\/alternative > multipart\/related$/);
  assert.deepEqual(
    mail.parts.map(({ type, name, cid }) => [type, name, cid]),
    [
      ['text/plain', null, null],
      ['text/html', null, null],
      ['image/png', 'chart-1.png', 'chart-1'],
      ['text/csv', 'отчёт.csv', null],
    ],
  );
  const contents = mail.parts.map(({ content }) => content);
  assert.equal(contents[0]?.toString().replaceAll('\r\n', '\n').trimEnd(), MAIL.text);
  assert.equal(contents[1]?.toString().trimEnd(), MAIL.html);
  assert.deepEqual(contents[2], MAIL.pictures[0]?.png);
  assert.deepEqual(contents[3], MAIL.attachments[0]?.content);
});

test('TLS from the first byte, and without a login', async (t) => {
  const server = await room(t, { tls: 'at-once', login: null });
  const place = placeOf(server, { security: 'tls', login: null });
  assert.equal((await smtpServer(place, PATIENCE).send(MAIL)).kind, 'accepted');
  assert.equal(server.received[0]?.transmission, 'ESMTPS');
});

test('nothing goes out in the clear: a server without TLS, or with a certificate that nobody knows, gets no mail', async (t) => {
  const clear = await room(t, { certificate: null, login: null });
  const refused = await smtpServer(placeOf(clear), PATIENCE).send(MAIL);
  assert.equal(refused.kind, 'not-taken');
  const strange = await room(t);
  const unknown = await smtpServer(placeOf(strange, { authority: null }), PATIENCE).send(MAIL);
  assert.equal(unknown.kind, 'not-taken');
  assert.match(unknown.said, /self.signed/i);
  assert.deepEqual([clear.received, strange.received], [[], []]);
  const here = placeOf(clear, { security: 'none', login: null });
  assert.equal(
    (await smtpServer(here, PATIENCE).send(MAIL)).kind,
    'accepted',
    'on this machine it may be so',
  );
});

test('what may have been taken is told from what was not', async (t) => {
  const server = await room(t);
  const outcomes: Record<string, string> = {};
  for (const mood of [
    ...(['takes', 'silent', 'busy', 'bounces', 'refuses-message'] as const),
    ...(['cuts-before-data', 'cuts-after-data', 'hangs-after-data'] as const),
  ]) {
    server.mood = mood;
    const isStill = mood === 'silent' || mood === 'hangs-after-data';
    const { kind, said } = await smtpServer(placeOf(server), isStill ? IMPATIENCE : PATIENCE).send(MAIL);
    outcomes[mood] = kind;
    if (mood === 'bounces') assert.match(said, /550 5\.1\.1 No such user here/);
  }
  assert.deepEqual(outcomes, {
    takes: 'accepted',
    silent: 'not-taken',
    busy: 'not-taken',
    bounces: 'refused',
    'refuses-message': 'refused',
    'cuts-before-data': 'not-taken',
    'cuts-after-data': 'in-doubt',
    'hangs-after-data': 'in-doubt',
  });
});

test('a wrong password is no reason to give a recipient up, and stands in no answer', async (t) => {
  const server = await room(t);
  const login = { user: 'reports', password: 'secret-that-is-wrong' };
  const outcome = await smtpServer(placeOf(server, { login }), PATIENCE).send(MAIL);
  assert.equal(outcome.kind, 'not-taken');
  assert.match(outcome.said, /535/);
  assert.doesNotMatch(outcome.said, /secret/);
});

test('a message that is larger than the server takes is refused', async (t) => {
  const server = await room(t, { largest: 1_000 });
  const outcome = await smtpServer(placeOf(server), PATIENCE).send({ ...MAIL, text: 'x'.repeat(5_000) });
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.said, /size/i);
});

test('a server that sends a byte now and then holds nobody up for ever', async (t) => {
  const drip = createServer((socket) => {
    socket.on('error', () => undefined);
    const timer = setInterval(() => socket.write('2'), 50);
    socket.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => drip.listen(0, '127.0.0.1', resolve));
  t.after(() => drip.close());
  const address = drip.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const place: SmtpPlace = {
    ...{ host: '127.0.0.1', port, security: 'starttls', login: null, from: 'a@example.com', authority: null },
  };
  const begun = performance.now();
  const patience = { connectMs: 60_000, silenceMs: 60_000, wholeMs: 500 };
  const outcome = await smtpServer(place, patience).send(MAIL);
  assert.equal(outcome.kind, 'not-taken');
  assert.match(outcome.said, /no end after 0\.5 s/);
  assert.ok(performance.now() - begun < 30_000);
});

test('nobody there: nothing was taken', async () => {
  const place: SmtpPlace = {
    ...{
      host: '127.0.0.1',
      port: 9,
      security: 'starttls',
      login: null,
      from: 'a@example.com',
      authority: null,
    },
  };
  const outcome = await smtpServer(place, PATIENCE).send(MAIL);
  assert.equal(outcome.kind, 'not-taken');
  assert.match(outcome.said, /ECONNREFUSED/);
});

test('the doctor logs in and sends nothing, and says what to mend', async (t) => {
  const server = await room(t);
  const verdicts = async (place: SmtpPlace | null): Promise<string> => {
    const found = await mailCheck(place).look();
    return found.map(({ verdict, found: text, mend }) => `${verdict}: ${text} -> ${mend ?? ''}`).join('\n');
  };
  assert.match(await verdicts(null), /^passed: no mail server is set/);
  assert.match(
    await verdicts(placeOf(server)),
    /^passed: 127\.0\.0\.1:\d+ answers over TLS and takes the login/,
  );
  assert.match(
    await verdicts(placeOf(server, { login: { user: 'reports', password: 'wrong' } })),
    /^failed: .*535.* -> CALLPLANE_SMTP_USER and CALLPLANE_SMTP_PASSWORD/,
  );
  assert.match(
    await verdicts(placeOf(server, { authority: null })),
    /^failed: .* -> .*CALLPLANE_SMTP_AUTHORITY/s,
  );
  assert.match(await verdicts(placeOf(server, { authority: '/nowhere.pem' })), /^failed: .*ENOENT/);
  const away = { ...placeOf(server), port: 9 };
  assert.match(await verdicts(away), /^failed: 127\.0\.0\.1:9 .* -> CALLPLANE_SMTP_HOST/);
  assert.equal(server.received.length, 0);
});
