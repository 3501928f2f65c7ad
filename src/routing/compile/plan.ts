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
} from '../../core/plan.js';
import type { NumberDraft } from '../draft.js';
import type { Entry } from '../form/collections.js';
import type { AgentDraft } from '../language/agents.js';
import { e164Of } from '../callers/e164.js';
import { homeForm, numberForms } from '../callers/number-forms.js';
import type { DialPolicyDraft } from '../language/callbacks.js';
import type { CompanyDraft } from '../language/company.js';
import type { PromptDraft } from '../language/file.js';
import type { CalendarDraft } from '../language/hours.js';
import type { RoutingDraft } from '../routing-draft.js';
import { promptsOf, type Spoken } from '../speech.js';
import { languagesOf } from '../languages.js';
import { BlockBook } from './blocks.js';
import { Crews } from './crews.js';
import { compileQueue } from './queues.js';

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
  const blocks = new BlockBook(crews);
  const languages = languagesOf(draft);
  const flows = byName(draft.flows, (block, name) => blocks.add(`flows.${name}`, block));
  const queues = byName(draft.queues, (queue, name) => compileQueue(name, queue, crews, blocks));
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
    ...(draft.dialPolicy === null
      ? {}
      : { dialPolicy: compileDialPolicy(draft, draft.dialPolicy, company.country) }),
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
  const { name, timezone, language, country, hours } = company;
  return { name, timezone, language, country, hours: hours?.name ?? null };
}

function compileDialPolicy(
  { numbers }: RoutingDraft,
  read: DialPolicyDraft,
  country: string | null,
): DialPolicy {
  const { trunk, show, allow, refuse, per_number: perNumber, per_hour: perHour, hours } = read;
  const own = [...numbers.map(({ key }) => key), ...(show === null ? [] : [show])];
  return {
    dial: `PJSIP/{number}@${trunk}`,
    show: show?.replace(/[^+0-9]/g, '') ?? null,
    ...{ allow, refuse: refuse ?? [], hours: hours?.name ?? null },
    perNumber: { calls: perNumber.calls, withinMs: perNumber.within },
    perHour,
    own: [...new Set(own.flatMap((number) => e164Of(number, country) ?? []))],
    forms: numberForms(allow),
    home: country === null ? null : homeForm(country),
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
  const { name, phone, teams, record, skills } = agent;
  const skilled = skills === null ? {} : { skills };
  return { id, name: name ?? id, phone, teams: teams ?? [], order, record, ...skilled };
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
