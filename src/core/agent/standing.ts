import type { ChangeDetail } from '../change.js';
import type { Agent } from './agent.js';

/** What a person may change about an agent, as it stands: compared before and after for the record of changes. */
export function standingOf(agent: Agent | undefined): ChangeDetail {
  if (agent === undefined) return {};
  return {
    presence: agent.presence.kind,
    pause: agent.pause?.reason ?? null,
    wrapUpUntil: agent.work.kind === 'wrap-up' ? agent.work.until : null,
  };
}
