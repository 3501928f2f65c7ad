import type { DataSource } from 'typeorm';
import type { LeaseBook, LeaseRow, LeaseWish } from '../ports/standby.js';

const NAME = 'callplane';
/** The database's clock in milliseconds: no clock of another machine counts. */
const NOW = 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)';

interface Row {
  readonly holder: string;
  readonly term: number | string;
  readonly journal_sequence: number | string;
  readonly is_over: number | string;
}

/**
 * The lease in MySQL or MariaDB: every change is one statement that compares and sets, so two that try at once cannot
 * both have it. It does not wait for a statement that the database has not answered; the line gives up on its own.
 */
export class DatabaseLease implements LeaseBook {
  constructor(private readonly source: DataSource) {}

  async carryOut(wish: LeaseWish, leaseMs: number): Promise<LeaseRow> {
    if (wish.wish === 'take') await this.#take(wish.holder, wish.term, leaseMs);
    if (wish.wish === 'hold') await this.#hold(wish, leaseMs);
    if (wish.wish === 'give-up') await this.#giveUp(wish.holder, wish.term);
    return this.#look();
  }

  async #take(holder: string, term: number, leaseMs: number): Promise<void> {
    await this.source.query(
      `UPDATE leases SET holder = ?, term = term + 1, ends_at = ${NOW} + ? ` +
        `WHERE name = ? AND term = ? AND (ends_at <= ${NOW} OR holder = ?)`,
      [holder, leaseMs, NAME, term, holder],
    );
  }

  async #hold(wish: Extract<LeaseWish, { wish: 'hold' }>, leaseMs: number): Promise<void> {
    await this.source.query(
      `UPDATE leases SET ends_at = ${NOW} + ?, journal_sequence = GREATEST(journal_sequence, ?) ` +
        'WHERE name = ? AND holder = ? AND term = ?',
      [leaseMs, wish.sequence, NAME, wish.holder, wish.term],
    );
  }

  async #giveUp(holder: string, term: number): Promise<void> {
    await this.source.query('UPDATE leases SET ends_at = 0 WHERE name = ? AND holder = ? AND term = ?', [
      NAME,
      holder,
      term,
    ]);
  }

  async #look(): Promise<LeaseRow> {
    const rows = await this.source.query<Row[]>(
      `SELECT holder, term, journal_sequence, ends_at <= ${NOW} AS is_over FROM leases WHERE name = ?`,
      [NAME],
    );
    const [row] = rows;
    if (row === undefined)
      throw new Error('The table leases is empty. Restore the database from its backup.');
    const sequence = Number(row.journal_sequence);
    return { holder: row.holder, term: Number(row.term), sequence, isOver: Number(row.is_over) === 1 };
  }
}
