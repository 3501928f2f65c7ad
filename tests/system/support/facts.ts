import { Writable } from 'node:stream';
import type {
  CallbackFact,
  CallFact,
  ConversationFact,
  Gap,
  RecordingFact,
  TransferFact,
} from '../../../src/core/milestone.js';
import type { Change } from '../../../src/core/change.js';
import { createLog } from '../../../src/log/create-log.js';
import { openStore, type StoreAddress } from '../../../src/store/open-store.js';

export interface StoredFacts {
  readonly calls: readonly CallFact[];
  readonly openCalls: number;
  readonly conversations: readonly ConversationFact[];
  readonly recordings: readonly RecordingFact[];
  readonly callbacks: readonly CallbackFact[];
  readonly transfers: readonly TransferFact[];
  readonly gaps: readonly Gap[];
  readonly changes: readonly Change[];
}

const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** All facts of a database. */
export async function storedFacts(address: StoreAddress): Promise<StoredFacts> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const log = createLog({ level: 'error', shape: 'json', destination: nowhere });
  const store = await openStore({ ...address, log });
  try {
    const { reader } = store;
    return {
      calls: await reader.calls(EVER),
      openCalls: (await reader.openCalls(EVER)).length,
      conversations: await reader.conversations(EVER),
      recordings: await reader.recordings(EVER),
      callbacks: await reader.callbacks(EVER),
      transfers: await reader.transfers(EVER),
      gaps: await reader.gaps(EVER),
      changes: await reader.changes(EVER),
    };
  } finally {
    await store.close();
  }
}
