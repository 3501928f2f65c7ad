import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';

/** What the running Callplane says of itself; null: none answers. */
export interface Said {
  readonly state: string;
  readonly reasons: readonly string[];
}

/** Whether Callplane runs, and how it says it is. */
export function callplaneCheck(askReadiness: () => Promise<Said | null>): Check {
  return { area: 'callplane', name: 'readiness', look: async () => look(await askReadiness()) };
}

function look(said: Said | null): readonly Finding[] {
  if (said === null) return passed('no Callplane runs with these settings');
  if (said.state === 'ready') return passed('it runs and is ready');
  const found = `it runs and says ${said.state}: ${said.reasons.join('; ')}`;
  const mend = 'the lines here and its log (journalctl -u callplane) say what to do';
  return said.state === 'degraded' ? warned(found, mend) : failed(found, mend);
}
