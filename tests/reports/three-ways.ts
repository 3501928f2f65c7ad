import assert from 'node:assert/strict';
import type { KeptText } from '../../src/ports/kept-days.js';
import { buildReport } from '../../src/reports/build-report.js';
import { CATALOGUE, REPORT_NAMES, type ReportName } from '../../src/reports/catalogue/all.js';
import type { KeptDays } from '../../src/reports/days/kept-days.js';
import { isOfFigures } from '../../src/reports/figures/asked-rows.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import type { Store } from '../../src/store/open-store.js';

/** Reports of figures: from the facts of all days, from those of each day, and from what each has left. */
export type ThreeWays = ReadonlyMap<ReportName, readonly [ReportDocument, ReportDocument, ReportDocument]>;

/** Each over the same week; all days but the last are over. */
export async function inThreeWays(
  store: Store,
  requestFor: (name: ReportName) => ReportRequest,
): Promise<ThreeWays> {
  const all = new Map<ReportName, readonly [ReportDocument, ReportDocument, ReportDocument]>();
  for (const name of REPORT_NAMES.filter((each) => isOfFigures(CATALOGUE[each]))) {
    const noted: (readonly KeptText[])[] = [];
    const fromDays = (): Promise<ReportDocument> =>
      store.atOneMoment((reader) => {
        // Each report keeps for itself, so that none lives on what another has kept.
        const kept: KeptDays = { reader, program: name, note: (texts) => noted.push(texts) };
        return buildReport(reader, { ...requestFor(name), kept });
      });
    const plain = await store.atOneMoment((reader) => buildReport(reader, requestFor(name)));
    const first = await fromDays();
    assert.ok(noted.length >= 6, `${name}: ${noted.length} days were kept`);
    for (const texts of noted.splice(0)) await store.keptDays.keep(texts);
    const second = await fromDays();
    assert.ok(noted.length <= 1, `${name}: ${noted.length} days were computed again`);
    all.set(name, [plain, first, second]);
  }
  return all;
}

/** All is the same but the sides of checks: who stands in two days is counted in both. */
export function assertAlike(name: string, [plain, ...others]: readonly ReportDocument[]): void {
  const seen = ({ checks, ...rest }: ReportDocument): object => ({
    ...rest,
    checks: checks.map(({ name: of, holds }) => [of, holds]),
  });
  assert.ok(plain !== undefined);
  for (const other of others) assert.deepEqual(seen(other), seen(plain), name);
}
