import type { AsteriskModel } from '../support/model/asterisk.js';
import type { State } from '../../src/core/state.js';
import type { Dice } from './dice.js';

/** A number outside as it is dialled at home. */
const HOME_FORM = '0888000004';

/** Whoever talks with some caller then does something at his phone about handing him over. */
export interface TransferKeyHappening {
  readonly kind: 'transfer-key';
  readonly atMs: number;
  readonly place: number;
  /** `ask`: dials on a second line. `unite`: brings the two calls together. `drop`: hangs the second one up. */
  readonly does: 'refer' | 'ask' | 'unite' | 'drop';
  readonly to: string;
}

/** Sends him on at once, or asks first and mostly brings the two together. */
export function transferKeys(dice: Dice, atMs: number): readonly TransferKeyHappening[] {
  const place = dice.between(0, 20);
  const to = dice.pick(['1', '1', '2', '3', '3', '4', '4', '9', HOME_FORM]);
  const kind = 'transfer-key';
  if (dice.falls(0.3)) return [{ kind, atMs, place, does: 'refer', to }];
  const ask = { kind, atMs, place, does: 'ask', to } as const;
  const does = dice.pick(['unite', 'unite', 'drop', 'refer'] as const);
  return [ask, { ...ask, does, atMs: atMs + dice.around(8_000) }];
}

/** At the phone of whoever fits, if there is anybody. */
export function pressTransferKey(
  state: State,
  asterisk: AsteriskModel,
  { does, place, to }: Pick<TransferKeyHappening, 'does' | 'place' | 'to'>,
): void {
  const talks = [...state.calls.values()].flatMap(({ activity }) =>
    activity.kind === 'talking' ? [activity.conversation] : [],
  );
  const fitting = talks.filter(({ consultation }) => consultation?.line != null);
  const among = does === 'refer' || does === 'ask' ? talks : fitting;
  const talk = among[place % Math.max(1, among.length)];
  if (talk === undefined) return;
  const { agentLeg, agent } = talk;
  const line = talk.consultation?.line ?? '';
  if (does === 'refer') asterisk.refer(agentLeg, to);
  else if (does === 'ask') asterisk.dialAt(state.agents.get(agent)?.phone ?? '', to);
  else if (does === 'drop') asterisk.hangUp(line);
  else if (place % 2 === 0) asterisk.refer(agentLeg, '', line);
  else asterisk.refer(line, '', agentLeg);
}
