import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';

/** What the running Callplane says of itself; null: none answers. */
export interface Said {
  readonly state: string;
  readonly reasons: readonly string[];
}

const MEND = 'the lines here and its log (journalctl -u callplane) say what to do';

const UNDRAIN = 'nothing, while somebody is about to stop it; else `callplane drain --undo`';

/** Whether Callplane runs, and how it says it is. */
export function callplaneCheck(askReadiness: () => Promise<Said | null>): Check {
  return { area: 'callplane', name: 'readiness', look: async () => look(await askReadiness()) };
}

function look(said: Said | null): readonly Finding[] {
  if (said === null) return passed('no Callplane runs with these settings');
  if (said.state === 'ready') return passed('it runs and is ready');
  if (said.state === 'standby') return lookAtStandby(said.reasons);
  if (said.state === 'draining')
    return warned(`it runs and takes no new calls: ${said.reasons.join('; ')}`, UNDRAIN);
  const found = `it runs and says ${said.state}: ${said.reasons.join('; ')}`;
  return said.state === 'degraded' ? warned(found, MEND) : failed(found, MEND);
}

/** The first reason says that another leads, which is as it should be; the others say what is not. */
function lookAtStandby([leads = '', ...troubles]: readonly string[]): readonly Finding[] {
  if (troubles.length === 0) return passed(`it runs and stands by: ${leads}`);
  return warned(`it runs and stands by: ${troubles.join('; ')}`, MEND);
}
