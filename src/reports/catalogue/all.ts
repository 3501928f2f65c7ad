import { agentTime } from './agent-time.js';
import { agents } from './agents.js';
import { announcedWait } from './announced-wait.js';
import { callbacks } from './callbacks.js';
import { calls } from './calls.js';
import { comparison } from './comparison.js';
import { dispositions } from './dispositions.js';
import { escalations } from './escalations.js';
import { firstCall } from './first-call.js';
import { geography } from './geography.js';
import { heatMap } from './heat-map.js';
import { journal } from './journal.js';
import { longCalls } from './long-calls.js';
import { menus } from './menus.js';
import { offers } from './offers.js';
import { queues } from './queues.js';
import { outcomes } from './outcomes.js';
import { ratings } from './ratings.js';
import { isByInterval, type CatalogueReport } from './report.js';
import { reviews } from './reviews.js';
import { sample } from './sample.js';
import { serviceLevel } from './service-level.js';
import { sources } from './sources.js';
import { summary } from './summary.js';
import { teams } from './teams.js';
import { toCallBack } from './to-call-back.js';
import { transfers } from './transfers.js';
import { usage } from './usage.js';
import { voicemails } from './voicemails.js';

/** Every report by its name. */
export const CATALOGUE = {
  summary,
  queues,
  calls,
  agents,
  teams,
  'agent-time': agentTime,
  'heat-map': heatMap,
  journal,
  'to-call-back': toCallBack,
  callbacks,
  dispositions,
  'service-level': serviceLevel,
  'announced-wait': announcedWait,
  offers,
  menus,
  sources,
  geography,
  'long-calls': longCalls,
  comparison,
  sample,
  reviews,
  escalations,
  'first-call': firstCall,
  ratings,
  outcomes,
  transfers,
  voicemails,
  usage,
} as const satisfies Readonly<Record<string, CatalogueReport>>;
export type ReportName = keyof typeof CATALOGUE;

export const REPORT_NAMES = Object.keys(CATALOGUE) as readonly ReportName[];

/** Those that can have rows by interval. */
export const REPORTS_BY_INTERVAL = REPORT_NAMES.filter((name) => isByInterval(CATALOGUE[name]));
