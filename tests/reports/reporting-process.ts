/** Run by a test as a process of its own: sends what is due, and dies (SIGKILL) at the moment that is named. */
import { carryOn, type ReportingOrder } from './reporting.js';

const [order] = process.argv.slice(2);
if (order === undefined) throw new Error('usage: reporting-process.ts ORDER-AS-JSON');
await carryOn(JSON.parse(order) as ReportingOrder);
