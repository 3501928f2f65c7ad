import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { FactReader } from '../src/ports/facts.js';
import type { Mail } from '../src/ports/mail.js';
import { composeMail } from '../src/reports/delivery/compose-mail.js';
import { documentOf, NOTHING_ASKED } from '../src/reports/run-report.js';
import { withNightly } from '../src/reports/schedules/nightly.js';

/** No mail of one day comes near it. */
const LIMIT_BYTES = 10_000_000;

/** The nightly report about the day on which it is `now` in the zone, as the mail that a supervisor gets. */
export async function nightlyMail(
  reader: FactReader,
  { zone, now }: { readonly zone: string; readonly now: number },
): Promise<Mail> {
  const [nightly] = withNightly([], '');
  if (nightly === undefined) throw new Error('there is no nightly report');
  const request = { ...NOTHING_ASKED, what: nightly.what, from: 'today', language: 'en' } as const;
  const report = await documentOf(reader, request, { zone, now });
  return composeMail(report, {
    destination: {
      ...{ kind: 'mail', to: 'supervisor@example.com', numbers: 'shown', body: 'html', attach: [] },
      subject: '{title}: {period}',
    },
    ...{ messageId: '<nightly@example.com>', corrects: null, edition: 0, fileName: nightly.name },
    limitBytes: LIMIT_BYTES,
    keep: () => Promise.reject(new Error('there are no files')),
  });
}

/** The mail as a page that stands by itself: what a mail program finds in related parts is in it. */
export function pageOf({ html, pictures }: Pick<Mail, 'html' | 'pictures'>): string {
  return pictures.reduce(
    (page, { id, png }) =>
      page.replaceAll(`"cid:${id}"`, `"data:image/png;base64,${png.toString('base64')}"`),
    html ?? '',
  );
}

/** What opens a page for who sits at this desktop; null: there is no desktop, or nothing that opens one. */
export function openerIn({ DISPLAY, WAYLAND_DISPLAY, PATH = '' }: NodeJS.ProcessEnv): string | null {
  const isDesktop = [DISPLAY, WAYLAND_DISPLAY].some((name) => name !== undefined && name !== '');
  if (!isDesktop) return null;
  const programs = PATH.split(delimiter).map((folder) => join(folder, 'xdg-open'));
  return programs.find(mayBeRun) ?? null;
}

function mayBeRun(program: string): boolean {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Has the page opened, and does not wait until it is closed. Rejects when the program cannot be run. */
export async function openPage(program: string, address: string): Promise<void> {
  const opener = spawn(program, [address], { detached: true, stdio: 'ignore' });
  await once(opener, 'spawn');
  opener.unref();
}
