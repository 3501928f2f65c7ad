import { CODE_SOUNDS } from '../core/codes/sounds.js';
import type { TelephonyFinding } from '../ports/telephony.js';
import { asObject, textIn } from './json.js';
import type { AriLibrary } from './library.js';
import type { Needs } from './options.js';

/** Sound id, for instance `callplane/welcome` → languages it exists in. */
export type Sounds = ReadonlyMap<string, ReadonlySet<string>>;

/** Core sounds that announcements, and what agents hear, are put together of. */
const CORE_SOUNDS: readonly string[] = [
  'queue-thereare',
  'queue-callswaiting',
  'queue-youarenext',
  'queue-thankyou',
  'queue-holdtime',
  'queue-minutes',
  'queue-reporthold',
  'queue-seconds',
  'followme/options',
  'digits/1',
  'digits/20',
  'beep',
  ...Object.values(CODE_SOUNDS).flat(),
];

/** Everything Asterisk can play, in one request. */
export async function readSounds(library: AriLibrary): Promise<Sounds> {
  const listed: unknown = await library.call('list sounds', (client) => client.sounds.list());
  const sounds = new Map<string, Set<string>>();
  for (const item of Array.isArray(listed) ? listed : []) {
    const sound = asObject(item);
    const formats = sound?.['formats'];
    if (sound === null || !Array.isArray(formats)) continue;
    const languages = formats.map((format) => textIn(asObject(format) ?? {}, 'language'));
    sounds.set(textIn(sound, 'id'), new Set(languages));
  }
  return sounds;
}

/** A finding for each language whose core sounds are missing. */
export function checkSounds(sounds: Sounds, languages: readonly string[]): readonly TelephonyFinding[] {
  const findings: TelephonyFinding[] = [];
  for (const language of languages) {
    const missing = CORE_SOUNDS.filter((id) => sounds.get(id)?.has(language) !== true);
    if (missing.length === 0) continue;
    findings.push({
      level: 'error',
      what: `core sounds are missing in language "${language}": ${missing.join(', ')}`,
      mend: `install the package asterisk-core-sounds-${language}-wav (or unpack Asterisk's core sounds into sounds/${language}), then "module reload sounds"`,
    });
  }
  return findings;
}

/** A finding for each prompt of the routing file that Asterisk does not know. */
export function checkPrompts(sounds: Sounds, prompts: Needs['prompts']): readonly TelephonyFinding[] {
  return prompts
    .filter(({ media }) => media.startsWith('sound:'))
    .map(({ media, language }) => ({ id: media.slice('sound:'.length), language }))
    .filter(({ id, language }) => sounds.get(id)?.has(language) !== true)
    .map(({ id, language }) => ({
      level: 'error',
      what: `the prompt "${id}" does not exist in language "${language}"`,
      mend: `put ${id}.wav (8000 Hz, mono, 16 bit) into Asterisk's sounds/${language} folder, readable for the user Asterisk runs as, then "module reload sounds"; a spoken text is put into the folder of CALLPLANE_SOUNDS, which must be Asterisk's own`,
    }));
}
