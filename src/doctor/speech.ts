import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';

/** How it stands with prompts that are texts. */
export interface SpeechLook {
  /** How many texts callers may hear, one of each language. */
  readonly texts: number;
  /** How many of them have no sound file yet. */
  readonly missing: number;
  /** Why texts cannot be spoken, a line each; when all have their files one of them is tried all the same. */
  readonly faults: readonly string[];
  /** Texts that take the engine longer than a call waits, a line each. */
  readonly slow: readonly string[];
  /** Folders for sound files that cannot be written, and why. */
  readonly unwritable: readonly { readonly folder: string; readonly why: string }[];
}

const ENGINE = 'apt install espeak-ng, or name another engine in CALLPLANE_SPEECH (docs/settings.md)';
const FASTER = 'name a faster engine in CALLPLANE_SPEECH, or say it without variables, as a prompt';

/** Texts can be spoken, and their sound files have a place. Only for routing files that have texts. */
export function speechCheck(look: () => Promise<SpeechLook>): Check {
  return { area: 'routing', name: 'speech', look: async () => findings(await look()) };
}

function findings({ texts, missing, faults, slow, unwritable }: SpeechLook): readonly Finding[] {
  const places = unwritable.map(({ folder }) => folder).join(' ');
  const owner = `install -d -o callplane -g asterisk -m 2750 ${places} (docs/engineer.md, Spoken prompts)`;
  // What is made can be heard; what is missing keeps the file from loading.
  const told = missing > 0 ? failed : warned;
  const found = [
    ...faults.flatMap((fault) => told(fault, ENGINE)),
    ...slow.flatMap((line) => warned(line, FASTER)),
    ...unwritable.flatMap(({ folder, why }) => told(`${folder} cannot be written: ${why}`, owner)),
  ];
  const files =
    missing === 0 ? 'all have their sound files' : `${missing} are spoken when the file is loaded`;
  return found.length > 0 ? found : passed(`the engine speaks; of ${texts} texts ${files}`);
}
