import type { TelephonyFinding } from '../ports/telephony.js';

/** A finding for an Asterisk below the floor. */
export function checkVersion(version: string): readonly TelephonyFinding[] {
  if (isGoodVersion(version)) return [];
  return [
    {
      level: 'warning',
      what: `Asterisk ${version} is older than 20.20 and 22.10.1 (or of a series without fixes): older ones have known deadlocks with ARI`,
      mend: 'install Asterisk 22.10.1 or later, or 20.20 or later',
    },
  ];
}

/** True for 20.20 and later of series 20, 22.10.1 and later of series 22, and every series above. */
function isGoodVersion(version: string): boolean {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  if (match === null) return false;
  const [major, minor, patch] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  if (major === undefined || minor === undefined || patch === undefined) return false;
  if (major === 20) return minor >= 20;
  if (major === 22) return minor > 10 || (minor === 10 && patch >= 1);
  return major > 22;
}
