/*
 * A second, naive implementation of the reports. It reads the views and nothing else, imports nothing of the product,
 * and is written from metrics.md, slowly and plainly.
 */

import {
  groups,
  num,
  str,
  sum,
  within,
  type NaiveFigure,
  type NaivePeriod,
  type NaiveTable,
} from './naive-figures.js';
import { NaiveCalls } from './naive-calls.js';
import { NaiveOutgoing } from './naive-outgoing.js';
import { NaiveTeams } from './naive-teams.js';
import { endOf, waitFigures, type Wait } from './naive-waits.js';
import type { Row, Views } from './naive-views.js';

/** The report's figures, worked out from the views. */
export class Naive extends NaiveCalls {
  readonly outgoing: NaiveOutgoing;
  readonly teams: NaiveTeams;

  constructor(views: Views, period: NaivePeriod) {
    super(views, period);
    this.outgoing = new NaiveOutgoing(views, period);
    this.teams = new NaiveTeams(views);
  }

  // ------------------------------------------------------------ calls

  calls(): Row[] {
    return this.views.calls.filter(
      (call) => call['direction'] === 'inbound' && within(call, 'arrived_at', this.period),
    );
  }

  openCalls(): readonly Row[] {
    return this.views.open_calls.filter((call) => within(call, 'arrived_at', this.period));
  }

  /** Waits with what ended them, of calls. */
  private waitsOfCalls(calls: readonly Row[]): Wait[] {
    return calls
      .filter((call) => call['first_offered_at'] !== null)
      .map((call) => ({
        ...this.ruleOfCall(call),
        wait: num(call, 'wait_ms'),
        end: endOf(this.disposition(call)),
      }));
  }

  private callFigures(calls: readonly Row[]): Record<string, NaiveFigure> {
    const count = (...ends: string[]): number =>
      calls.filter((call) => ends.includes(this.disposition(call))).length;
    const wrong = calls.filter((call) => this.isWrongNumber(call));
    const expected = calls.filter((call) => !wrong.includes(call) && call['end_place'] !== 'blocked');
    const inHours = calls.filter((call) => num(call, 'in_hours') === 1);
    const missed = inHours.filter(
      (call) =>
        !wrong.includes(call) &&
        (['left-in-menu', 'abandoned', 'timed-out', 'turned-away', 'shed', 'unknown', 'failed'].includes(
          this.disposition(call),
        ) ||
          String(call['marks']).includes('abandoned-after-transfer')),
    ).length;
    const asked = calls.filter(
      (call) => call['first_offered_at'] !== null && this.disposition(call) !== 'self-service',
    ).length;
    return {
      ...waitFigures(this.waitsOfCalls(calls)),
      entered: calls.length,
      'missed-calls': missed,
      'missed-rate': [missed, expected.filter((call) => num(call, 'in_hours') === 1).length],
      'out-of-hours-calls': calls.length - inHours.length,
      'unique-callers': this.callers(calls),
      misdirected: wrong.length,
      'answer-rate': [
        expected.filter((call) => this.disposition(call) === 'answered').length,
        expected.length,
      ],
      'self-service-calls': count('self-service'),
      containment: [count('self-service'), count('self-service') + asked],
      'cut-off-calls': calls.filter((call) => this.isCutOff(call)).length,
    };
  }

  callsBy(keys: (call: Row) => readonly string[]): NaiveTable {
    const table: NaiveTable = new Map();
    for (const [key, calls] of groups(this.calls(), keys)) table.set(key, this.callFigures(calls));
    return table;
  }

  allCalls(): Record<string, NaiveFigure> {
    return {
      ...this.callFigures(this.calls()),
      ...this.talkFigures(this.talks()),
      ...this.offerFigures(this.offers()),
    };
  }

  // ------------------------------------------------------------ visits, offers, conversations

  talks(): Row[] {
    // Of calls that agents make there is no visit.
    return this.views.conversations.filter(
      (talk) => talk['visit_id'] !== null && within(talk, 'started_at', this.period),
    );
  }

  visits(): Row[] {
    return this.views.visits.filter((visit) => within(visit, 'entered_at', this.period));
  }

  offers(): Row[] {
    return this.views.offers.filter((offer) => within(offer, 'offered_at', this.period));
  }

  private callOf(row: Row): Row | undefined {
    return this.views.calls.find((call) => call['call_id'] === row['call_id']);
  }

  private wrapUp(talk: Row): number {
    const over = this.views.agent_states
      .filter((state) => state['state'] === 'wrap-up' && state['conversation_id'] === talk['conversation_id'])
      .map((state) => num(state, 'to_at') - num(state, 'from_at'));
    const open = this.views.open_agent_states
      .filter((state) => state['state'] === 'wrap-up' && state['conversation_id'] === talk['conversation_id'])
      .map((state) => this.period.now - num(state, 'from_at'));
    return sum([...over, ...open]);
  }

