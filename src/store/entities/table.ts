import { EntitySchema, EntitySchemaOptions, type EntitySchemaColumnOptions } from 'typeorm';

/** A table whose rows are read and written as objects of type `Row`, one column per property. */
export function table<Row extends object>(
  tableName: string,
  columns: { readonly [Property in keyof Row]: EntitySchemaColumnOptions },
): EntitySchema<Row> {
  const options = new EntitySchemaOptions<Row>();
  options.name = tableName;
  options.tableName = tableName;
  options.columns = columns;
  return new EntitySchema<Row>(options);
}
