import { signedInTime } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const signedIn: Indicator = {
  label: { en: 'signed in', ru: 'на смене' },
  about: {
    en: 'Working time: everything but signed out. What the time sheet has.',
    ru: 'Рабочее время: всё, кроме «не на смене». Что идёт в табель.',
  },
  formula: 'Σ time not signed out',
  unit: 'duration',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({ unit: 'duration', value: signedInTime(slice) }),
};
