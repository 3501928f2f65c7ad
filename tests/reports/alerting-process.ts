/** Run by a test as a process of its own: watches the alerts, and dies (SIGKILL) at the moment that is named. */
import { watchOn, type AlertingOrder } from './alerting.js';

const [order] = process.argv.slice(2);
if (order === undefined) throw new Error('usage: alerting-process.ts ORDER-AS-JSON');
await watchOn(JSON.parse(order) as AlertingOrder);
