import { join, resolve } from 'node:path';

const REPOSITORY = resolve(import.meta.dirname, '../../..');

/**
 * What node is given to run Callplane: the compiled program where `CALLPLANE_BUILT` is the path of one (`scripts/test`
 * builds it; its three processes start in less than half the time), else the sources.
 */
export function callplaneProgram(): readonly string[] {
  const built = process.env['CALLPLANE_BUILT'];
  return built === undefined ? ['--import', 'tsx', join(REPOSITORY, 'src/main.ts')] : [built];
}
