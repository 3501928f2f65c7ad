import type { ChangeDetail } from '../change.js';
import { planInForce, type State } from '../state.js';
import { type Agent, NO_PHONE } from './agent.js';
import { openOutcome } from './outcome.js';

/** What a person may change about an agent, as it stands: compared before and after for the record of changes. */
export function standingOf(state: State, agent: Agent | undefined): ChangeDetail {
  if (agent === undefined) return {};
  return {
    presence: agent.presence.kind,
    ...deskOf(state, agent),
    pause: agent.pause?.reason ?? null,
    ...(agent.pause?.until === undefined ? {} : { pauseUntil: agent.pause.until }),
    ...(agent.pin.lockedUntil === null ? {} : { pinLocked: true }),
    wrapUpUntil: agent.work.kind === 'wrap-up' ? agent.work.until : null,
    ...outcomeOf(state, agent),
  };
}

/** Where he is, of whoever may be anywhere. */
function deskOf(state: State, { id, phone }: Agent): ChangeDetail {
  if (planInForce(state).agents[id]?.phone !== null) return {};
  return { phone: phone === NO_PHONE ? null : phone };
}

/** Shown where one can be set. */
function outcomeOf(state: State, agent: Agent): ChangeDetail {
  const open = openOutcome(state, agent);
  return open === null ? {} : { outcome: open.code };
}
