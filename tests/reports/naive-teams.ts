import type { Row } from './naive-views.js';

interface NaiveCrew {
  readonly agents?: readonly string[];
  readonly teamOf?: Readonly<Record<string, string>>;
}
interface NaiveStep extends NaiveCrew {
  readonly do: string;
  readonly id?: string;
}
interface NaivePlan {
  readonly agents: Readonly<Record<string, { readonly teams: readonly string[] }>>;
  readonly queues: Readonly<Record<string, NaiveCrew>>;
  readonly blocks: Readonly<Record<string, readonly NaiveStep[]>>;
}

/** Of which team an agent was rung, worked out from the views and the plans in them. */
export class NaiveTeams {
  readonly #plans = new Map<string, NaivePlan>();

  constructor(
    private readonly views: {
      readonly plans: readonly Row[];
      readonly calls: readonly Row[];
      readonly open_calls: readonly Row[];
      readonly visits: readonly Row[];
    },
  ) {
    for (const row of views.plans)
      this.#plans.set(String(row['version']), JSON.parse(String(row['plan'])) as NaivePlan);
  }

  /** Of an offer or a conversation. */
  of(row: Row): string {
    const calls = [...this.views.calls, ...this.views.open_calls];
    const call = calls.find((each) => each['call_id'] === row['call_id']);
    const plan = this.#plans.get(String(call?.['plan_version']));
    const agent = String(row['agent_id']);
    const teams = plan?.agents[agent]?.teams ?? [];
    const [first = 'no team'] = teams;
    if (plan === undefined || teams.length < 2) return first;
    const crew = this.#crew(plan, row);
    const said = crew?.teamOf?.[agent];
    if (said !== undefined) return said;
    const everybodyOf = (team: string): string[] =>
      Object.keys(plan.agents).filter((each) => plan.agents[each]?.teams.includes(team));
    const whole = teams.filter((team) =>
      everybodyOf(team).every((each) => (crew?.agents ?? []).includes(each)),
    );
    return whole[0] ?? first;
  }

  #crew(plan: NaivePlan, row: Row): NaiveCrew | undefined {
    if (typeof row['queue_id'] === 'string') return plan.queues[row['queue_id']];
    const visit = this.views.visits.find((each) => each['visit_id'] === row['visit_id']);
    const steps = Object.values(plan.blocks).flat();
    return steps.find((step) => step.do === 'ring' && step.id === visit?.['step']);
  }
}
