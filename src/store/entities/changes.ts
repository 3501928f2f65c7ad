import type { Change } from '../../core/change.js';
import { idColumn, jsonColumn, key, millisecondsColumn, textColumn } from './columns.js';
import { table } from './table.js';

/** Something that was changed, with who asked in columns of its own. */
export type ChangeRow = Omit<Change, 'by'> & {
  readonly name: string;
  readonly role: string;
  readonly request: string | null;
};

/** The record of changes. */
export const ChangeEntity = table<ChangeRow>('changes', {
  at: key(millisecondsColumn('changed_at')),
  id: key(idColumn('change_id')),
  name: textColumn('changed_by'),
  role: idColumn('role'),
  request: idColumn('request_id', 'may-be-null'),
  what: textColumn('what'),
  about: textColumn('about'),
  before: jsonColumn('state_before'),
  after: jsonColumn('state_after'),
});

export function changeRow({ by, id, at, what, about, before, after }: Change): ChangeRow {
  return { at, id, ...by, what, about, before, after };
}

export function changeOf({ name, role, request, ...change }: ChangeRow): Change {
  return { ...change, by: { name, role, request } };
}
