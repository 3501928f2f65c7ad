import { giveWay } from './main-priority.js';
import { readRoutingPlan, type RoutingPlace } from './main-plan.js';

// A process of its own: reads the routing file at the place in its first argument, answers once, and leaves. A line
// that is gone meanwhile needs no answer.
giveWay({ warn: (message) => process.emitWarning(message) });
const read = await readRoutingPlan(JSON.parse(process.argv[2] ?? '') as RoutingPlace);
if (process.connected) process.send?.(read, () => process.disconnect());