  private onHold(talk: Row, why: string): number {
    return sum(
      this.views.holds
        .filter((hold) => hold['conversation_id'] === talk['conversation_id'] && hold['why'] === why)
        .map((hold) => num(hold, 'ended_at') - num(hold, 'started_at')),
    );
  }

  private talkFigures(talks: readonly Row[]): Record<string, NaiveFigure> {
    const all = (name: string): number => sum(talks.map((talk) => num(talk, name)));
    const wrapUp = sum(talks.map((talk) => this.wrapUp(talk)));
    // Nobody of ours is kept by a talk at a partner.
    const ours = talks.filter((talk) => !String(talk['agent_id']).startsWith('partner:'));
    const handled = sum(ours.map((talk) => num(talk, 'talk_ms'))) + wrapUp;
    return {
      conversations: talks.length,
      talk: all('talk_ms'),
      'mean-talk': [all('talk_ms'), talks.length],
      'wrap-up': wrapUp,
      hold: sum(talks.map((talk) => this.onHold(talk, 'hold'))),
      consultation: sum(talks.map((talk) => this.onHold(talk, 'consult'))),
      'handle-time': handled,
      aht: [handled, ours.length],
      'client-wait': [all('wait_ms'), talks.length],
      'ring-time': [all('ring_ms'), talks.length],
      'unique-clients': new Set(
        talks.map((talk) => this.number(this.callOf(talk)) ?? String(talk['call_id'])),
      ).size,
    };
  }

  private offerFigures(offers: readonly Row[]): Record<string, NaiveFigure> {
    const count = (...results: string[]): number =>
      offers.filter((offer) => results.includes(String(offer['result']))).length;
    return {
      offers: offers.length,
      'offers-answered': count('answered'),
      'offers-missed': count('no-answer', 'busy', 'declined', 'unreachable', 'not-confirmed'),
    };
  }

  byQueue(): NaiveTable {
    const nameOf = (row: Row): string => str(row, 'queue_id') ?? 'ring steps';
    const visits = this.visits();
    const talks = groups(this.talks(), (talk) => [nameOf(talk)]);
    const table: NaiveTable = new Map();
    const byQueue = groups(visits, (visit) => [nameOf(visit)]);
    for (const queue of new Set([...byQueue.keys(), ...talks.keys()])) {
      const waits = (byQueue.get(queue) ?? []).map((visit): Wait => ({
        ...this.rule(str(visit, 'queue_id'), str(visit, 'plan_version')),
        wait: num(visit, 'wait_ms'),
        end: endOf(String(visit['exit_kind'])),
      }));
      table.set(queue, { ...this.talkFigures(talks.get(queue) ?? []), ...waitFigures(waits) });
    }
    return table;
  }

  offersBy(keys: (offer: Row) => readonly string[]): NaiveTable {
    const table: NaiveTable = new Map();
    for (const [key, offers] of groups(this.offers(), keys)) table.set(key, this.offerFigures(offers));
    return table;
  }

  /** Offers and conversations together. */
  rungBy(keyOf: (row: Row) => string): NaiveTable {
    const offers = groups(this.offers(), (row) => [keyOf(row)]);
    const talks = groups(this.talks(), (row) => [keyOf(row)]);
    const keys = new Set([...offers.keys(), ...talks.keys()]);
    return new Map(
      [...keys].map((key) => [
        key,
        { ...this.offerFigures(offers.get(key) ?? []), ...this.talkFigures(talks.get(key) ?? []) },
      ]),
    );
  }

  // ------------------------------------------------------------ agents

  /** Time in each state between two instants. */
  private states(agent: string, from: number, to: number): Record<string, number> {
    const until = Math.max(from, Math.min(to, this.period.now));
    const spans = [
      ...this.views.agent_states.map((row) => ({ row, end: num(row, 'to_at') })),
      ...this.views.open_agent_states.map((row) => ({ row, end: until })),
    ].filter(({ row }) => row['agent_id'] === agent);
    const times: Record<string, number> = {};
    for (const { row, end } of spans) {
      const ms = Math.min(end, until) - Math.max(num(row, 'from_at'), from);
      const state = String(row['state']);
      if (ms > 0) times[state] = (times[state] ?? 0) + ms;
    }
    return times;
  }

