import { after, before } from 'node:test';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { alertContract } from './alert-contract.js';
import { callerContract } from './caller-contract.js';
import { callRecordContract } from './call-record-contract.js';
import { clientHistoryContract } from './client-history-contract.js';
import { storeContract } from './contract.js';
import { dialplanContract } from './dialplan-contract.js';
import { keptDaysContract } from './kept-days-contract.js';
import { freshDatabase, scratchFolder, startServers, type Place, type Servers } from './databases.js';
import { namesContract, pastContract } from './past-contract.js';
import { messageContract } from './message-contract.js';
import { oddFactsContract } from './odd-facts.js';
import { queueLogContract } from './queue-log-contract.js';
import { retentionContract } from './retention-contract.js';
import { slotContract } from './slot-contract.js';
import { viewsContract } from './views.js';

let servers: Servers;
let scratch: Awaited<ReturnType<typeof scratchFolder>>;

before(async () => {
  servers = await startServers('contract', 'mariadb', 'mysql');
  scratch = await scratchFolder();
});
after(async () => {
  await servers.stop();
  await scratch.remove();
});

const PLACES: readonly Place[] = [
  {
    name: 'SQLite',
    fresh: () =>
      Promise.resolve({ sqliteFile: join(scratch.path, `${randomBytes(6).toString('hex')}.sqlite`) }),
  },
  { name: 'MariaDB', fresh: async () => ({ url: await freshDatabase(servers.url('mariadb')) }) },
  { name: 'MySQL', fresh: async () => ({ url: await freshDatabase(servers.url('mysql')) }) },
];

for (const place of PLACES) {
  storeContract(place);
  callerContract(place);
  namesContract(place);
  pastContract(place);
  callRecordContract(place);
  clientHistoryContract(place);
  messageContract(place);
  oddFactsContract(place);
  dialplanContract(place);
  retentionContract(place);
  queueLogContract(place);
  keptDaysContract(place);
  if (place.name !== 'SQLite') {
    slotContract(place);
    alertContract(place);
  }
  viewsContract(place);
}
