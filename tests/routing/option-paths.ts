import type { Place } from '../../src/routing/fault.js';
import { routingSchema } from '../../src/routing/schema.js';
import type { SourceNode } from '../../src/routing/source-node.js';

type Schema = Readonly<Record<string, unknown>>;

const SCHEMA: Schema = routingSchema();
/** Stands in a path for names that the administrator gives. */
const ANY_NAME = '*';

/** One value of a file, and the option that it is: `queues.*.limits.wait`, `step.menu.timeout`. */
export interface Placed {
  readonly option: string;
  readonly node: SourceNode;
  readonly keyAt: Place | null;
}

/** Every option of the language, by its path; steps are the same wherever they stand. */
export function allOptions(): ReadonlySet<string> {
  const options = new Set<string>();
  const seen = new Set<string>();
  collect({ schema: SCHEMA, path: '' }, options, seen);
  return options;
}

/** Every value below `node`, as far as the language knows what it is. */
export function placedIn(node: SourceNode): readonly Placed[] {
  const placed: Placed[] = [];
  visit(node, [{ schema: SCHEMA, path: '' }], null, placed);
  return placed;
}

interface Spot {
  readonly schema: Schema;
  readonly path: string;
}

function collect(spot: Spot, options: Set<string>, seen: Set<string>): void {
  for (const { schema, path } of alternatives(spot)) {
    for (const [key, inner] of Object.entries(propertiesOf(schema))) {
      const option = join(path, key);
      options.add(option);
      const place = `${option} ${JSON.stringify(inner)}`;
      if (seen.has(place)) continue;
      seen.add(place);
      collect({ schema: inner, path: option }, options, seen);
    }
    for (const inner of [...namedOf(schema), ...itemsOf(schema)])
      collect({ schema: inner.schema, path: join(path, inner.step) }, options, seen);
  }
}

function visit(node: SourceNode, spots: readonly Spot[], keyAt: Place | null, placed: Placed[]): void {
  const here = spots.flatMap(alternatives);
  for (const option of new Set(here.map(({ path }) => path))) placed.push({ option, node, keyAt });
  if (node.kind === 'list')
    for (const item of node.items) visit(item, here.flatMap(inside(itemsOf)), null, placed);
  if (node.kind !== 'map') return;
  for (const { key, keyAt: at, value } of node.entries) {
    const known = here.flatMap(inside((schema) => propertyOf(schema, key)));
    visit(value, known.length > 0 ? known : here.flatMap(inside(namedOf)), at, placed);
  }
}

interface Inner {
  readonly schema: Schema;
  readonly step: string;
}

function inside(part: (schema: Schema) => readonly Inner[]): (spot: Spot) => readonly Spot[] {
  return ({ schema, path }) =>
    part(schema).map((inner) => ({ schema: inner.schema, path: join(path, inner.step) }));
}

/** What may stand at a spot, one by one; a form with a name of its own begins a path of its own. */
function alternatives({ schema, path }: Spot): readonly Spot[] {
  const { $ref, anyOf } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.slice('#/$defs/'.length);
    const target = (SCHEMA['$defs'] as Record<string, Schema>)[name] ?? {};
    return [{ schema: {}, path }, ...alternatives({ schema: target, path: 'step' })];
  }
  const others = Array.isArray(anyOf) ? (anyOf as Schema[]) : [];
  return [{ schema, path }, ...others.flatMap((other) => alternatives({ schema: other, path }))];
}

function propertiesOf({ properties = {} }: Schema): Readonly<Record<string, Schema>> {
  return properties as Record<string, Schema>;
}

function propertyOf(schema: Schema, key: string): readonly Inner[] {
  const inner = propertiesOf(schema)[key];
  return inner === undefined ? [] : [{ schema: inner, step: key }];
}

function namedOf({ patternProperties = {}, additionalProperties }: Schema): readonly Inner[] {
  const others = typeof additionalProperties === 'object' ? [additionalProperties as Schema] : [];
  return [...Object.values(patternProperties as Record<string, Schema>), ...others].map((schema) => ({
    schema,
    step: ANY_NAME,
  }));
}

function itemsOf({ items }: Schema): readonly Inner[] {
  return typeof items === 'object' && items !== null ? [{ schema: items as Schema, step: '' }] : [];
}

function join(path: string, step: string): string {
  return step === '' ? path : path === '' ? step : `${path}.${step}`;
}
