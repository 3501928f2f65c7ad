import { In, type EntityManager } from 'typeorm';
import type { VoicemailMark } from '../core/milestone.js';
import type { VoicemailId } from '../core/signal.js';
import { VoicemailMarkEntity } from './entities/voicemails.js';
import { chunks } from './person-questions.js';

/** What was said last of these messages, by their ids. */
export async function marksOf(
  manager: EntityManager,
  messages: readonly VoicemailId[],
): Promise<readonly VoicemailMark[]> {
  const marks: VoicemailMark[] = [];
  for (const some of chunks([...messages].sort()))
    marks.push(
      ...(await manager.find(VoicemailMarkEntity, {
        where: { voicemail: In(some) },
        order: { voicemail: 'ASC' },
      })),
    );
  return marks;
}
