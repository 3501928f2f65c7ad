import { openSync } from 'node:fs';
import { speak } from '../../src/speech/engine.js';
import { engineCalled } from './speech-scene.js';

// What comes of a text when this process may open no more files.
const order = { text: 'Hello.', language: 'en', voice: 'en', file: '/dev/null' };
try {
  for (;;) openSync('/dev/null', 'r');
} catch {
  const spoke = await speak(engineCalled('espeak-ng -w {file} --stdin'), order);
  console.log(`${spoke.kind}: ${spoke.kind === 'spoke' ? '' : spoke.why}`);
}
