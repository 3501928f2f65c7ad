import type { QueryRunner } from 'typeorm';
import { createView, dropView, type MakesViews, type NewView } from './view.js';

const PARTNER = "'$.partner'";
const WAITING = "'$.waiting'";
const LONGEST = "'$.longestWaitMs'";

/** Only these of the record of changes: they name nobody. */
const view = (partner: string, waiting: string, longest: string): string =>
  "SELECT change_id AS switch_id, changed_at AS switched_at, about AS queue_id, (what = 'overflow-opens') AS opened, " +
  `${partner} AS partner, ${waiting} AS waiting, ${longest} AS longest_wait_ms FROM changes ` +
  "WHERE what IN ('overflow-opens', 'overflow-closes')";

const sqlite = (member: string): string => `json_extract(state_after, ${member})`;
const mysql = (member: string): string => `JSON_EXTRACT(state_after, ${member})`;
const whole = (member: string): string => `CAST(${mysql(member)} AS SIGNED)`;

const SWITCHES: NewView = {
  name: 'overflow_switches',
  sqlite: view(sqlite(PARTNER), sqlite(WAITING), sqlite(LONGEST)),
  mysql: view(`JSON_UNQUOTE(${mysql(PARTNER)}) COLLATE utf8mb4_bin`, whole(WAITING), whole(LONGEST)),
};

/** When the overflow of which queue opened and closed, towards whom. */
export class AddsOverflowSwitches1732000000029 implements MakesViews {
  readonly name = 'AddsOverflowSwitches1732000000029';
  readonly views = [SWITCHES.name];

  async up(runner: QueryRunner): Promise<void> {
    await this.makeViews(runner);
  }

  async makeViews(runner: QueryRunner): Promise<void> {
    await createView(runner, SWITCHES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropView(runner, SWITCHES.name);
  }
}
