/** The row in the shared database that says when a standby may try to lead. */
export interface LeaseRow {
  /** Id of the installation that took it last; empty: none ever did. */
  readonly holder: string;
  /** Grows by one with every take. */
  readonly term: number;
  /** Sequence that the holder's journal had reached when it last said so. */
  readonly sequence: number;
  /** True when its time is over, by the database's own clock. */
  readonly isOver: boolean;
}

/** What the line wants of the lease; it says so again and again, so that a dead or hanging line holds nothing. */
export type LeaseWish =
  | { readonly wish: 'watch' }
  /** Only while the row still has this term. */
  | { readonly wish: 'take'; readonly holder: string; readonly term: number }
  | { readonly wish: 'hold'; readonly holder: string; readonly term: number; readonly sequence: number }
  | { readonly wish: 'give-up'; readonly holder: string; readonly term: number };

/** The lease in the database; each throws when the database does not answer. All return the row as it is then. */
export interface LeaseBook {
  carryOut(wish: LeaseWish, leaseMs: number): Promise<LeaseRow>;
}

/** Who has said in Asterisk that he leads: `<term>:<installation>`, null: nobody since it started. */
export type ClaimSeen =
  { readonly kind: 'answered'; readonly claim: string | null } | { readonly kind: 'silent' };

/** The claim in Asterisk, which is the judge of who leads; never throws. */
export interface ClaimBook {
  read(): Promise<ClaimSeen>;
  write(claim: string): Promise<'written' | 'silent'>;
}
