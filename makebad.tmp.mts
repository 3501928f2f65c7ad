import { mkdirSync, writeFileSync } from 'node:fs';
import { loadPlan } from './src/routing/load.js';
const BAD = 'tests/routing/bad';
interface P { policy?: string | null; callback?: string | null; step?: string; hours?: boolean }
function body({ policy = 'trunk: provider, allow: "+359"', callback = '{}', step }: P): string[] {
  return [
    'callplane: 1',
    'company: { name: Test, timezone: UTC }',
    'agents: { anna: { phone: PJSIP/101 } }',
    ...(policy === null ? [] : [`dial_policy: { ${policy} }`]),
    'queues:',
    '  sales:',
    '    agents: [anna]',
    '    limits: { wait: 1m }',
    ...(callback === null ? [] : [`    callback: ${callback}`]),
    `    exits: { wait: ${step ?? 'hangup'}, nobody: hangup }`,
    'numbers:',
    "  '100': { queue: sales }",
  ];
}
const cases: Record<string, P> = {
  'dial-policy-without-trunk': { policy: "allow: '+359'" },
  'dial-policy-trunk-injection': { policy: "trunk: provider/x&PJSIP, allow: '+359'" },
  'dial-policy-without-allow': { policy: 'trunk: provider' },
  'dial-policy-allow-local': { policy: "trunk: provider, allow: ['+359', '0888']" },
  'dial-policy-refuse-number': { policy: "trunk: provider, allow: '+359', refuse: 35990" },
  'dial-policy-show': { policy: "trunk: provider, allow: '+359', show: anonymous" },
  'dial-policy-calls': { policy: "trunk: provider, allow: '+359', per_number: { calls: 0 }" },
  'dial-policy-within': { policy: "trunk: provider, allow: '+359', per_number: { within: 24 }" },
  'dial-policy-hours-unknown': { policy: "trunk: provider, allow: '+359', hours: office" },
  'dial-policy-unknown-key': { policy: "trunk: provider, allow: '+359', prefixes: '+359'" },
  'dial-policy-missing': { policy: null },
  'callback-yes': { callback: 'true' },
  'callback-notice-unknown': { callback: '{ notice: missed }' },
  'callback-ring-for': { callback: '{ ring_for: 20 }' },
  'callback-tries': { callback: '{ tries: 50 }' },
  'callback-every': { callback: '{ every: 0m }' },
  'callback-expire': { callback: '{ expire: 48h }' },
  'callback-hours-unknown': { callback: '{ hours: office }' },
  'callback-after-abandon': { callback: '{ after_abandon: true }' },
  'callback-by-nobody': { callback: null, step: '[{ callback: { queue: sales, otherwise: hangup } }, hangup]' },
  'callback-queue-unknown': { step: '[{ callback: { queue: support, otherwise: hangup } }, hangup]' },
  'callback-without-otherwise': { step: '[{ callback: { queue: sales } }, hangup]' },
  'callback-number-unknown': { step: "[{ callback: { queue: sales, number: '{mobile}', otherwise: hangup } }, hangup]" },
  'dead-end-callback': { step: '{ callback: { queue: sales, otherwise: hangup } }' },
};
for (const [name, parts] of Object.entries(cases)) {
  let policyNone = parts.policy;
  const lines = body({ ...parts, ...(policyNone === undefined ? { policy: "trunk: provider, allow: '+359'" } : {}) });
  // place counts the two lines of the head for each fault
  let head: string[] = ['#', '#'];
  for (let round = 0; round < 3; round++) {
    const text = [...head, ...lines, ''].join('\n');
    const loaded = loadPlan([{ path: `${name}.yml`, text }], { promptFiles: () => new Set(['callplane/welcome']) });
    if (loaded.ok) { console.log('LOADS', name); break; }
    head = loaded.faults.flatMap((f) => {
      const seen = ['unknown-name', 'dead-end', 'dial-policy-missing', 'callback-by-nobody'].includes(f.code) ? 'check' : 'schema';
      return [`# ${f.at.line}:${f.at.column} ${f.code} ${seen}`, `# found ${f.found}; right would be ${f.right}`];
    });
  }
  writeFileSync(`${BAD}/${name}.yml`, [...head, ...lines, ''].join('\n'));
  console.log(name, '\n  ', head.join('\n   '));
}
