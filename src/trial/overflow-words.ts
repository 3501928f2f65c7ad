import type { OverflowLimits, OverflowRule } from '../core/partner/partner.js';

/** When callers of a queue go to a partner, too. */
export function overflowInWords({ to, opens, closes }: OverflowRule): string {
  return `also to the partner ${to} above ${opensInWords(opens)}, until ${closesInWords(closes)}`;
}

/** One of them is enough. */
function opensInWords({ waiting, longestMs }: OverflowLimits): string {
  const parts = [
    ...(waiting === null ? [] : [`${waiting} waiting`]),
    ...(longestMs === null ? [] : [`${longestMs / 1000} s of wait`]),
  ];
  return parts.join(' or ');
}

/** All of them must be so. */
function closesInWords({ waiting, longestMs }: OverflowLimits): string {
  const parts = [
    ...(waiting === null ? [] : [`no more than ${waiting} wait`]),
    ...(longestMs === null ? [] : [`nobody has waited ${longestMs / 1000} s`]),
  ];
  return parts.join(' and ');
}
