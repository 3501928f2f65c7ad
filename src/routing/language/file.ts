import type { Place } from '../fault.js';
import { byKey } from '../form/collections.js';
import { mapped, type Form, type Read } from '../form/form.js';
import { defaulted, group, optional, required } from '../form/group.js';
import { numberSection, section } from '../form/names.js';
import { exactly, flag, text } from '../form/scalars.js';
import { agentForm, crew } from './agents.js';
import { dialPolicyForm } from './callbacks.js';
import { callersForm } from './callers.js';
import { companyForm } from './company.js';
import { calendarForm } from './hours.js';
import { numberForm } from './numbers.js';
import { partnerForm } from './partners.js';
import { phonesForm } from './phones.js';
import { queueForm } from './queues.js';
import { type SpokenDraft, spokenTextForm } from './spoken-text.js';
import { blockForm } from './steps.js';
import { transfersForm } from './transfers.js';
import { voicemailForm } from './voicemail.js';

/** The version of the format that this program reads. */
export const FORMAT_VERSION = 1;

/** Folders and a name in them, no extension: Asterisk finds the language and the best format itself. */
const soundFile = text(
  'a sound file below the sounds folder without its extension, such as callplane/welcome',
  /^(?!.*\.(wav|WAV|gsm|ulaw|alaw|sln|sln16|g722|mp3|ogg|opus)$)[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}(\/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}){0,9}$/,
);

const emergencyField = defaulted(
  flag(),
  false,
  'A supervisor may start it as the message that every new caller hears first.',
);

export interface PromptDraft {
  readonly at: Place;
  readonly says:
    | { readonly by: 'file'; readonly file: string }
    | { readonly by: 'text'; readonly texts: readonly SpokenDraft[] };
  readonly emergency: boolean;
}

const promptForm: Form<PromptDraft> = byKey<PromptDraft>(
  {
    file: mapped(
      group(
        {
          file: required(soundFile, 'The file that is played, in each language that is used.'),
          emergency: emergencyField,
        },
        'file, and perhaps emergency',
      ),
      ({ at, file, emergency }) => ({ at, says: { by: 'file', file }, emergency }),
    ),
    text: mapped(
      group(
        {
          text: required(spokenTextForm, 'What is spoken by the speech engine, made as the file is loaded.'),
          emergency: emergencyField,
        },
        'text, and perhaps emergency',
      ),
      ({ at, text: texts, emergency }) => ({ at, says: { by: 'text', texts }, emergency }),
    ),
  },
  'a prompt',
);

/** One routing file; those of a folder are read as one, so each section may stand in any of them. */
export const fileForm = group(
  {
    callplane: required(exactly(FORMAT_VERSION), 'The version of this format.'),
    company: optional(companyForm, 'The company; in exactly one file of a folder.'),
    hours: optional(section('hours', calendarForm, 'A calendar.'), 'Calendars: when somebody is there.'),
    prompts: optional(section('prompt', promptForm, 'A prompt.'), 'What can be played to callers.'),
    agents: optional(section('agent', agentForm, 'An agent.'), 'The people who answer, in order.'),
    people: optional(section('people', crew(), 'A list of agents.'), 'Named lists that ring steps may use.'),
    callers: optional(callersForm, 'The directory: whose numbers are known, and who is turned away.'),
    dial_policy: optional(
      dialPolicyForm,
      'Which numbers outside may be called, and over what; in exactly one file of a folder.',
    ),
    partners: optional(
      section('partner', partnerForm, 'A partner.'),
      'Centres outside that take callers of queues, by name.',
    ),
    phones: optional(phonesForm, 'What agents do at their phones; in exactly one file of a folder.'),
    transfers: optional(
      transfersForm(blockForm),
      'How agents hand callers over; in exactly one file of a folder. They do not when left out.',
    ),
    voicemail: optional(
      section('voicemail box', voicemailForm, 'A voicemail box.'),
      'Where callers leave messages, by name.',
    ),
    queues: optional(section('queue', queueForm, 'A queue.'), 'Where callers wait for an agent.'),
    flows: optional(section('flow', blockForm, 'A flow: its steps.'), 'What happens to a call, by name.'),
    numbers: optional(numberSection(numberForm, 'What answers this number.'), 'What answers each number.'),
  },
  'a routing file: callplane: 1, company, agents, queues, flows, numbers',
);
export type FileDraft = Read<typeof fileForm>;
export type TransfersDraft = NonNullable<FileDraft['transfers']>;
