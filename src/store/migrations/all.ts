import type { MigrationInterface } from 'typeorm';
import { Facts1732000000001 } from './0001-facts.js';
import { AddsLease1732000000002 } from './0002-lease.js';

/** Every migration, oldest first; one that was ever released is never changed. Those that only add are named `Adds…`. */
export const MIGRATIONS: (new () => MigrationInterface)[] = [Facts1732000000001, AddsLease1732000000002];
