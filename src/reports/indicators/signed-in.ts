import { signedInTime } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const signedIn: Indicator = {
  label: { en: 'signed in', ru: 'на смене' },
  about: {
    en: 'Working time: everything but signed out.',
    ru: 'Рабочее время: всё, кроме «не на смене».',
  },
  formula: 'Σ time not signed out',
  unit: 'duration',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({ unit: 'duration', value: signedInTime(slice) }),
};
