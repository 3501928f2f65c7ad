import type { Ending, HoursRequest, MessageRequest } from '../core/signal.js';
import type { MessageView } from '../ports/live.js';
import { checkedBody, checkEmpty, EndMessageBody, StartMessageBody, SwitchBody } from './bodies.js';
import { notThere } from './not-there.js';
import { Problem } from './problem.js';
import { hoursJson, messageJson } from './representation.js';
import {
  get,
  list,
  ok,
  OVERSEERS,
  post,
  type Reply,
  type Route,
  type RouteInput,
  SWITCHING_ROLES,
} from './route.js';

/** Calendars as they are, and switched by hand; emergency messages. */
export function switchRoutes(): readonly Route[] {
  const hours = (name: string, request: (hours: string, body: unknown) => Promise<HoursRequest>): Route =>
    post(`/api/hours/:id/${name}`, SWITCHING_ROLES, async (input) => {
      const id = input.params['id'] ?? '';
      return askHours(input, await request(id, input.body));
    });
  return [
    get('/api/hours', OVERSEERS, ({ live }) => list(live.hours().map(hoursJson))),
    hours('open', async (id, body) => ({ ask: 'open-hours', hours: id, ends: await endingOf(body) })),
    hours('close', async (id, body) => ({ ask: 'close-hours', hours: id, ends: await endingOf(body) })),
    hours('follow', (id, body) => {
      checkEmpty(body);
      return Promise.resolve({ ask: 'follow-hours', hours: id });
    }),
    get('/api/messages', OVERSEERS, ({ live }) => list(live.messages().map(messageJson))),
    post('/api/messages/start', SWITCHING_ROLES, async (input) => {
      const { prompt, number, ...ends } = await checkedBody(StartMessageBody, input.body);
      return askMessage(input, { ask: 'start-message', prompt, number: number ?? null, ends: ending(ends) });
    }),
    post('/api/messages/end', SWITCHING_ROLES, async (input) => {
      const { number } = await checkedBody(EndMessageBody, input.body);
      return askMessage(input, { ask: 'end-message', number: number ?? null });
    }),
  ];
}

async function endingOf(body: unknown): Promise<Ending> {
  return ending(await checkedBody(SwitchBody, body));
}

function ending(body: Pick<SwitchBody, 'minutes' | 'until'>): Ending {
  const [minutes, until] = [body.minutes ?? null, body.until ?? null];
  if (minutes !== null && until !== null)
    throw new Problem('invalid-body', 'Only one of minutes and until can say when it ends.');
  if (minutes !== null) return { afterMs: minutes * 60_000 };
  return until === null ? null : { at: Date.parse(until) };
}

async function askHours(input: RouteInput, request: HoursRequest): Promise<Reply> {
  const answer = await input.live.ask(request, input.by);
  if (!answer.ok) throw new Problem(answer.code, answer.detail);
  const view = input.live.hours().find(({ hours }) => hours === request.hours);
  if (view !== undefined) return ok(hoursJson(view));
  throw notThere(input, 'unknown-hours', `hours in the routing file are called "${request.hours}"`);
}

/** Answered with the messages that are on. */
async function askMessage(input: RouteInput, request: MessageRequest): Promise<Reply> {
  const answer = await input.live.ask(request, input.by);
  if (!answer.ok) throw new Problem(answer.code, answer.detail);
  return list(input.live.messages().map((view: MessageView) => messageJson(view)));
}
