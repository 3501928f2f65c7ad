import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Callplane } from '../support/callplane/callplane.js';
import { command } from './support/command.js';
import { agentIs, callsOf, Stage } from './support/stage.js';
import { eventually } from './support/until.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-why');
});
after(() => stage.close());

/** The story as HTTP gives it. */
interface Told {
  readonly call: string;
  readonly endedAt: string | null;
  readonly talked: readonly string[];
  readonly steps: readonly { readonly at: string; readonly text: string; readonly more: readonly string[] }[];
  readonly decisions: readonly {
    readonly decidedAt: string;
    readonly detail: { readonly leftOut: Readonly<Record<string, { readonly agents: readonly string[] }>> };
  }[];
}

/** The story once it holds what is waited for: what happens is stored within a second. */
function storyWith(callplane: Callplane, call: string, holds: (story: Told) => boolean): Promise<Told> {
  return eventually(`the story of ${call}`, async () => {
    const story = await callplane.api<Told>('GET', `/api/calls/${call}/why`).catch(() => null);
    return story !== null && holds(story) ? story : undefined;
  });
}

/** Instants as numbers, as the command has them. */
function withTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTimes);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return Date.parse(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withTimes(each)]));
}

test('why Boris was rung and Anna was not says a real call by command and by HTTP, word for word', async (t) => {
  const callplane = await stage.site(t).start();
  const far = await stage.talkTo(callplane, 'boris');
  const [{ call } = { call: '' }] = await callsOf(callplane);

  // It is told while he still talks; `talked` names those who have.
  const during = await storyWith(callplane, call, ({ decisions }) => decisions.length > 0);
  assert.deepEqual([during.endedAt, during.talked], [null, []]);
  assert.deepEqual(
    during.decisions.map(({ detail }) => detail.leftOut['signed-out']?.agents),
    [['anna']],
  );

  await stage.hangUp(far);
  await agentIs(callplane, 'boris', 'available');
  const told = await storyWith(callplane, call, ({ endedAt }) => endedAt !== null);
  assert.deepEqual(told.talked, ['boris']);
  const asJson = await command(callplane.environment, 'why', call, '--format', 'json');
  assert.equal(asJson.code, 0, asJson.err);
  assert.deepEqual(JSON.parse(asJson.out), withTimes(told));

  const asText = await command(callplane.environment, 'why', call);
  assert.equal(asText.code, 0, asText.err);
  const [heading, ...lines] = asText.out.trimEnd().split('\n');
  assert.equal(heading, `Call ${call}`);
  const said = lines
    .filter((line) => line.startsWith(' '))
    .map((line) => line.replace(/^ +([\d:.]+ )? */, ''));
  assert.deepEqual(
    said,
    told.steps.flatMap(({ text, more }) => [text, ...more]),
  );
  const at = (words: RegExp): number => said.findIndex((line) => words.test(line));
  assert.ok(at(/^Boris \(boris\) is rung \(sequential\)$/) >= 0, asText.out);
  assert.ok(at(/^not Anna \(anna\): signed out$/) > at(/is rung/), asText.out);
  assert.ok(at(/^talks with Boris \(boris\) after waiting/) >= 0, asText.out);

  const nobody = await command(callplane.environment, 'why', 'nobody-called');
  assert.notEqual(nobody.code, 0);
  assert.match(nobody.err, /Nothing is stored of a call "nobody-called"/);
  await assert.rejects(callplane.api('GET', '/api/calls/nobody-called/why'), /404.*unknown-call/s);
});
