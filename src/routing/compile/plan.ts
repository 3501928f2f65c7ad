import {
  dialledKey,
  type Calendar,
  type Company,
  type DialPolicy,
  type Language,
  type Plan,
  type PlannedAgent,
  type PlannedNumber,
  type Prompt,
  type VoicemailRule,
} from '../../core/plan.js';
import type { PlannedPartner } from '../../core/partner/partner.js';
import type { NumberDraft } from '../draft.js';
import type { Entry } from '../form/collections.js';
import { type AgentDraft, ANY_PHONE } from '../language/agents.js';
import type { CompanyDraft } from '../language/company.js';
import type { PromptDraft } from '../language/file.js';
import type { CalendarDraft } from '../language/hours.js';
import type { PartnerDraft } from '../language/partners.js';
import type { VoicemailDraft } from '../language/voicemail.js';
import type { RoutingDraft } from '../routing-draft.js';
import { promptsOf, type Spoken } from '../speech.js';
import { languagesOf } from '../languages.js';
import { BlockBook } from './blocks.js';
import { Crews } from './crews.js';
import { compileDialPolicy } from './dial-policy.js';
import { compilePhones } from './phones.js';
import { compileQueue } from './queues.js';
import { compileTransfers } from './transfers.js';

/** A plan before it has a version. */
export type Rules = Omit<Plan, 'version'>;

/** What a plan knows of callers. */
export type Memory = Required<Pick<Plan, 'callers' | 'rememberAgentMs'>>;

/** Makes the rules of a draft without faults. A draft with faults is a mistake of the program and throws. */
export function compilePlan(
  draft: RoutingDraft,
  { callers, rememberAgentMs }: Memory,
  spoken: readonly Spoken[],
): Rules {
  const company = draft.company;
  if (company === null) throw new Error('a draft without company was compiled');
  const crews = new Crews(draft);
  const blocks = new BlockBook(crews, company);
  const languages = languagesOf(draft);
  const flows = byName(draft.flows, (block, name) => blocks.add(`flows.${name}`, block));
  const queues = byName(draft.queues, (queue, name) => compileQueue(name, queue, crews, blocks));
  const transfers =
    draft.transfers === null ? {} : { transfers: compileTransfers(draft.transfers, blocks, company.country) };
  const numbers = draft.numbers.map((entry) => compileNumber(entry, flows, blocks));
  return {
    company: compileCompany(company),
    calendars: byName(draft.hours, (calendar) => compileCalendar(calendar, company.timezone)),
    prompts: byName(promptsOf(draft), (prompt, name) =>
      compilePrompt(prompt, languages, filesOf(name, spoken)),
    ),
    agents: byName(draft.agents, (agent, name, order) => compileAgent(agent, name, order)),
    queues,
    blocks: blocks.all(),
    flows,
    numbers: Object.fromEntries(numbers.map((number) => [dialledKey(number.number), number])),
    callers,
    rememberAgentMs,
    ...transfers,
    ...dialled(draft, company.country),
    ...(draft.phones === null ? {} : { phones: compilePhones(draft.phones) }),
    ...(draft.voicemail.length === 0 ? {} : { voicemail: byName(draft.voicemail, compileVoicemail) }),
  };
}

/** What may be called outside, and who is. */
function dialled(draft: RoutingDraft, country: string | null): Pick<Plan, 'dialPolicy' | 'partners'> {
  if (draft.dialPolicy === null) return {};
  const dialPolicy = compileDialPolicy(draft, draft.dialPolicy, country);
  if (draft.partners.length === 0) return { dialPolicy };
  return {
    dialPolicy,
    partners: byName(draft.partners, (partner, name) => compilePartner(name, partner, dialPolicy)),
  };
}

function byName<T, U>(
  entries: readonly Entry<T>[],
  compile: (value: T, name: string, order: number) => U,
): Readonly<Record<string, U>> {
  const compiled = entries.map(({ key, value }, order) => {
    if (value === null) throw new Error(`an entry with a fault was compiled: ${key}`);
    return [key, compile(value, key, order)] as const;
  });
  return Object.fromEntries(compiled);
}

function compileCompany(company: CompanyDraft): Company {
  const { name, timezone, language, country, regions, hours, short_call: shortCallMs } = company;
  return {
    ...{ name, timezone, language, country, hours: hours?.name ?? null },
    ...(regions === null ? {} : { regions: byName(regions, (region) => region) }),
    ...(shortCallMs === null ? {} : { shortCallMs }),
  };
}

/** A partner is called as the dial policy says. */
function compilePartner(
  id: string,
  { name, number: { number }, lines, ring_for: ringMs, rest: restMs }: PartnerDraft,
  policy: DialPolicy,
): PlannedPartner {
  const phone = policy.dial.replace('{number}', number);
  return { id, name: name ?? id, number, phone, shown: policy.show, lines, ringMs, restMs };
}

function compileVoicemail(box: VoicemailDraft): VoicemailRule {
  const { greeting, mail, callback, longest: longestMs, shortest: shortestMs, silence: silenceMs, end } = box;
  return {
    ...{ greeting: greeting?.name ?? null, mail: mail ?? [], shortestMs, longestMs, silenceMs },
    endKey: end === 'none' ? null : end,
    callback: callback?.name ?? null,
  };
}

function compileCalendar(calendar: CalendarDraft, companyTimezone: string): Calendar {
  return {
    timezone: calendar.timezone ?? companyTimezone,
    week: calendar.week,
    closed: [...new Set(calendar.closed.map(({ date }) => date))],
    open: Object.fromEntries(calendar.open.map(({ date, spans }) => [date, spans])),
  };
}

/** Asterisk finds the file of the language itself; a spoken text has a file of its own in each. */
function compilePrompt(
  { says, emergency }: PromptDraft,
  languages: readonly Language[],
  spoken: ReadonlyMap<Language, string>,
): Prompt {
  const files = languages.map((language) => {
    const file = says.by === 'file' ? says.file : spoken.get(language);
    if (file === undefined) throw new Error(`a prompt without a text in ${language} was compiled`);
    return [language, `sound:${file}`] as const;
  });
  return { media: Object.fromEntries(files), emergency };
}

function filesOf(name: string, spoken: readonly Spoken[]): ReadonlyMap<Language, string> {
  const own = spoken.filter(({ prompt }) => prompt === name);
  return new Map(own.map(({ language, file }) => [language, file]));
}

function compileAgent(agent: AgentDraft, id: string, order: number): PlannedAgent {
  const { name, number, teams, record, skills, confirm } = agent;
  const skilled = skills === null ? {} : { skills };
  const asked = confirm === null ? {} : { confirm };
  const phone = agent.phone === ANY_PHONE ? null : agent.phone;
  const numbered = number === null ? {} : { number: number.digits };
  const more = { ...numbered, ...skilled, ...asked };
  return { id, name: name ?? id, phone, teams: teams ?? [], order, record, ...more };
}

function compileNumber(
  { key, value }: Entry<NumberDraft>,
  flows: Readonly<Record<string, string>>,
  blocks: BlockBook,
): PlannedNumber {
  if (value === null) throw new Error(`a number with a fault was compiled: ${key}`);
  const { answer, tags, hours, record, afterCall } = value;
  const block = answer.by === 'flow' ? flows[answer.flow.name] : blocks.add(`numbers.${key}`, answer.block);
  if (block === undefined) throw new Error(`a number with an unknown flow was compiled: ${key}`);
  const after = afterCall === null ? {} : { afterCall: blocks.add(`numbers.${key}.after_call`, afterCall) };
  return { number: key, block, tags, hours: hours?.name ?? null, record, ...after };
}
