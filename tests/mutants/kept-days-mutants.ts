import type { Mutant } from './mutant.js';

const KEPT = ['kept-days'];
const DAYS = ['figures-of-days'];
const AHEAD = ['kept-ahead'];

/** Faults about what days leave of figures. */
export const KEPT_DAYS_MUTANTS: readonly Mutant[] = [
  {
    name: 'kept-though-older',
    what: 'what a day has left is kept although a fact of it has been written, or a number cleared, meanwhile',
    file: 'store/kept-days.ts',
    find: 'if ((await lockedRevision(manager, day)) !== revision) continue;',
    replace: '',
    reportTests: KEPT,
  },
  {
    name: 'kept-numbers-stay',
    what: 'a number whose time is over stays in what is kept of its day',
    file: 'store/kept-days.ts',
    find: '    await forget(manager, some);',
    replace: '',
    reportTests: KEPT,
  },
  {
    name: 'dialplan-touches-no-day',
    what: 'a call that the dialplan tells of late is missing in what is kept of its day',
    file: 'store/dialplan-recorder.ts',
    find: '[changed.arrivedAt, known?.arrivedAt, changed.leftAt]',
    replace: '[known?.arrivedAt]',
    reportTests: KEPT,
  },
  {
    name: 'kept-with-open-calls',
    what: 'a day is kept while a call of it goes on, and its end is never counted',
    file: 'reports/days/settled-day.ts',
    find: ' || open.length > 0',
    replace: '',
    reportTests: KEPT,
  },
  {
    name: 'kept-during-notes',
    what: 'a day is kept while an agent writes his notes, which are then counted as shorter',
    file: 'reports/days/settled-day.ts',
    find: "(state === 'talking' || state === 'wrap-up')",
    replace: "state === 'talking'",
    reportTests: KEPT,
  },
  {
    name: 'kept-unbalanced',
    what: 'a day that does not balance is kept as if it did',
    file: 'reports/days/settled-day.ts',
    find: ' || !checks.every(({ holds }) => holds)',
    replace: '',
    reportTests: KEPT,
  },
  {
    name: 'kept-by-another-program',
    what: 'what another version of the program has computed is taken for this one’s',
    file: 'reports/read-period.ts',
    find: 'return [program, zone,',
    replace: 'return [zone,',
    reportTests: KEPT,
  },
  {
    name: 'clients-of-days-added-up',
    what: 'who calls on two days counts as two',
    file: 'reports/figures/figures-of-days.ts',
    find: 'settling.settle([...names])',
    replace: 'left.reduce((sum, each) => sum + (Array.isArray(each) ? each.length : 0), 0)',
    reportTests: DAYS,
  },
  {
    name: 'ratio-of-last-day',
    what: 'the service level of a month is that of its last day',
    file: 'reports/figures/figures-of-days.ts',
    find: 'numerator += Number(each[0] ?? 0);',
    replace: 'numerator = Number(each[0] ?? 0);',
    reportTests: DAYS,
  },
  {
    name: 'daily-kept-by-another-rule',
    what: 'what a day has left by the plans’ own rules is told for another T',
    file: 'reports/daily-report.ts',
    find: 'if (kept === undefined || withinMs !== null) return null;',
    replace: 'if (kept === undefined) return null;',
    reportTests: AHEAD,
  },
  {
    name: 'own-reports-not-ahead',
    what: 'days are not kept for own reports, which then read all facts',
    file: 'reports/days/usual-questions.ts',
    find: ', ...others]',
    replace: ']',
    reportTests: AHEAD,
  },
  {
    name: 'late-facts-not-kept-ahead',
    what: 'a day that something late belongs to counts as kept',
    file: 'store/kept-days.ts',
    find: 'nameOf(day.from, day.to, revision)) === asked.length',
    replace: 'nameOf(day.from, day.to, revision)) !== 0',
    reportTests: AHEAD,
  },
  {
    name: 'unsettled-day-tried-for-ever',
    what: 'a day that cannot be kept is computed again and again',
    file: 'reports/days/day-keeper.ts',
    find: 'this.#left.set(day.from, revision);',
    replace: 'this.#left.delete(day.from);',
    reportTests: AHEAD,
  },
];
