import { describe, it } from 'node:test';
import { WIRE_CASES } from './wire/cases.js';
import { HttpModel } from './wire/http-model.js';

describe('what goes over the wire, with the HTTP model', () => {
  for (const { row, name, run } of WIRE_CASES) {
    it(`${row}: ${name}`, async () => {
      const world = await HttpModel.open();
      try {
        await run(world);
      } finally {
        await world.cleanUp();
      }
    });
  }
});
