/* The naive side of single calls: how each ended and who called, from the views alone. */
import { num, str, type NaivePeriod } from './naive-figures.js';
import type { Row, Views } from './naive-views.js';

/** What is to be known of a call wherever it stands. */
export class NaiveCalls {
  constructor(
    protected readonly views: Views,
    protected readonly period: NaivePeriod,
  ) {}

  protected rule(queue: string | null, plan: string | null): { t: number; s: number } {
    const rule = this.views.queue_rules.find(
      (row) => row['queue_id'] === queue && row['plan_version'] === plan,
    );
    return rule === undefined
      ? { t: 20_000, s: 5_000 }
      : { t: num(rule, 'within_ms'), s: num(rule, 'short_abandon_ms') };
  }

  protected ruleOfCall(call: Row): { t: number; s: number } {
    const mine = this.views.visits.filter((visit) => visit['call_id'] === call['call_id']);
    const last = mine.sort((a, b) => num(a, 'entered_at') - num(b, 'entered_at')).at(-1);
    return this.rule(last === undefined ? null : str(last, 'queue_id'), str(call, 'plan_version'));
  }

  disposition(call: Row): string {
    if (num(call, 'conversations') > 0) return 'answered';
    if (this.asksToBeCalledBack(call)) return 'callback';
    if (this.leftAMessage(call)) return 'voicemail';
    const place = str(call, 'end_place');
    const exit = str(call, 'last_exit') ?? '';
    if (exit === 'outside') return 'connected-outside';
    if (place === 'dialplan') return 'handled-by-dialplan';
    if (place === 'message') return 'informed';
    if (place === 'shed') return 'shed';
    if (place === 'blocked') return 'blocked';
    if (str(call, 'ended_by') === 'caller' && (place === 'queue' || place === 'ring'))
      return num(call, 'wait_ms') < this.ruleOfCall(call).s ? 'short-abandoned' : 'abandoned';
    if (place !== 'gap' && place !== 'failed') {
      if (['full', 'nobody', 'removed'].includes(exit)) return 'turned-away';
      if (['wait-limit', 'ran-out'].includes(exit)) return 'timed-out';
    }
    if (call['information_heard'] !== null && num(call, 'information_heard') >= 0.8) return 'self-service';
    if (num(call, 'closed') === 1) return 'out-of-hours';
    const isBeforeAnOffer = call['first_offered_at'] === null || exit === 'key';
    if (isBeforeAnOffer && ['menu', 'prompt', 'flow', 'voicemail', 'outside'].includes(place ?? ''))
      return 'left-in-menu';
    return place === 'gap' || str(call, 'ended_by') === 'unknown' ? 'unknown' : 'failed';
  }

  /** Marked so, or one of its conversations came to a code that says so, whenever that was. */
  isWrongNumber(call: Row): boolean {
    return (
      (JSON.parse(String(call['marks'])) as string[]).includes('misdirected') ||
      this.views.outcomes.some(
        (outcome) => outcome['call_id'] === call['call_id'] && num(outcome, 'wrong_number') === 1,
      )
    );
  }

  /** He hung up within 5 s of the greeting, was not served, and had not asked for anybody. */
  protected isCutOff(call: Row): boolean {
    return (
      call['ended_by'] === 'caller' &&
      call['answered_at'] !== null &&
      num(call, 'ended_at') - num(call, 'answered_at') <= 5_000 &&
      call['first_offered_at'] === null &&
      ['left-in-menu', 'out-of-hours'].includes(this.disposition(call))
    );
  }

  protected leftAMessage(call: Row): boolean {
    return this.views.voicemails.some(
      (message) => message['call_id'] === call['call_id'] && message['result'] === 'left',
    );
  }

  /** Whoever hung up waiting is called back too, but has not asked. */
  protected asksToBeCalledBack(call: Row): boolean {
    return this.views.call_events.some(
      (event) =>
        event['event'] === 'callback-asked' &&
        event['call_id'] === call['call_id'] &&
        (JSON.parse(String(event['detail'])) as Row)['origin'] === 'caller',
    );
  }

  /** The caller in E.164, for Bulgarian numbers and those with a country code. */
  number(call: Row | undefined): string | null {
    const from = call === undefined ? null : str(call, 'from_number');
    if (from === null) return null;
    if (from.startsWith('00')) return `+${from.slice(2)}`;
    return from.startsWith('0') ? `+359${from.slice(1)}` : from;
  }

  protected callers(calls: readonly Row[]): number {
    return new Set(calls.map((call) => this.number(call) ?? String(call['call_id']))).size;
  }
}
