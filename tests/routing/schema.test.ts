import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { routingSchema } from '../../src/routing/schema.js';
import { BAD, GOOD, badExamples, expectationOf } from './expectation.js';

const validate = new Ajv2020({ allErrors: true, strict: true }).compile(routingSchema());

function isValid(path: string): boolean {
  const document: unknown = parse(readFileSync(path, 'utf8'));
  return validate(document);
}

for (const folder of ['examples', GOOD]) {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.yml'))) {
    test(`the schema accepts ${folder}/${name}, as the check does`, () => {
      assert.ok(isValid(`${folder}/${name}`), JSON.stringify(validate.errors));
    });
  }
}

for (const name of badExamples().filter((each) => !statSync(`${BAD}/${each}`).isDirectory())) {
  const { seenBy } = expectationOf(name);
  if (seenBy === 'yaml') continue;
  test(`the schema ${seenBy === 'schema' ? 'refuses' : 'cannot see'} the fault of ${name}`, () => {
    assert.equal(isValid(`${BAD}/${name}`), seenBy === 'check');
  });
}

test('every key that the schema names has a description', () => {
  const without: string[] = [];
  walk(routingSchema(), 'file', without);
  assert.deepEqual(without, []);
});

/** Collects the paths of properties without a description. */
function walk(schema: unknown, path: string, without: string[]): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    walk(value, `${path}.${key}`, without);
    if (key !== 'properties' || typeof value !== 'object' || value === null) continue;
    for (const [property, inner] of Object.entries(value as Record<string, object>)) {
      if (!('description' in inner)) without.push(`${path}.${property}`);
    }
  }
}
