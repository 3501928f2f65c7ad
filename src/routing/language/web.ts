import { isIPv4 } from 'node:net';
import { BRACES } from '../../core/flow/variables.js';
import type { LookupDraft, NotifyDraft } from '../draft.js';
import { giveVariable, plainValue, textWithBraces, VARIABLE } from '../form/braces.js';
import { entries } from '../form/collections.js';
import { checked, mapped, type Form } from '../form/form.js';
import { defaulted, group, required } from '../form/group.js';
import { duration } from '../form/scalars.js';

/** A caller hears nothing meanwhile: longer than this is too long for anybody. */
const LONGEST_TIMEOUT_MS = 10_000;
const ADDRESS =
  'an https:// address (http:// on this machine only), whose name holds no variable, such as "https://crm.example.com/clients?number={caller.number}"';

/** Secrets have no place in it; variables stand behind the name of the host only. */
const address: Form<string> = checked(textWithBraces(ADDRESS), (url, node, desk) => {
  const isRight = /^https?:\/\/[^/?#{}\s@]+([/?][^\s#]*)?$/.test(url) && isSafe(url.replace(BRACES, 'x'));
  if (!isRight) desk.wrong(node, ADDRESS, 'wrong-value');
});

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isHere =
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
  return protocol === 'https:' || isHere;
}

const NAME = 'the name of a variable: up to 64 letters a-z, digits, - and _, beginning with a letter';

export const lookupForm: Form<LookupDraft> = mapped(
  group(
    {
      url: required(address, 'What is asked, with GET; variables in it are encoded.'),
      timeout: defaulted(
        duration({ zero: 'refused', atMostMs: LONGEST_TIMEOUT_MS }),
        '2s',
        'How long the answer is waited for.',
      ),
      values: required(
        entries(
          {
            right: NAME,
            pattern: VARIABLE,
            about: 'The value when the answer does not have this field.',
            seen: (entry, desk) => giveVariable(entry.key, { at: entry.keyAt }, desk),
          },
          plainValue('a value such as "basic"'),
          'variables and their values without an answer, such as { plan: basic }',
        ),
        'The fields of the answer that become variables, each with its value when there is none.',
      ),
    },
    'what is looked up: url, values, and perhaps timeout',
  ),
  ({ at, url, timeout, values }) => ({ do: 'lookup', at, url, timeoutMs: timeout, values }),
);

export const notifyForm: Form<NotifyDraft> = mapped(
  group(
    {
      url: required(address, 'Who is told, with POST; variables in it are encoded.'),
      values: required(
        entries(
          { right: NAME, pattern: VARIABLE, about: 'The value, which may hold variables in braces.' },
          textWithBraces('a value'),
          'fields and their values, such as { number: "{caller.number}" }',
        ),
        'The fields of the JSON object that is sent.',
      ),
    },
    'who is told what: url, values',
  ),
  ({ at, url, values }) => ({ do: 'notify', at, url, values }),
);
