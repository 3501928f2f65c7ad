import { runRetention } from '../../src/retention/run-retention.js';
import { mortal, type DeathAt } from './retention-deaths.js';
import { RetentionScene, RULES } from './retention-scene.js';

/** A run in a process of its own, which kills itself at the moment it is told. */
const [folder = '', at = ''] = process.argv.slice(2);
const scene = await RetentionScene.at(folder);
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('it is dead');
};
await runRetention(mortal(scene.parts(), JSON.parse(at) as DeathAt, die), RULES, 'do');
