import { setTimeout as pause } from 'node:timers/promises';
import { AriLink, type AriPlace } from '../far-end/ari-link.js';

const WITHIN_MS = 60_000;
const LOOKS_EVERY_MS = 50;

/**
 * Resolves when Asterisk knows of each of these phones that it is not registered: whose phone goes away after he has signed
 * in counts as there for some seconds.
 */
export async function phonesAreAway(pbx: AriPlace, phones: ReadonlySet<string>): Promise<void> {
  if (phones.size === 0) return;
  const link = new AriLink(pbx, 'none');
  const isAway = async (phone: string): Promise<boolean> => {
    const { state } = (await link.demand('GET', `/endpoints/PJSIP/${phone}`)) as { readonly state: string };
    return state === 'offline';
  };
  try {
    const deadline = performance.now() + WITHIN_MS;
    for (const phone of phones)
      while (!(await isAway(phone))) {
        if (performance.now() > deadline) throw new Error(`${phone} is still registered`);
        await pause(LOOKS_EVERY_MS);
      }
  } finally {
    link.close();
  }
}
