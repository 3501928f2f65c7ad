import { setTimeout as pause } from 'node:timers/promises';
import type { Callplane } from '../callplane/callplane.js';
import { AriLink, type AriPlace } from '../far-end/ari-link.js';

/** An idle bridge is given back after some seconds. */
const TIDY_WITHIN_MS = 60_000;

/** Channels and bridges of Asterisk and calls of Callplane that do not go within some seconds. */
export async function leftOversOf(pbx: AriPlace, callplane: Callplane): Promise<readonly string[]> {
  const link = new AriLink(pbx, 'none');
  const deadline = Date.now() + TIDY_WITHIN_MS;
  try {
    for (;;) {
      const left = await lookAround(link, callplane);
      if (left.length === 0 || Date.now() > deadline) return left;
      await pause(200);
    }
  } finally {
    link.close();
  }
}

async function lookAround(link: AriLink, callplane: Callplane): Promise<readonly string[]> {
  const named = async (path: string, what: string): Promise<readonly string[]> => {
    const list = (await link.demand('GET', path)) as readonly { readonly id: string }[];
    return list.map(({ id }) => `${what} ${id}`);
  };
  const { items: calls } = await callplane.api<{ readonly items: readonly object[] }>('GET', '/api/calls');
  return [
    ...(await named('/channels', 'channel')),
    ...(await named('/bridges', 'bridge')),
    ...calls.map((call) => `call ${JSON.stringify(call)}`),
  ];
}
