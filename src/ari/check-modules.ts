import type { TelephonyFinding } from '../ports/telephony.js';
import { asObject, textIn } from './json.js';
import type { AriLibrary } from './library.js';

/** Module → what does not work without it. */
const NEEDED: Readonly<Record<string, string>> = {
  res_http_websocket: 'no event stream',
  res_stasis: 'no application can take calls',
  res_stasis_answer: 'calls cannot be answered',
  res_stasis_playback: 'nothing can be played',
  res_stasis_recording: 'nothing can be recorded',
  res_stasis_device_state: 'it stays unknown whether a phone is busy',
  res_ari_applications: 'no event filter and no subscriptions',
  res_ari_asterisk: 'no start-up check',
  res_ari_bridges: 'nobody can be connected',
  res_ari_channels: 'no call can be handled',
  res_ari_device_states: 'it stays unknown whether a phone is busy',
  res_ari_endpoints: 'phones cannot be checked',
  res_ari_events: 'no event stream',
  res_ari_playbacks: 'a prompt cannot be interrupted',
  res_ari_recordings: 'nothing can be recorded',
  res_ari_sounds: 'prompts cannot be checked',
  app_stasis: 'the dialplan cannot hand calls over',
  bridge_simple: 'nobody can be connected',
  chan_pjsip: 'no phone and no trunk',
  res_musiconhold: 'callers wait in silence',
  func_callerid: "the caller's number cannot be shown",
  pbx_config: 'no dialplan',
};

/** Operations that Asterisk must offer (resource and ari-client's name for it). */
const OPERATIONS: readonly (readonly [string, string])[] = [
  ['channels', 'originateWithId'],
  ['channels', 'answer'],
  ['channels', 'playWithId'],
  ['channels', 'startMoh'],
  ['channels', 'ring'],
  ['bridges', 'createWithId'],
  ['bridges', 'addChannel'],
  ['playbacks', 'stop'],
  ['bridges', 'record'],
  ['recordings', 'stop'],
  ['applications', 'filter'],
  ['deviceStates', 'get'],
];

/** Each module that is not running. */
export async function checkModules(library: AriLibrary): Promise<readonly TelephonyFinding[]> {
  const listed: unknown = await library.call('list modules', (client) => client.asterisk.listModules());
  const running = new Set<string>();
  for (const item of Array.isArray(listed) ? listed : []) {
    const module = asObject(item);
    if (module !== null && textIn(module, 'status') === 'Running') {
      running.add(textIn(module, 'name').replace(/\.so$/, ''));
    }
  }
  return Object.entries(NEEDED)
    .filter(([name]) => !running.has(name))
    .map(([name, effect]) => ({
      level: 'error',
      what: `Asterisk's module ${name}.so is not running: ${effect}`,
      mend: `add "load = ${name}.so" to modules.conf, then "module load ${name}.so"; it comes with Asterisk itself`,
    }));
}

/** Each operation that this Asterisk does not offer, in one finding. */
export async function checkOperations(library: AriLibrary): Promise<readonly TelephonyFinding[]> {
  const missing = await library.call('list operations', (client) => {
    const resources = client as unknown as Readonly<Record<string, unknown>>;
    const lacks = ([resource, operation]: readonly [string, string]): boolean =>
      typeof asObject(resources[resource])?.[operation] !== 'function';
    return Promise.resolve(OPERATIONS.filter(lacks).map((pair) => pair.join('.')));
  });
  if (missing.length === 0) return [];
  return [
    {
      level: 'error',
      what: `this Asterisk does not offer the operations ${missing.join(', ')}`,
      mend: 'install Asterisk 22.10.1 or later, or 20.20 or later',
    },
  ];
}
