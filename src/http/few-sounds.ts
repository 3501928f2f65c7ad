import type { RecordingId } from '../core/signal.js';
import type { FoundSound, RecordedSounds } from '../ports/voicemails.js';

/** How much the reading of sounds may hold up. */
export interface SoundLimits {
  /** Each may hold one of the four threads on which this process waits for disks, the journal's among them. */
  readonly atOnce: number;
  readonly openedWithinMs: number;
  readonly sentWithinMs: number;
}

/** A disk that does not answer takes two threads of four; a message of a quarter of an hour has 14 MB. */
const LIMITS: SoundLimits = { atOnce: 2, openedWithinMs: 5_000, sentWithinMs: 120_000 };

/** `busy`: as many are read as may be at once, or the disk does not answer. */
export type SoundAnswer = FoundSound | { readonly ok: false; readonly why: 'busy' };

/** Recordings, for many who ask at once. */
export interface FewSounds {
  open(recording: RecordingId): Promise<SoundAnswer>;
}

/** Opens no more sounds at once than the line can bear. */
export function fewSounds(sounds: RecordedSounds, limits: SoundLimits = LIMITS): FewSounds {
  let taken = 0;
  return {
    async open(recording): Promise<SoundAnswer> {
      if (taken >= limits.atOnce) return { ok: false, why: 'busy' };
      taken += 1;
      const free = once(() => (taken -= 1));
      const opening = openedIn(free, sounds, recording);
      const found = await Promise.race([opening, elapsed(limits.openedWithinMs)]);
      if (found !== 'too-slow') return found.ok ? sentFrom(found, free, limits.sentWithinMs) : found;
      // Its place is taken until the disk answers.
      void opening.then(
        (late) => {
          if (late.ok) late.close();
          free();
        },
        () => undefined,
      );
      return { ok: false, why: 'busy' };
    },
  };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}

async function openedIn(
  free: () => void,
  sounds: RecordedSounds,
  recording: RecordingId,
): Promise<FoundSound> {
  try {
    const found = await sounds.open(recording);
    if (!found.ok) free();
    return found;
  } catch (error) {
    free();
    throw error;
  }
}

function elapsed(ms: number): Promise<'too-slow'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('too-slow'), ms).unref();
  });
}

/** The place is free when all is read, when nobody reads on, or when it takes too long. */
function sentFrom(
  found: Extract<FoundSound, { readonly ok: true }>,
  free: () => void,
  withinMs: number,
): FoundSound {
  const source = found.content[Symbol.asyncIterator]();
  const close = once(() => {
    clearTimeout(timer);
    found.close();
    free();
  });
  const timer = setTimeout(close, withinMs).unref();
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    try {
      const part = await source.next();
      if (part.done === true) close();
      return part;
    } catch (error) {
      close();
      throw error;
    }
  };
  const over = (): Promise<IteratorResult<Uint8Array>> => {
    close();
    return Promise.resolve({ done: true, value: undefined });
  };
  return { ...found, content: { [Symbol.asyncIterator]: () => ({ next, return: over }) }, close };
}
