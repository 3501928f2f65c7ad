import type {
  CallFact,
  ConversationFact,
  Gap,
  OfferFact,
  OutcomeFact,
  OutgoingFact,
  RatingFact,
  RecordingFact,
  TransferFact,
} from '../../src/core/milestone.js';
import { openStore, type StoreAddress } from '../../src/store/open-store.js';
import { silentLog } from '../contract/real/silent-log.js';

/** Everything that Callplane stored, and who the caller of each call was. */
export interface Facts {
  readonly calls: readonly CallFact[];
  readonly openCalls: number;
  readonly offers: readonly OfferFact[];
  readonly conversations: readonly ConversationFact[];
  readonly recordings: readonly RecordingFact[];
  readonly outcomes: readonly OutcomeFact[];
  readonly ratings: readonly RatingFact[];
  readonly outgoing: readonly OutgoingFact[];
  readonly transfers: readonly TransferFact[];
  readonly gaps: readonly Gap[];
}

const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

export async function readFacts(address: StoreAddress): Promise<Facts> {
  const store = await openStore({ ...address, log: silentLog });
  try {
    const { reader } = store;
    return {
      calls: await reader.calls(EVER),
      openCalls: (await reader.openCalls(EVER)).length,
      offers: await reader.offers(EVER),
      conversations: await reader.conversations(EVER),
      recordings: await reader.recordings(EVER),
      outcomes: await reader.outcomes(EVER),
      ratings: await reader.ratings(EVER),
      outgoing: await reader.outgoing(EVER),
      transfers: await reader.transfers(EVER),
      gaps: await reader.gaps(EVER),
    };
  } finally {
    await store.close();
  }
}
