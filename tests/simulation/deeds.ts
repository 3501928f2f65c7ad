import type { RecordingRequest, Request, Signal, VoicemailRequest } from '../../src/core/signal.js';
import type { Behaviour } from '../support/scenario/scenario.js';
import type { FolderState } from '../support/model/recordings.js';
import type { Crash, Happening } from './day.js';
import type { TransferKeyHappening } from './random-transfer-keys.js';

type SteerHappening = Extract<Happening, { kind: 'steer' }>;

type HandOverHappening = Extract<Happening, { kind: 'hand-over' }>;

/** One thing at one instant; callers are known by the place of their happening. */
export type Deed =
  | { readonly do: 'call'; readonly caller: number; readonly from: string | null; readonly dialled: string }
  | { readonly do: 'dial'; readonly caller: number; readonly phone: string; readonly dialled: string }
  | { readonly do: 'press'; readonly caller: number; readonly key: string }
  | { readonly do: 'hang-up'; readonly caller: number }
  | { readonly do: 'phone-hangs-up'; readonly caller: number }
  | { readonly do: 'ask'; readonly request: Request }
  | {
      readonly do: 'ask-recording';
      readonly ask: RecordingRequest['ask'];
      readonly place: number;
    }
  | ({ readonly do: 'steer' } & Pick<SteerHappening, 'ask' | 'place' | 'queue' | 'priority'>)
  | ({ readonly do: 'transfer-key' } & Pick<TransferKeyHappening, 'does' | 'place' | 'to'>)
  | ({ readonly do: 'hand-over' } & Pick<HandOverHappening, 'ask' | 'place' | 'target' | 'reason'>)
  | { readonly do: 'recordings'; readonly folder: FolderState }
  | { readonly do: 'behave'; readonly phone: string; readonly behaviour: Behaviour }
  | { readonly do: 'other-call'; readonly phone: string; readonly by: 1 | -1 }
  | { readonly do: 'agent-hangs-up'; readonly phone: string }
  | { readonly do: 'agent-presses'; readonly phone: string; readonly key: string }
  | { readonly do: 'reload'; readonly plan: number }
  | { readonly do: 'fall-silent'; readonly with: Signal['kind'] | null }
  | { readonly do: 'swallow-signals' }
  | { readonly do: 'restart-asterisk'; readonly downMs: number }
  | { readonly do: 'reconnect' }
  | { readonly do: 'freeze' }
  | { readonly do: 'cancel-callback'; readonly place: number }
  | { readonly do: 'mark-voicemail'; readonly ask: VoicemailRequest['ask']; readonly place: number }
  | { readonly do: 'melt' }
  | ({ readonly do: 'crash' } & Crash)
  | { readonly do: 'come-back' }
  | { readonly do: 'snapshot' }
  | { readonly do: 'thaw' };

export interface TimedDeed {
  readonly atMs: number;
  readonly deed: Deed;
}

/** The happenings taken apart, in the order of time. */
export function deedsOf(happenings: readonly Happening[]): readonly TimedDeed[] {
  return happenings.flatMap((happening, place) => deeds(happening, place)).sort((a, b) => a.atMs - b.atMs);
}

function deeds(happening: Happening, place: number): readonly TimedDeed[] {
  const { atMs } = happening;
  const now = (deed: Deed): readonly TimedDeed[] => [{ atMs, deed }];
  switch (happening.kind) {
    case 'call':
      return callDeeds(happening, place);
    case 'dial':
      return dialDeeds(happening, place);
    case 'ask':
      return now({ do: 'ask', request: happening.request });
    case 'ask-recording':
      return now({ do: 'ask-recording', ask: happening.ask, place: happening.place });
    case 'steer':
      return now(steerOf(happening));
    case 'transfer-key':
      return now(transferKeyOf(happening));
    case 'hand-over':
      return now(handOverOf(happening));
    case 'mark-voicemail':
      return now({ do: 'mark-voicemail', ask: happening.ask, place: happening.place });
    case 'cancel-callback':
      return now({ do: 'cancel-callback', place: happening.place });
    case 'recordings':
      return [
        ...now({ do: 'recordings', folder: happening.folder }),
        { atMs: atMs + happening.forMs, deed: { do: 'recordings', folder: 'there' } },
      ];
    case 'behaviour':
      return now({ do: 'behave', phone: happening.phone, behaviour: happening.behaviour });
    case 'other-call':
      return [
        { atMs, deed: { do: 'other-call', phone: happening.phone, by: 1 } },
        { atMs: atMs + happening.forMs, deed: { do: 'other-call', phone: happening.phone, by: -1 } },
      ];
    case 'agent-hangs-up':
      return now({ do: 'agent-hangs-up', phone: happening.phone });
    case 'agent-presses':
      return ['*', happening.key].map((key, index) => ({
        atMs: atMs + index * 1_500,
        deed: { do: 'agent-presses', phone: happening.phone, key },
      }));
    case 'reload':
      return now({ do: 'reload', plan: happening.plan });
    case 'silence':
      return [
        ...now({ do: 'fall-silent', with: happening.with }),
        { atMs: atMs + happening.forMs, deed: { do: 'reconnect' } },
      ];
    case 'black-hole':
      return [
        ...now({ do: 'swallow-signals' }),
        { atMs: atMs + happening.unseenMs, deed: { do: 'fall-silent', with: null } },
        { atMs: atMs + happening.unseenMs + happening.forMs, deed: { do: 'reconnect' } },
      ];
    case 'asterisk-restarts':
      return [
        ...now({ do: 'restart-asterisk', downMs: happening.downMs }),
        { atMs: atMs + happening.downMs + happening.forMs, deed: { do: 'reconnect' } },
      ];
    case 'freeze':
      return [...now({ do: 'freeze' }), { atMs: atMs + happening.forMs, deed: { do: 'melt' } }];
    case 'crash': {
      const { forMs, loses, from } = happening;
      return [...now({ do: 'crash', loses, from }), { atMs: atMs + forMs, deed: { do: 'come-back' } }];
    }
    case 'snapshot':
    case 'thaw':
      return now({ do: happening.kind });
  }
}

function callDeeds(call: Extract<Happening, { kind: 'call' }>, caller: number): readonly TimedDeed[] {
  const { atMs, from, dialled, patienceMs } = call;
  return [
    { atMs, deed: { do: 'call', caller, from, dialled } },
    ...call.keys.map(({ afterMs, key }) => ({
      atMs: atMs + afterMs,
      deed: { do: 'press', caller, key } as const,
    })),
    { atMs: atMs + patienceMs, deed: { do: 'hang-up', caller } },
  ];
}

function dialDeeds(dial: Extract<Happening, { kind: 'dial' }>, caller: number): readonly TimedDeed[] {
  const { atMs, phone, dialled, keys, patienceMs } = dial;
  return [
    { atMs, deed: { do: 'dial', caller, phone, dialled } },
    ...keys.map(({ afterMs, key }) => ({
      atMs: atMs + afterMs,
      deed: { do: 'press', caller, key } as const,
    })),
    { atMs: atMs + patienceMs, deed: { do: 'phone-hangs-up', caller } },
  ];
}

function steerOf({ ask, place, queue, priority }: SteerHappening): Deed {
  return { do: 'steer', ask, place, queue, priority };
}

function transferKeyOf({ does, place, to }: TransferKeyHappening): Deed {
  return { do: 'transfer-key', does, place, to };
}

function handOverOf({ ask, place, target, reason }: HandOverHappening): Deed {
  return { do: 'hand-over', ask, place, target, reason };
}
