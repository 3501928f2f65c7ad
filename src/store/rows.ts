import type { EntityManager, EntityMetadata, EntitySchema, ObjectLiteral } from 'typeorm';
import type { Period } from '../ports/facts.js';

/** A recording that is not deleted. */
export const NOT_DELETED =
  'NOT EXISTS (SELECT 1 FROM recording_places p WHERE p.recording_id = stored_recordings.recording_id ' +
  "AND p.place = 'deleted')";

/** What is asked of a table or a view, in SQL; the names of columns are the database's. */
export interface Wanted {
  readonly where: string;
  readonly values: readonly unknown[];
  readonly order: string;
}

/**
 * Reads rows as the entity has them. For what a report reads by the ten thousand: TypeORM's own way of making entities takes
 * several times as long as the database.
 */
export async function rowsOf<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  { where, values, order }: Wanted,
): Promise<Row[]> {
  const metadata = manager.dataSource.getMetadata(entity);
  const names = metadata.columns.map(({ databaseName }) => databaseName).join(', ');
  const rows = await manager.query<Record<string, unknown>[]>(
    `SELECT ${names} FROM ${metadata.tableName} WHERE ${where} ORDER BY ${order}`,
    [...values],
  );
  const columns = columnsOf(metadata);
  return rows.map((row) => {
    const made: Record<string, unknown> = {};
    for (const { property, name, from } of columns) made[property] = from(row[name]);
    return made as Row;
  });
}

/** The rows whose instant lies in the period, in the order of time. */
export function rowsWithin<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  [instant, id]: readonly [instant: string, id: string],
  { from, to }: Period,
): Promise<Row[]> {
  return rowsOf(manager, entity, {
    where: `${instant} >= ? AND ${instant} < ?`,
    values: [from, to],
    order: `${instant}, ${id}`,
  });
}

/** A place for each of the values in a statement. */
export function placesFor(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

interface ReadColumn {
  readonly property: string;
  readonly name: string;
  readonly from: (value: unknown) => unknown;
}

function columnsOf({ columns }: EntityMetadata): ReadColumn[] {
  return columns.map(({ propertyName, databaseName, transformer }) => {
    const one = Array.isArray(transformer) ? transformer[0] : transformer;
    const from = one === undefined ? asItIs : (value: unknown): unknown => one.from(value);
    return { property: propertyName, name: databaseName, from };
  });
}

function asItIs(value: unknown): unknown {
  return value ?? null;
}
