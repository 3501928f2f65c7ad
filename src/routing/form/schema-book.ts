export type JsonSchema = Readonly<Record<string, unknown>>;

/** Collects the parts of a JSON Schema that are used in several places. */
export class SchemaBook {
  private readonly parts = new Map<string, JsonSchema>();

  /** A reference to the part; it is made at the first use only, so parts may refer to themselves. */
  share(name: string, make: () => JsonSchema): JsonSchema {
    if (!this.parts.has(name)) {
      this.parts.set(name, {});
      this.parts.set(name, make());
    }
    return { $ref: `#/$defs/${name}` };
  }

  /** All parts by name. */
  definitions(): JsonSchema {
    return Object.fromEntries([...this.parts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