  private timeFigures(agent: string, from: number, to: number): Record<string, NaiveFigure> {
    const times = this.states(agent, from, to);
    const of = (...states: string[]): number => sum(states.map((state) => times[state] ?? 0));
    const signedIn = sum(Object.entries(times).map(([state, ms]) => (state === 'signed-out' ? 0 : ms)));
    const ready = signedIn - of('paused', 'busy-elsewhere', 'unreachable');
    return {
      'signed-in': signedIn,
      ...Object.fromEntries(
        ['talking', 'offered', 'wrap-up', 'available', 'paused', 'busy-elsewhere', 'unreachable'].map(
          (state) => [`time-${state}`, of(state)],
        ),
      ),
      'wrap-ups-at-limit': this.views.agent_states.filter(
        (row) =>
          row['agent_id'] === agent &&
          row['state'] === 'wrap-up' &&
          row['ended_by'] === 'limit' &&
          num(row, 'to_at') > Math.max(from, num(row, 'from_at')) &&
          num(row, 'to_at') <= Math.min(to, this.period.now),
      ).length,
      load: [of('talking', 'wrap-up'), ready],
      utilisation: [of('talking', 'wrap-up'), signedIn],
    };
  }

  byAgent(): NaiveTable {
    const table: NaiveTable = new Map();
    const agents = new Set(
      [
        ...this.offers(),
        ...this.talks(),
        ...this.outgoing.asked(),
        ...this.views.agent_states,
        ...this.views.open_agent_states,
      ].map((row) => String(row['agent_id'])),
    );
    for (const agent of agents) {
      const mine = (row: Row): boolean => row['agent_id'] === agent;
      const figures = {
        ...this.offerFigures(this.offers().filter(mine)),
        ...this.talkFigures(this.talks().filter(mine)),
        ...this.outgoing.figures(this.outgoing.asked().filter(mine), this.talks().filter(mine)),
        ...this.timeFigures(agent, this.period.from, this.period.to),
      };
      if (
        figures['offers'] !== 0 ||
        figures['calls-asked-for'] !== 0 ||
        figures['conversations'] !== 0 ||
        figures['signed-in'] !== 0
      )
        table.set(agent, figures);
    }
    return table;
  }

  byAgentAndDay(days: readonly { date: string; from: number; to: number }[]): NaiveTable {
    const table: NaiveTable = new Map();
    for (const { date, from, to } of days) {
      for (const agent of this.byAgent().keys()) {
        const figures = this.timeFigures(agent, from, to);
        if (figures['signed-in'] !== 0) table.set(`${agent} | ${date}`, figures);
      }
    }
    return table;
  }

  /** Time paused by agent, day and reason. */
  pauses(days: readonly { date: string; from: number; to: number }[]): NaiveTable {
    const table: NaiveTable = new Map();
    const spans = [
      ...this.views.agent_states.map((row) => ({ row, end: num(row, 'to_at') })),
      ...this.views.open_agent_states.map((row) => ({ row, end: this.period.now })),
    ].filter(({ row }) => row['state'] === 'paused');
    for (const { date, from, to } of days) {
      for (const { row, end } of spans) {
        const ms = Math.min(end, to, this.period.now) - Math.max(num(row, 'from_at'), from);
        if (ms <= 0) continue;
        const key = `${String(row['agent_id'])} | ${date} | ${str(row, 'reason') ?? 'no reason'}`;
        table.set(key, { 'time-paused': Number(table.get(key)?.['time-paused'] ?? 0) + ms });
      }
    }
    return table;
  }

  // ------------------------------------------------------------ menus

  menusBy(keys: (event: Row) => readonly string[]): NaiveTable {
    const stages = this.views.call_events.filter(
      (event) => String(event['event']).startsWith('menu-') && within(event, 'happened_at', this.period),
    );
    const table: NaiveTable = new Map();
    for (const [key, events] of groups(stages, keys)) {
      const count = (...names: string[]): number =>
        events.filter((event) => names.includes(String(event['event']))).length;
      const calls = [...new Set(events.map((event) => this.callOf(event)))].filter(
        (call) => call !== undefined,
      );
      const served = calls.filter((call) => this.disposition(call) === 'self-service').length;
      const asked = calls.filter(
        (call) => call['first_offered_at'] !== null && this.disposition(call) !== 'self-service',
      ).length;
      table.set(key, {
        'menu-entries': count('menu-entered'),
        'menu-keys': count('menu-key'),
        'menu-wrong-keys': count('menu-wrong-key'),
        'menu-silences': count('menu-silence'),
        'menu-given-up': count('menu-given-up'),
        'menu-presses': count('menu-key', 'menu-wrong-key', 'menu-silence'),
        'menu-containment': [served, served + asked],
        'menu-cut-off': calls.filter((call) => this.isCutOff(call)).length,
      });
    }
    return table;
  }
}
