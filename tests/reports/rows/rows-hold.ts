import { after, before, beforeEach, describe, it } from 'node:test';
import type { StoreAddress } from '../../../src/store/open-store.js';
import { ROWS_AFTER_CALLS } from './after-calls.js';
import { ROWS_OF_AGENTS } from './agents.js';
import { ROWS_BY_HAND } from './by-hand.js';
import { ROWS_OF_CALLS_MADE } from './calls-made.js';
import { ROWS_OF_CALLS } from './calls.js';
import { Centre } from './centre.js';
import { ROWS_OF_CALLS_FOUND } from './found.js';
import { ROWS_GIVEN_OUT } from './given-out.js';
import { ROWS_OVER_TIME } from './over-time.js';
import { ROWS_OF_QUALITY } from './quality.js';
import type { Row } from './row.js';

const ROWS: readonly Row[] = [
  ...ROWS_OF_CALLS,
  ...ROWS_OF_AGENTS,
  ...ROWS_OF_CALLS_MADE,
  ...ROWS_AFTER_CALLS,
  ...ROWS_OF_CALLS_FOUND,
  ...ROWS_OVER_TIME,
  ...ROWS_OF_QUALITY,
  ...ROWS_GIVEN_OUT,
  ...ROWS_BY_HAND,
];

/** Each row on facts that are stored; one database for all, which every row finds empty. */
export function rowsHold(place: string, fresh: () => Promise<StoreAddress>): void {
  describe(`rows of reports on ${place}`, () => {
    let centre: Centre;
    before(async () => {
      centre = await Centre.open(await fresh());
    });
    beforeEach(() => centre.empty());
    after(() => centre.close());
    for (const { row, says, play } of ROWS) it(`${row}: ${says}`, () => play(centre));
  });
}
