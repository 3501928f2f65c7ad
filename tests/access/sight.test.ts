import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sightOf } from '../../src/access/sight.js';
import { BeyondReach, type Identity } from '../../src/ports/access.js';
import type {
  CallbackView,
  CallView,
  LiveOperations,
  QueueView,
  VoicemailView,
} from '../../src/ports/live.js';
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

test('a supervisor scores agents of his teams only, others nobody', () => {
  const sent: object[] = [];
  const line = {
    agents: () =>
      ['anna', 'boris'].map((agent) => ({ agent, teams: [agent === 'anna' ? 'sales' : 'cards'] })),
    ask: (request: object) => sent.push(request),
  } as unknown as LiveOperations;
  const ask = (role: 'supervisor' | 'read-only', agent: string | null) => (): void => {
    const sight = sightOf(line, { name: 'olga', role, teams: ['cards'] });
    const review = { ask: 'review-call', call: 'c1', agent, score: null, conclusion: 'good' } as const;
    void sight.ask(review, { name: 'olga', role, request: null });
  };
  assert.throws(ask('supervisor', 'anna'), BeyondReach);
  assert.throws(ask('read-only', 'boris'), BeyondReach);
  ask('supervisor', 'boris')();
  ask('supervisor', null)();
  assert.equal(sent.length, 2);
  // A partner is in no team: that it talked for one of his queues the books have said.
  assert.throws(ask('read-only', 'partner:night-desk'), BeyondReach);
  ask('supervisor', 'partner:night-desk')();
  assert.equal(sent.length, 3);
});

test('a caller who talks outside is seen by the team of his queue, or of the agent who has sent him, and by no other', () => {
  const outside = (call: string, of: Partial<CallView>): Partial<CallView> => ({
    ...{ call, agent: null, queue: null, sentBy: null, outside: '+359888000001' },
    ...of,
  });
  const line = {
    agents: () => ['sales', 'cards'].map((team) => ({ agent: `of-${team}`, teams: [team], call: null })),
    queues: () => ['sales', 'cards'].map((queue) => ({ queue, teams: [queue] })),
    calls: () => [
      outside('from-queue', { queue: 'cards' }),
      outside('of-others', { queue: 'sales', sentBy: 'of-sales' }),
      outside('sent', { sentBy: 'of-cards' }),
      outside('from-the-menu', {}),
    ],
  } as unknown as LiveOperations;
  const seen = (who: Identity): string =>
    sightOf(line, who)
      .calls()
      .map(({ call }) => call)
      .join();
  assert.equal(seen({ name: 'olga', role: 'supervisor', teams: ['cards'] }), 'from-queue,sent');
  assert.equal(seen({ name: 'of-cards', role: 'agent', agent: 'of-cards' }), '', 'he has done with it');
  const all = 'from-queue,of-others,sent,from-the-menu';
  assert.equal(seen({ name: 'wall', role: 'read-only' }), all);
});

test('a message of a queue that the routing file does not have any more is shown to no team', () => {
  const kept: Pick<VoicemailView, 'voicemail' | 'queue'>[] = [
    { voicemail: 'v1', queue: 'sales' },
    { voicemail: 'v2', queue: 'cards' },
    { voicemail: 'v3', queue: 'left-out' },
    { voicemail: 'v4', queue: null },
  ];
  const line = {
    queues: () => ['sales', 'cards'].map((queue) => ({ queue, teams: [queue] })),
    voicemails: () => kept,
  } as unknown as LiveOperations;
  const seen = (role: 'administrator' | 'supervisor' | 'read-only'): string =>
    sightOf(line, { name: 'olga', role, teams: ['cards'] })
      .voicemails()
      .map(({ voicemail }) => voicemail)
      .join();
  assert.equal(seen('supervisor'), 'v2,v4');
  assert.equal(seen('administrator'), 'v1,v2,v3,v4');
  assert.equal(seen('read-only'), 'v1,v2,v3,v4');
});
