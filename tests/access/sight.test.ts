import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sightOf } from '../../src/access/sight.js';
import { BeyondReach } from '../../src/ports/access.js';
import type { CallbackView, LiveOperations, QueueView } from '../../src/ports/live.js';
import { asked, CLIENT } from '../core/callback-scene.js';

test('a supervisor can take no callback that a queue of another team has promised', async () => {
  const sent: object[] = [];
  const views = (queue: string): Pick<QueueView, 'queue' | 'teams'> => ({ queue, teams: [queue] });
  const open: Pick<CallbackView, 'callback' | 'queue' | 'number'>[] = [
    { callback: 'c1', queue: 'sales', number: CLIENT },
    { callback: 'c2', queue: 'cards', number: '+359888000002' },
  ];
  const line = {
    queues: () => [views('sales'), views('cards')],
    callbacks: () => open,
    ask: (request: object) => {
      sent.push(request);
      return Promise.resolve({ id: '1', ok: true });
    },
  } as unknown as LiveOperations;
  const by = { name: 'olga', role: 'supervisor', request: null } as const;
  const sight = sightOf(line, { name: 'olga', role: 'supervisor', teams: ['cards'] });
  const others = [
    { ...asked, queue: 'cards' },
    { ...asked, queue: 'sales', number: '+359888000003' },
    { ask: 'cancel-callback', callback: 'c1' },
  ] as const;
  for (const request of others) assert.throws(() => void sight.ask(request, by), BeyondReach);
  await sight.ask({ ...asked, queue: 'cards', number: '+359888000002' }, by);
  await sight.ask({ ...asked, queue: 'cards', number: '+359888000003' }, by);
  assert.equal(sent.length, 2);
});
