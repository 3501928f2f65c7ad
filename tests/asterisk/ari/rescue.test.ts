import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createRescuer } from '../../../src/ari/create-rescuer.js';
import type { Rescued } from '../../../src/ari/rescue.js';
import { PretendAsterisk } from './support/pretend-asterisk.js';

describe('the rescue of legs that nobody takes care of', () => {
  let server: PretendAsterisk;

  beforeEach(async () => {
    server = await PretendAsterisk.start();
    server.on('GET /ari/bridges', { kind: 'reply', status: 200, body: '[]' });
    server.on('POST', { kind: 'reply', status: 204, body: '' });
    server.on('DELETE', { kind: 'reply', status: 204, body: '' });
  });
  afterEach(() => server.close());

  const rescue = (args: string): Promise<readonly Rescued[]> => {
    const channel = {
      ...{ id: 'leg-1', state: 'Up', caller: { number: '101', name: '' } },
      dialplan: { exten: 's', app_name: 'Stasis', app_data: `callplane,${args}` },
    };
    server.on('GET /ari/channels', { kind: 'reply', status: 200, body: JSON.stringify([channel]) });
    return createRescuer({ url: server.url, user: 'callplane', password: 'secret' }, 'callplane').rescue();
  };

  it('a caller goes to the emergency destination, and it is told who called whom', async () => {
    assert.deepEqual(await rescue('in,+35920000001'), [
      { leg: 'leg-1', did: 'sent-to-emergency', from: '101', dialled: '+35920000001' },
    ]);
    assert.equal(server.seen('POST /ari/channels/leg-1/continue').length, 1);
  });

  it("an agent's phone that has dialled is hung up, and what it has dialled is not told", async () => {
    assert.deepEqual(await rescue('phone,0888000001,101'), [
      { leg: 'leg-1', did: 'hung-up', from: null, dialled: null },
    ]);
    assert.deepEqual(server.seen('POST'), []);
    assert.equal(server.seen('DELETE /ari/channels/leg-1').length, 1);
  });
});
