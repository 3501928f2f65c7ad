import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Sound } from './route.js';

/** Sends it piece by piece; whoever does not want it any more ends it. */
export async function sendSound(response: Response, { size, content, name }: Sound): Promise<void> {
  response.set({
    'Content-Type': 'audio/wav',
    'Content-Length': String(size),
    'Content-Disposition': `attachment; filename="${name}"`,
  });
  await pipeline(Readable.from(content), response).catch((error: unknown) =>
    response.destroy(error as Error),
  );
}
