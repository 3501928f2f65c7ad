import { readSeeding, seed, WrongSeeding } from './history/seed.js';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

try {
  await seed(readSeeding(process.argv.slice(2), process.env), say);
} catch (error) {
  if (!(error instanceof WrongSeeding)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
