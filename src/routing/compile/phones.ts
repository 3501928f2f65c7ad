import type { CodesRule } from '../../core/codes/rule.js';
import type { OutgoingRule } from '../../core/outgoing/outgoing.js';
import type { PhonesRule } from '../../core/plan.js';
import type { PhonesDraft } from '../language/phones.js';

/** What agents may do at their phones. */
export function compilePhones({ outgoing, codes }: PhonesDraft): PhonesRule {
  return {
    ...(outgoing === null ? {} : { outgoing: compileOutgoing(outgoing) }),
    ...(codes === null ? {} : { codes: compileCodes(codes) }),
  };
}

function compileOutgoing(outgoing: NonNullable<PhonesDraft['outgoing']>): OutgoingRule {
  const { ring_for: ringMs, record, wrap_up: wrapUp } = outgoing;
  return { ringMs, record, wrapUp };
}

function compileCodes(codes: NonNullable<PhonesDraft['codes']>): CodesRule {
  const { sign_in: signIn, sign_out: signOut, pause, resume, end_wrap_up: endWrapUp, pauses, lock } = codes;
  return {
    ...{ signIn, signOut, pause, resume, endWrapUp },
    pauses: Object.fromEntries(
      (pauses ?? []).flatMap(({ key, value }) => (value === null ? [] : [[key, value]])),
    ),
    lock: { wrong: lock.wrong, forMs: lock.for },
  };
}
