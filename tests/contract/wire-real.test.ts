import { after, before, describe, it } from 'node:test';
import { startAsterisk, stopAsterisk } from '../support/asterisk/instances.js';
import { WIRE_CASES } from './wire/cases.js';
import { RealWire } from './wire/real-wire.js';

const SET = `wire-${process.pid}`;

describe('what goes over the wire, with a real Asterisk', () => {
  let world: RealWire;

  before(async () => {
    world = await RealWire.open(await startAsterisk({ set: SET, phones: 1 }));
  });
  after(async () => {
    await world.close();
    await stopAsterisk(SET);
  });

  for (const { row, name, run } of WIRE_CASES) {
    it(`${row}: ${name}`, async () => {
      try {
        await run(world);
      } finally {
        await world.cleanUp();
      }
    });
  }
});
