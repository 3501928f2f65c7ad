import { type Check, every, near } from './check.js';
import { spoken } from './duration.js';
import { callOf, type Happened, type HappenedFacts } from './happened.js';
import { digitsOf } from './phone-sentences.js';
import type { SentenceForm } from './sentence.js';

/** What callers leave in voicemail boxes. */
export const VOICEMAIL_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  {
    form: '{callers} leave(s) a message in {box:word}',
    make: (c) => {
      const wanted = `left in ${c.text('box')}`;
      return every(c.callers(), (caller) => told(caller, wanted));
    },
  },
  {
    form: '{callers} leave(s) no message in {box:word}: {result:word}',
    make: (c) => {
      const wanted = `${c.text('result')} in ${c.text('box')}`;
      return every(c.callers(), (caller) => told(caller, wanted));
    },
  },
  {
    form: 'the message of {callers} fails as {failure:word}',
    make: (c) => {
      const wanted = c.text('failure');
      return every(c.callers(), (caller) => failed(caller, wanted));
    },
  },
  {
    form: 'the message of {caller} holds {sound} for {length:time}',
    make: (c) => holds(c.caller(), c.sound(), c.time('length')),
  },
  {
    form: 'the message of {callers} is never kept',
    make: (c) => every(c.callers(), (caller) => neverKept(caller)),
  },
  {
    form: 'the message of {caller} belongs to the callback to {client:number}',
    make: (c) => belongs(c.caller(), digitsOf(c.text('client'))),
  },
];

function told(caller: string, wanted: string): Check {
  return (happened) => {
    const found = voicemailsOf(happened, caller)
      .map(({ result, box }) => `${result} in ${box}`)
      .join(', ');
    return found === wanted ? null : `the messages were: ${found || 'none'}`;
  };
}

function failed(caller: string, wanted: string): Check {
  return (happened) => {
    const found = voicemailsOf(happened, caller).map(({ failure }) => failure ?? 'nothing');
    return found.join() === wanted ? null : `what failed: ${found.join(', ') || 'there was no message'}`;
  };
}

function holds(caller: string, what: string, wanted: number): Check {
  return (happened, toleranceMs) => {
    const names = voicemailsOf(happened, caller).map(({ recording }) => recording);
    const files = happened.files.filter((file) => file.what === what && names.includes(file.recording));
    const lengthMs = files.reduce((sum, file) => sum + file.lengthMs, 0);
    if (near(lengthMs, wanted, toleranceMs) && lengthMs > 0) return null;
    return `${what} is heard there for ${spoken(lengthMs)}`;
  };
}

/** Neither a fact of a file, nor a file under the name that a message of this caller would have. */
function neverKept(caller: string): Check {
  return (happened) => {
    const names = voicemailsOf(happened, caller).map(({ voicemail }) => voicemail);
    const kept = happened.files.find(({ recording }) => names.some((name) => recording.endsWith(`/${name}`)));
    return kept === undefined ? null : `there is a file ${kept.recording}`;
  };
}

function belongs(caller: string, number: string): Check {
  return (happened) => {
    const [message] = voicemailsOf(happened, caller);
    const own = happened.facts.callbacks.filter((one) => one.number === number);
    if (own.some(({ callback }) => callback === message?.callback)) return null;
    return `it belongs to ${message?.callback ?? 'none'}; those are ${own.map(({ callback }) => callback).join(', ')}`;
  };
}

function voicemailsOf(happened: Happened, caller: string): HappenedFacts['voicemails'] {
  const call = callOf(happened, caller)?.call;
  return happened.facts.voicemails.filter((one) => one.call === call);
}
