import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openStore } from '../../src/store/open-store.js';
import type { Place } from './databases.js';
import { aCall, silentLog, T0 } from './sample-facts.js';

const HOUR = 3_600_000;
const DAY = { from: T0 - HOUR, to: T0 + HOUR };
const NEXT = { from: DAY.to, to: DAY.to + HOUR };

/** What every database must do for what days leave. */
export function keptDaysContract(place: Place): void {
  describe(`what days leave on ${place.name}`, () => {
    it('tells of which days answers are kept, and forgets others', async () => {
      const store = await openStore({ ...(await place.fresh()), log: silentLog });
      try {
        await store.migrate();
        const { reader, recorder, keptDays } = store;
        const states = async (): Promise<unknown> =>
          (await reader.standingOf([DAY, NEXT], ['one', 'two'])).map(({ state }) => state);
        assert.equal(await reader.firstCallAt(), null);
        await recorder.recordHistory([{ kind: 'call-ended', ...aCall() }]);
        assert.equal(await reader.firstCallAt(), aCall().arrivedAt);
        assert.deepEqual(await states(), ['lacking', 'lacking']);
        for (const day of [DAY, NEXT]) {
          const revision = await reader.revisionOf(day);
          await keptDays.keep(
            ['one', 'two', 'three'].map((asked) => ({ day, asked, revision, text: asked })),
          );
        }
        assert.deepEqual(await states(), ['kept', 'kept']);
        await keptDays.forgetOthers(NEXT, ['one', 'three']);
        assert.deepEqual(await states(), ['kept', 'lacking']);
        const kept = await reader.keptOf([DAY, NEXT], ['one', 'two', 'three']);
        assert.deepEqual(
          kept.map(({ text }) => text),
          ['one', 'three', 'two', 'one', 'three'],
        );
        await recorder.recordHistory([{ kind: 'call-ended', ...aCall({ call: 'late' }) }]);
        assert.deepEqual(await states(), ['lacking', 'lacking']);
      } finally {
        await store.close();
      }
    });
  });
}
