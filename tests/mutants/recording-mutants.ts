import type { Mutant } from './mutant.js';

/** Faults about the recording of conversations. */
export const RECORDING_MUTANTS: readonly Mutant[] = [
  {
    name: 'opt-out-unheard',
    what: 'who has asked not to be recorded is recorded',
    file: 'core/flow/running.ts',
    find: 'call.record = step.record;',
    replace: 'call.record = true;',
  },
  {
    name: 'recorded-against-the-word',
    what: 'whoever must not be recorded is, because somebody else says that he is',
    file: 'core/recording/recording.ts',
    find: 'words.includes(true) && !words.includes(false)',
    replace: 'words.includes(true)',
  },
  {
    name: 'recorded-behind-the-end',
    what: 'a recording goes on when its conversation is over',
    file: 'core/recording/recordings.ts',
    find: "work.commands.push({ kind: 'stop-recording', recording: recording.id });",
    replace: '',
  },
  {
    name: 'card-number-recorded',
    what: 'a pause is told and not made',
    file: 'core/recording/recordings.ts',
    find: "recording.pauses += 1;\n  work.commands.push({ kind: 'pause-recording', recording: recording.id });",
    replace: '',
  },
  {
    name: 'lost-pause-recorded',
    what: 'a pause that was lost with the process is not made up for',
    file: 'core/recording/recordings.ts',
    find: "if (stage.kind === 'paused') work",
    replace: "if (stage.kind === 'paused' && pauses > 9) work",
  },
  {
    name: 'broken-pause-recorded',
    what: 'a recording whose pause failed goes on',
    file: 'core/recording/recordings.ts',
    find: 'recording.spoilt ??= why;\n  stop(work, recording);',
    replace: 'recording.spoilt ??= why;\n  expectAnswer(work, recording);',
  },
  {
    name: 'full-disk-unseen',
    what: 'a file that breaks off in mid-talk counts as whole',
    file: 'core/recording/recordings.ts',
    find: "close(work, recording, 'broke-off', stage.durationMs);",
    replace: 'close(work, recording, null, stage.durationMs);',
  },
  {
    name: 'recordings-forgotten-in-gap',
    what: 'a recording that ended while nobody listened is never told',
    file: 'core/reconciling.ts',
    find: '  askForRecordings(work);\n',
    replace: '',
  },
  {
    name: 'lost-end-awaited-for-ever',
    what: 'an end that Asterisk does not tell is waited for without end',
    file: 'core/recording/recordings.ts',
    find: 'if (recording.questions > QUESTIONS_AT_MOST)',
    replace: 'if (recording.questions > Infinity)',
  },
  {
    name: 'recorded-bridge-reused',
    what: 'strangers talk in a bridge that the last recording still listens to',
    file: 'core/legs.ts',
    find: 'if (!bridge.isProven || bridge.recording !== null) {',
    replace: 'if (!bridge.isProven) {',
  },
  {
    name: 'snapshot-forgets-recordings',
    what: 'a restart forgets what is being recorded',
    file: 'core/snapshot.ts',
    find: "  'recordings',\n",
    replace: '',
  },
];
