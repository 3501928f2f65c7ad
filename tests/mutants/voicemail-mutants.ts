import type { Mutant } from './mutant.js';

/** Faults about messages that callers leave, and what they are promised. */
export const VOICEMAIL_MUTANTS: readonly Mutant[] = [
  {
    name: 'voicemail-promise-needs-the-beep',
    what: 'whoever hangs up in the greeting, which promised that he is called back, is not',
    file: 'core/voicemail/leaving.ts',
    find: 'voicemail.callback = askForVoicemail(work, call, rule.callback);',
    replace:
      "if (stage.kind !== 'greeting') voicemail.callback = askForVoicemail(work, call, rule.callback);",
  },
  {
    name: 'voicemail-promise-of-this-hour',
    what: 'whoever may not be called back just now is forgotten',
    file: 'core/callback/asking.ts',
    find: 'if (refusal !== null && !isForNow(refusal)) return refusal;',
    replace: 'if (refusal !== null) return refusal;',
  },
  {
    name: 'voicemail-silence-breaks-off',
    what: 'a message that ends by silence is told as broken off',
    file: 'core/voicemail/file.ts',
    find: 'lastedMs - closed.durationMs + ROUNDING_MS',
    replace: 'closed.durationMs - (closed.spokenMs ?? 0) + ROUNDING_MS',
  },
  {
    name: 'voicemail-of-nothing',
    what: 'five seconds of silence are a message',
    file: 'core/voicemail/file.ts',
    find: 'Math.min(saidMs, saidAtMostMs) >= rule.shortestMs',
    replace: 'Math.min(saidMs, saidAtMostMs) >= 0',
  },
  {
    name: 'voicemail-lost-with-its-answer',
    what: 'a message of whose end nobody told is given up, though it had begun',
    file: 'core/voicemail/file.ts',
    find: "const hasBegun = stage.kind === 'running' ||",
    replace: 'const hasBegun =',
  },
  {
    name: 'voicemail-forgotten-unheard',
    what: 'a message that nobody has heard leaves the list in silence',
    file: 'core/voicemail/keeping.ts',
    find: 'if (kept.heard !== null) keptVoicemails.delete(id);',
    replace: 'if (now > 0) keptVoicemails.delete(id);',
  },
  {
    name: 'voicemail-kept-for-ever',
    what: 'a message that was heard never leaves the list',
    file: 'core/voicemail/keeping.ts',
    find: 'if (kept.touchedAt > now - LISTED_MS) return;',
    replace: 'if (kept.touchedAt > now - 100 * LISTED_MS) return;',
  },
  {
    name: 'voicemail-mark-not-told',
    what: 'that somebody has heard a message is written nowhere',
    file: 'core/voicemail/keeping.ts',
    find: "work.milestones.push({ kind: 'voicemail-marked', voicemail: kept.id, at: now, heardBy: heard?.by ?? null });",
    replace: '',
  },
  {
    name: 'voicemail-of-other-teams',
    what: 'every supervisor hears the messages of all queues',
    file: 'access/sight.ts',
    find: 'return live.voicemails().filter(({ queue }) => queue === null || queues.has(queue));',
    replace: 'return queues.size < 0 ? [] : live.voicemails();',
    reportTests: ['../access/sight'],
  },
];
