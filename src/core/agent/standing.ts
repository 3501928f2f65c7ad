import type { ChangeDetail } from '../change.js';
import type { State } from '../state.js';
import type { Agent } from './agent.js';
import { openOutcome } from './outcome.js';

/** What a person may change about an agent, as it stands: compared before and after for the record of changes. */
export function standingOf(state: State, agent: Agent | undefined): ChangeDetail {
  if (agent === undefined) return {};
  return {
    presence: agent.presence.kind,
    pause: agent.pause?.reason ?? null,
    wrapUpUntil: agent.work.kind === 'wrap-up' ? agent.work.until : null,
    ...outcomeOf(state, agent),
  };
}

/** Shown where one can be set. */
function outcomeOf(state: State, agent: Agent): ChangeDetail {
  const open = openOutcome(state, agent);
  return open === null ? {} : { outcome: open.code };
}
