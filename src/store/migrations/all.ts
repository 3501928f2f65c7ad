import type { MigrationInterface } from 'typeorm';
import { Facts1732000000001 } from './0001-facts.js';
import { Changes1732000000002 } from './0002-changes.js';

/** Every migration, oldest first; one that was ever released is never changed. */
export const MIGRATIONS: (new () => MigrationInterface)[] = [Facts1732000000001, Changes1732000000002];
