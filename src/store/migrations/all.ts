import type { MigrationInterface } from 'typeorm';
import { Facts1732000000001 } from './0001-facts.js';
import { Lease1732000000002 } from './0002-lease.js';

/** Every migration, oldest first; one that was ever released is never changed. */
export const MIGRATIONS: (new () => MigrationInterface)[] = [Facts1732000000001, Lease1732000000002];
