/** Where something stands in a routing file. Line and column count from 1; 0:0 means the file as a whole. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What can be wrong with a routing file so that it does not load. The codes are stable. */
export const FAULT_CODES = [
  'file-unreadable',
  'file-too-large',
  'files-too-many',
  'files-none',
  'file-ending',
  'not-text',
  'empty',
  'syntax',
  'documents',
  'too-deep',
  'alias',
  'yaml-tag',
  'yaml-version',
  'key-twice',
  'key-not-text',
  'unknown-key',
  'missing-key',
  'too-many-keys',
  'wrong-kind',
  'wrong-value',
  'unknown-word',
  'unknown-name',
  'name-twice',
  'number-twice',
  'agent-twice',
  'company-missing',
  'company-twice',
  'numbers-missing',
  'day-twice',
  'times-overlap',
  'date-open-and-closed',
  'never-open',
  'condition-never-holds',
  'extension-too-short',
  'at-once-alone',
  'whisper-empty',
  'outcome-key-twice',
  'outcomes-without-time',
  'exit-missing',
  'exit-without-cause',
  'queue-unused',
  'dial-policy-missing',
  'dial-refused',
  'dial-policy-twice',
  'phones-twice',
  'partner-not-callable',
  'overflow-never-closes',
  'code-clash',
  'agent-number-twice',
  'codes-missing',
  'transfers-twice',
  'transfer-extension-clash',
  'transfer-keys-clash',
  'transfer-keys-nowhere',
  'callback-by-nobody',
  'voicemail-never-kept',
  'callers-missing',
  'callers-too-many',
  'caller-table-unreadable',
  'caller-table-without-numbers',
  'nobody-fits',
  'prompt-file-missing',
  'prompt-file-format',
  'prompt-text-missing',
  'prompt-not-made',
  'secret-told',
  'dead-end',
  'step-never-reached',
  'loop-without-pause',
  'loop-without-way-out',
  'menu-too-deep',
  'menu-without-person',
  'faults-too-many',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** What is worth a look but does not stop the load. The codes are stable. */
export const WARNING_CODES = [
  'flow-unused',
  'agent-unused',
  'prompt-unused',
  'people-unused',
  'voicemail-unused',
  'partner-unused',
  'hours-unused',
  'wait-unbounded',
  'caller-line-left-out',
  'caller-value-left-out',
  'caller-column-unknown',
  'caller-mark-unused',
  'prompt-not-tried',
  'prompt-too-slow',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** One finding: where, what was found there, and what would be right. Both texts complete a sentence. */
export interface Finding<Code extends string> {
  readonly code: Code;
  readonly at: Place;
  readonly found: string;
  readonly right: string;
}
export type Fault = Finding<FaultCode>;
export type Warning = Finding<WarningCode>;

/** `file:line:column`, or the file alone when the finding is about the whole of it. */
export function formatPlace(at: Place): string {
  return at.line === 0 ? at.file : `${at.file}:${at.line}:${at.column}`;
}

/** One line for a person: `office.yml:12:5: found …; right would be … [code]`. */
export function formatFault(finding: Finding<string>): string {
  return `${formatPlace(finding.at)}: found ${finding.found}; right would be ${finding.right} [${finding.code}]`;
}

/** Order of reading: by file, then line, then column. */
export function byPlace(a: Finding<string>, b: Finding<string>): number {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1;
  return a.at.line - b.at.line || a.at.column - b.at.column;
}
