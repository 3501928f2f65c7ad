import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../../src/core/change.js';
import type { OverflowRule } from '../../src/core/partner/partner.js';
import type { Plan } from '../../src/core/plan.js';
import type { LegId } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { atPartner, BY_COUNT, callers, DESK, office, partnerLeg, scene } from './overflow-scene.js';
import type { Scene } from './scene.js';

const ANNEX = { ...DESK, id: 'annex', number: '+49305678', phone: 'PJSIP/+49305678@trunk' };

/** The same office whose callers go elsewhere. */
function toAnnex(changes: Partial<OverflowRule> = {}): Plan {
  const changed = office({ overflow: { ...BY_COUNT, to: 'annex', ...changes }, version: 'plan-2' });
  return { ...changed, partners: { ...changed.partners, annex: ANNEX } };
}

function reload(line: Scene, plan: Plan): void {
  line.take({ kind: 'plan-loaded', plan, by: 'test' });
}

/** Opened or closed, and towards whom. */
function switches(line: Scene): unknown[] {
  const told = line.told('changed').filter(({ what }: Change) => what.startsWith('overflow'));
  return told.map(({ what, about, after }) => [what, about, after['partner'], after['waiting']]);
}

const OPENED = ['overflow-opens', 'sales', 'night-desk', 4];

describe('an overflow whose routing file is loaded anew', () => {
  it('closes towards the old partner and opens towards the new one, whose phones ring for the next', () => {
    const line = scene({ partner: { lines: 1 } });
    const [, , third, fourth] = callers(line, 4);
    assert.deepEqual(atPartner(line), [third]);
    line.wait(5_000);
    const before = line.state.queues.get('sales')?.overflowSince;
    reload(line, toAnnex());
    assert.deepEqual(switches(line), [
      OPENED,
      ['overflow-closes', 'sales', 'night-desk', 4],
      ['overflow-opens', 'sales', 'annex', 4],
    ]);
    assert.equal(line.state.queues.get('sales')?.overflowSince, (before ?? 0) + 5_000);
    const rung = line.all('ring').filter(({ phone }) => phone === ANNEX.phone);
    assert.equal(rung.length, 1);
    assert.deepEqual(atPartner(line), [third, fourth], 'what rings at the old one rings on');
    line.state = thaw(freeze(line.state));
    line.answers(partnerLeg(line, third as LegId));
    line.join();
    line.ends(third as LegId);
    line.obeyHangUps();
    assert.equal(line.lastTold('conversation-ended').agent, 'partner:night-desk');
  });

  it('stays closed where the limits towards the new partner are not exceeded', () => {
    const line = scene();
    callers(line, 4);
    reload(line, toAnnex({ opens: { waiting: 4, longestMs: null } }));
    assert.deepEqual(switches(line), [OPENED, ['overflow-closes', 'sales', 'night-desk', 4]]);
    assert.equal(line.state.queues.get('sales')?.overflowSince, null);
    line.call();
    assert.deepEqual(switches(line).at(-1), ['overflow-opens', 'sales', 'annex', 5]);
  });

  it('tells whose it was when the file has no overflow any more, or not the queue', () => {
    for (const next of [office({ overflow: null, version: 'plan-2' }), withoutSales()]) {
      const line = scene();
      callers(line, 4);
      reload(line, next);
      assert.deepEqual(switches(line), [OPENED, ['overflow-closes', 'sales', 'night-desk', 4]]);
      assert.equal(line.state.deadlines.has('overflow', 'sales'), false);
    }
  });

  it('lets whoever is next ring at once where the partner has another number, and at the same only when it has rested', () => {
    for (const [number, rings] of [
      [DESK.number, false],
      [ANNEX.number, true],
    ] as const) {
      const line = scene({ partner: { lines: 1 } });
      const legs = callers(line, 4);
      line.ends(partnerLeg(line, legs[2] as LegId), 'unreachable');
      assert.deepEqual(atPartner(line), []);
      reload(line, office({ partner: { lines: 1, number }, version: 'plan-2' }));
      assert.deepEqual(atPartner(line), rings ? [legs[2]] : []);
      reload(line, office({ overflow: null, version: 'plan-3' }));
      reload(line, { ...office({ overflow: null, version: 'plan-4' }), partners: {} });
      assert.equal(line.state.partnerRests.size, 0, 'a partner that is gone rests no more');
    }
  });

  it('does not rest at its new number for a call that the old one did not take', () => {
    const line = scene({ partner: { lines: 2 } });
    const legs = callers(line, 3);
    legs.push(line.call());
    const old = partnerLeg(line, legs[2] as LegId);
    reload(
      line,
      office({ partner: { lines: 2, number: ANNEX.number, phone: ANNEX.phone }, version: 'plan-2' }),
    );
    line.ends(old, 'unreachable');
    assert.equal(line.state.partnerRests.size, 0);
    assert.deepEqual(atPartner(line).sort(), [legs[2], legs[3]].sort(), 'he rings at the new one');
    line.ends(partnerLeg(line, legs[2] as LegId), 'unreachable');
    assert.equal(line.state.partnerRests.size, 1);
  });

  it('stays open when only its limits, or other things, change and it is within them', () => {
    const line = scene();
    callers(line, 4);
    const opens = { waiting: 9, longestMs: null };
    reload(line, office({ overflow: { ...BY_COUNT, opens }, version: 'plan-2' }));
    assert.deepEqual(switches(line), [OPENED]);
    reload(line, office({ overflow: { ...BY_COUNT, opens, closes: opens }, version: 'plan-3' }));
    assert.deepEqual(switches(line).at(-1), ['overflow-closes', 'sales', 'night-desk', 4]);
  });
});

function withoutSales(): Plan {
  const old = office({ overflow: null, version: 'plan-2' });
  const queues = Object.entries(old.queues).map(([, planned]) => ['support', { ...planned, id: 'support' }]);
  return {
    ...old,
    queues: Object.fromEntries(queues) as Plan['queues'],
    blocks: { entry: [{ do: 'queue', queue: 'support' }] },
  };
}
