import { describe, it } from 'node:test';
import { CONTRACT_CASES } from './cases/all.js';
import { ModelWorld } from './model/model-world.js';

describe('the telephony contract on the model of Asterisk', () => {
  for (const { row, name, run } of CONTRACT_CASES) {
    it(`${row}: ${name}`, async () => {
      const world = new ModelWorld();
      await run(world);
      await world.cleanUp();
    });
  }
});
