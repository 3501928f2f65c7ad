import { SchemaBook, type JsonSchema } from './form/schema-book.js';
import { fileForm } from './language/file.js';

/**
 * The JSON Schema (draft 2020-12) of a routing file, for editors. It comes from the same description
 * as the check; what it cannot express (names that must exist, ways out …) only the check finds.
 */
export function routingSchema(): JsonSchema {
  const book = new SchemaBook();
  const file = fileForm.schema(book);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Callplane routing file',
    description: 'What happens to calls: company, hours, prompts, agents, queues, flows, numbers.',
    ...file,
    $defs: book.definitions(),
  };
}
