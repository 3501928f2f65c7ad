import type { RecordingFact } from '../../../src/core/milestone.js';
import { type Check, every, near } from './check.js';
import { spoken } from './duration.js';
import { callOf, type Happened } from './happened.js';
import type { SentenceForm } from './sentence.js';

/** Which conversations are recorded, and what is in the files. */
export const RECORDING_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  {
    form: 'the conversation of {callers} is recorded',
    make: (c) => every(c.callers(), (caller) => recorded(caller, 'recorded')),
  },
  {
    form: 'the conversation of {callers} is never recorded',
    make: (c) => every(c.callers(), (caller) => recorded(caller, '')),
  },
  {
    form: 'the recording of {callers} fails as {failure:word}',
    make: (c) => {
      const failure = c.text('failure');
      return every(c.callers(), (caller) => recorded(caller, failure));
    },
  },
  {
    form: 'the recording of {caller} holds {sound} for {length:time}',
    make: (c) => holds(c.caller(), c.sound(), c.time('length')),
  },
];

function recorded(caller: string, wanted: string): Check {
  return (happened) => {
    const told = recordingsOf(happened, caller)
      .map(({ failure, result }) => failure ?? result)
      .join(', ');
    return told === wanted ? null : `the recordings were: ${told || 'none'}`;
  };
}

function holds(caller: string, what: string, wanted: number): Check {
  return (happened, toleranceMs) => {
    const names = recordingsOf(happened, caller).map(({ recording }) => recording);
    const files = happened.files.filter((file) => file.what === what && names.includes(file.recording));
    const lengthMs = files.reduce((sum, file) => sum + file.lengthMs, 0);
    if (near(lengthMs, wanted, toleranceMs) && lengthMs > 0) return null;
    return `${what} is heard there for ${spoken(lengthMs)}`;
  };
}

function recordingsOf(happened: Happened, caller: string): readonly RecordingFact[] {
  const call = callOf(happened, caller)?.call;
  return happened.facts.recordings.filter((one) => one.call === call);
}
