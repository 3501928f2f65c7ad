import type { MigrationInterface } from 'typeorm';
import { Facts1732000000001 } from './0001-facts.js';
import { Recordings1732000000002 } from './0002-recordings.js';
import { Changes1732000000003 } from './0003-changes.js';

/** Every migration, oldest first; one that was ever released is never changed. */
export const MIGRATIONS: (new () => MigrationInterface)[] = [
  Facts1732000000001,
  Recordings1732000000002,
  Changes1732000000003,
];
