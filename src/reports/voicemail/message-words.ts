import type { Language } from '../../core/plan.js';
import type { MailedVoicemail } from '../../ports/voicemails.js';
import { maskedNumber } from '../delivery/masked.js';
import { wallTime } from '../formats.js';
import type { Words } from '../words.js';

/** Why a mail has no file; null: it has one. */
export type WithoutFile = 'no-folder' | 'not-there' | 'too-large' | null;

/** In whose words, and by whose clock. */
export interface MailedFor {
  readonly language: Language;
  readonly zone: string;
}

const WITHOUT: Readonly<Record<NonNullable<WithoutFile>, Words>> = {
  'no-folder': {
    en: 'The file is not attached: Callplane does not know where recordings are (CALLPLANE_RECORDINGS).',
    ru: 'Файл не приложен: Callplane не знает, где лежат записи (CALLPLANE_RECORDINGS).',
  },
  'not-there': {
    en: 'The file is not attached: it is not in the folder of recordings any more.',
    ru: 'Файл не приложен: его больше нет в папке записей.',
  },
  'too-large': {
    en: 'The file is not attached: it is larger than mails may be.',
    ru: 'Файл не приложен: он больше, чем могут быть письма.',
  },
};

/** One line; a mail leaves the house, so the number stands there in part. */
export function subjectOf({ box, from }: MailedVoicemail, { language }: MailedFor): string {
  const who = from === null ? { en: 'a hidden number', ru: 'скрытый номер' }[language] : maskedNumber(from);
  return { en: `Message in ${box} from ${who}`, ru: `Сообщение в ${box}: ${who}` }[language];
}

/** What there is to know about the message. */
export function textOf(message: MailedVoicemail, to: MailedFor, without: WithoutFile): string {
  const { voicemail, recordedAt, durationMs, dialled, isCalledBack } = message;
  const { language, zone } = to;
  const seconds = durationMs === null ? '?' : String(durationMs / 1000);
  const when = `${wallTime(recordedAt, zone)}, ${zone}`;
  const lines: readonly (Words | null)[] = [
    {
      en: `${when}, ${seconds} s, to ${dialled ?? '?'}.`,
      ru: `${when}, ${seconds} с, на ${dialled ?? '?'}.`,
    },
    isCalledBack ? { en: 'The caller will be called back.', ru: 'Звонившему перезвонят.' } : null,
    without === null ? null : WITHOUT[without],
    {
      en: `Heard? callplane voicemail heard ${voicemail}`,
      ru: `Прослушано? callplane voicemail heard ${voicemail}`,
    },
  ];
  return `${[subjectOf(message, to), ...lines.flatMap((line) => line?.[language] ?? [])].join('\n')}\n`;
}
