import { after, before, describe, it } from 'node:test';
import type { AsteriskSet } from '../support/asterisk/instances.js';
import { startAsterisk, stopAsterisk } from '../support/asterisk/instances.js';
import { CONTRACT_CASES } from './cases/all.js';
import { RealStage } from './real/real-world.js';

const SET = `contract-${process.pid}`;

describe('the telephony contract on a real Asterisk', () => {
  let set: AsteriskSet;
  let stage: RealStage;

  before(async () => {
    set = await startAsterisk({ set: SET, phones: 2 });
    stage = await RealStage.open(set);
  });
  after(async () => {
    await stage.close();
    await stopAsterisk(SET);
  });

  for (const { row, name, run } of CONTRACT_CASES) {
    it(`${row}: ${name}`, async () => {
      const world = stage.world();
      try {
        await run(world);
      } finally {
        await world.cleanUp();
      }
    });
  }
});
