import { TRANSFER_KEYS } from '../../core/transfer/rule.js';
import type { BlockDraft } from '../draft.js';
import type { Place } from '../fault.js';
import type { Desk, Name } from '../form/desk.js';
import { byKey, entries, type Entry } from '../form/collections.js';
import { checked, mapped, type Form } from '../form/form.js';
import { defaulted, defaultedGroup, group, optional, required } from '../form/group.js';
import { nameOf, NUMBER, NUMBER_RULE, section } from '../form/names.js';
import { duration, text } from '../form/scalars.js';
import { showText } from '../source-node.js';
import { agentList } from './agents.js';
import { wrapUpField } from './offers.js';

/** Where a caller is handed over to, as read; a number is called as it is written. */
export interface TargetDraft {
  readonly to: 'agent' | 'queue' | 'flow' | 'chain' | 'number';
  readonly name: Name;
}

// A star and the key after it set an outcome, wherever they stand.
const KEYS_RULE = 'keys in quotes that begin with # and go on with digits or #, such as "#1"';
const keys = (about: string) => optional(text(KEYS_RULE, /^#[0-9#]{0,3}$/), about);

const keysForm = group(
  {
    blind: keys('These keys and an extension: the caller goes there at once.'),
    consult: keys('These keys and an extension: the agent talks there first, and the caller hears music.'),
    complete: keys('The caller goes to whoever the agent talks with.'),
    cancel: keys('The agent is back with the caller.'),
    hold: keys('The caller hears music; once more, and he is back.'),
  },
  `the keys of agents: ${TRANSFER_KEYS.join(', ')}`,
);

function targetForm(to: Exclude<TargetDraft['to'], 'number'>, about: string): Form<TargetDraft> {
  const fields = { name: required(nameOf(to), about) };
  return mapped(group({ [to]: fields.name }, `{ ${to}: a name }`), (read): TargetDraft => ({
    to,
    name: read[to] as Name,
  }));
}

const numberForm: Form<TargetDraft> = mapped(
  group(
    { number: required(text(NUMBER_RULE, NUMBER), 'This number outside; the dial policy allows it.') },
    '{ number: a telephone number }',
  ),
  ({ number, at }): TargetDraft => ({ to: 'number', name: { name: number, at } }),
);

const extensionForm: Form<TargetDraft> = byKey(
  {
    agent: targetForm('agent', 'This agent.'),
    queue: targetForm('queue', 'This queue.'),
    flow: targetForm('flow', 'This flow.'),
    chain: targetForm('chain', 'The agents of this chain, one after another.'),
    number: numberForm,
  },
  'where the caller goes',
);

const extensionsForm = entries(
  {
    right: 'an extension: 1 to 8 digits in quotes, such as "101"',
    pattern: /^[0-9]{1,8}$/,
    about: 'Where a caller goes who is handed over to this extension.',
  },
  extensionForm,
  'extensions such as { "101": { agent: boris }, "200": { queue: support } }',
);

/** How agents hand callers over; `block` is the form of what follows when nobody has him. */
export function transfersForm(block: Form<BlockDraft>) {
  const form = group(
    {
      ring_for: defaulted(duration({ zero: 'refused' }), '20s', 'How long each phone rings.'),
      music: defaulted(
        text('a class of music, such as default', /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/),
        'default',
        'What a caller hears who is on hold or handed over.',
      ),
      wrap_up: wrapUpField(),
      chains: optional(
        section('chain', agentList(), 'Agents, each a level above the one before.'),
        'To whom a call goes up, level by level.',
      ),
      extensions: optional(extensionsForm, 'What agents key or dial to hand a caller over.'),
      keys: defaultedGroup(keysForm, 'What agents press during a talk.'),
      otherwise: required(
        block,
        'What happens when nobody takes the caller, and whoever handed him over is not there any more.',
      ),
    },
    'how callers are handed over: otherwise, and perhaps ring_for, music, wrap_up, chains, extensions, keys',
  );
  return checked(form, (read, _node, desk) => {
    checkExtensions(read.extensions ?? [], desk);
    checkKeys(read.keys, read.extensions !== null, desk);
  });
}

/** No key ends an extension, so none may begin another. */
function checkExtensions(extensions: readonly Entry<TargetDraft>[], desk: Desk): void {
  for (const { key, at } of extensions) {
    const longer = extensions.find((other) => other.key !== key && other.key.startsWith(key));
    if (longer === undefined) continue;
    const found = `the extension ${showText(key)}, with which ${showText(longer.key)} begins`;
    desk.add('transfer-extension-clash', at, found, 'extensions of which none begins another');
  }
}

type KeysDraft = Readonly<Record<(typeof TRANSFER_KEYS)[number], string | null>> & { readonly at: Place };

function checkKeys(read: KeysDraft, hasExtensions: boolean, desk: Desk): void {
  const given = TRANSFER_KEYS.flatMap((what) => (read[what] === null ? [] : [{ what, keys: read[what] }]));
  for (const { what, keys: own } of given) {
    const other = given.find((one) => one.what !== what && one.keys.startsWith(own));
    if (other === undefined) continue;
    const found = `the keys ${showText(own)} of ${what}, with which those of ${other.what} begin`;
    desk.add('transfer-keys-clash', read.at, found, 'keys of which none begin others');
    return;
  }
  const lost = given.find(({ what }) => what === 'blind' || what === 'consult');
  if (lost === undefined || hasExtensions) return;
  const found = `keys for ${lost.what}, where there is no extension that could follow them`;
  desk.add('transfer-keys-nowhere', read.at, found, 'extensions: { "101": { agent: … } } beside them');
}
