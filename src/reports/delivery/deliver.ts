import { join } from 'node:path';
import type { Attachment, Handover, MailServer } from '../../ports/mail.js';
import type { ReportDocument } from '../report-document.js';
import type { Destination } from '../schedules/schedule.js';
import { composeMail } from './compose-mail.js';
import { fileNameOf, filesOf, periodText } from './files.js';
import { maskedReport } from './masked.js';
import { runCommand } from './run-command.js';
import { keepFiles, writeToFolder } from './write-folder.js';

/** How things are handed over from here. */
export interface DeliveryPlace {
  /** null: none is set. */
  readonly mail: MailServer | null;
  /** A mail is not longer than this. */
  readonly limitBytes: number;
  /** Where files stay that are too large for a mail. */
  readonly keptIn: string;
  /** The address under which others see that folder; null: they do not. */
  readonly link: string | null;
  /** What a command may see of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** A command may take so long. */
  readonly commandMs: number;
}

/** One built report on its way to one place. */
export interface Parcel {
  readonly schedule: string;
  readonly edition: number;
  readonly messageId: string;
  readonly corrects: string | null;
  readonly destination: Destination;
}

/** Hands the report over. Never throws: whatever goes wrong is an outcome. */
export async function deliver(
  report: ReportDocument,
  parcel: Parcel,
  place: DeliveryPlace,
): Promise<Handover> {
  const { destination, schedule, edition, messageId } = parcel;
  const seen = destination.numbers === 'masked' ? maskedReport(report) : report;
  const name = fileNameOf(schedule, report, edition);
  try {
    switch (destination.kind) {
      case 'mail':
        return await sendMail(seen, { ...parcel, destination }, name, place);
      case 'folder':
        return await writeToFolder(destination.path, await filesOf(seen, name, destination.write));
      case 'command': {
        const { program, words, write } = destination;
        const about = { schedule, period: periodText(report), id: messageId };
        const { environment, commandMs: withinMs } = place;
        return await runCommand(
          { program, words, about, withinMs, environment },
          await filesOf(seen, name, write),
        );
      }
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'not-taken', said: `it could not be made ready: ${why}` };
  }
}

async function sendMail(
  report: ReportDocument,
  parcel: Parcel & { readonly destination: Extract<Destination, { kind: 'mail' }> },
  fileName: string,
  place: DeliveryPlace,
): Promise<Handover> {
  const { schedule, destination } = parcel;
  if (place.mail === null)
    return { kind: 'not-taken', said: 'no mail server is set: CALLPLANE_SMTP_HOST and CALLPLANE_SMTP_FROM' };
  const folder = join(schedule, destination.numbers);
  const keep = async (files: readonly Attachment[]): Promise<string> => {
    await keepFiles(join(place.keptIn, folder), files);
    return files.map(({ name }) => linkTo(place, folder, name)).join(' ');
  };
  const { limitBytes } = place;
  return place.mail.send(await composeMail(report, { ...parcel, fileName, limitBytes, keep }));
}

function linkTo({ link, keptIn }: DeliveryPlace, folder: string, name: string): string {
  if (link === null) return join(keptIn, folder, name);
  return `${link.replace(/\/$/, '')}/${[...folder.split('/'), name].map(encodeURIComponent).join('/')}`;
}
