import assert from 'node:assert/strict';
import type { DialPolicy, PhonesRule, Plan, PlannedQueue, Step } from '../../src/core/plan.js';
import type { LegId } from '../../src/core/signal.js';
import { RING_BACK, RING_TARGET, type TransferRule } from '../../src/core/transfer/rule.js';
import { plan, queue, ring } from './plan-builder.js';
import { Scene } from './scene.js';

const RULE: TransferRule = {
  extensions: {},
  keys: {},
  chains: { up: ['boris', 'vera'] },
  offerMs: 15_000,
  music: 'handing-over',
  wrapUp: { timeMs: 0, extendToMs: 0 },
  block: 'transfers',
};
/** Somebody outside to whom callers are sent. */
export const PARTNER = '+359880000777';
const EXTENSIONS: TransferRule['extensions'] = {
  '102': { to: 'agent', agent: 'boris' },
  '103': { to: 'queue', queue: 'support' },
  '900': { to: 'chain', chain: 'up' },
};

/** Anna talks with the callers of sales and hands them over. */
export function office(
  changes: Partial<PlannedQueue> = {},
  otherwise: readonly Step[] = [{ do: 'hangup' }],
  voicemail: Plan['voicemail'] = {},
  transfers: TransferRule = RULE,
  outside: { readonly dialPolicy?: DialPolicy; readonly atPhones?: PhonesRule } = {},
): Scene {
  const scene = new Scene(
    plan({
      agents: ['anna', 'boris', 'vera'],
      queues: [queue('sales', ['anna'], changes), queue('support', ['vera'])],
      blocks: {
        transfers: [
          ring(RING_TARGET, [], { whose: 'transfer-target', hear: 'music', music: RULE.music }),
          ring(RING_BACK, [], { whose: 'transferred-by', hear: 'music', music: RULE.music }),
          ...otherwise,
        ],
        late: [{ do: 'queue', queue: 'support' }],
      },
      flows: { late: 'late' },
      voicemail,
      transfers,
      ...outside,
    }),
  );
  scene.signIn('anna', 'boris', 'vera');
  return scene;
}

/** The same, and phones have extensions to hand them over to. */
export function officeWithExtensions(): Scene {
  return office({}, [{ do: 'hangup' }], {}, { ...RULE, extensions: EXTENSIONS });
}

/** The same, and callers may be sent to numbers outside: to the partner by an extension, and where agents call numbers to others. */
export function officeWithOutside(more: {
  readonly dialPolicy?: DialPolicy;
  readonly atPhones?: PhonesRule;
  readonly record?: boolean;
}): Scene {
  const { record = null, ...outside } = more;
  const partner = { to: 'number', number: PARTNER, isWritten: true } as const;
  const rule = {
    ...RULE,
    keys: { blind: '#1', consult: '#2' },
    extensions: { ...EXTENSIONS, '700': partner },
  };
  return office({ record }, [{ do: 'hangup' }], {}, rule, outside);
}

export interface Talk {
  readonly caller: LegId;
  readonly call: string;
  readonly agentLeg: LegId;
}

/** Somebody calls, and anna talks with him. */
export function talkWithAnna(scene: Scene): Talk {
  const caller = scene.call();
  const agentLeg = scene.ringingLeg('anna');
  scene.talk('anna');
  const [call] = [...scene.state.calls.values()].filter(({ leg }) => leg === caller);
  assert.ok(call !== undefined);
  return { caller, call: call.id, agentLeg };
}

/** Her phone presses its transfer key and dials. */
export function refer(scene: Scene, leg: LegId, to: string, beside: LegId | null = null): void {
  scene.take({ kind: 'phone-refers', leg, to, beside });
}

/** Her phone dials on a second line. */
export function dialBeside(scene: Scene, dialled: string, line = 'line-2'): LegId {
  scene.take({
    kind: 'call-arrived',
    ...{ leg: line, from: null, fromName: null, dialled, phone: 'PJSIP/anna' },
  });
  return line;
}
