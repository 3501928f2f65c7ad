import { after, before } from 'node:test';
import type { StoreAddress } from '../../src/store/open-store.js';
import { everyDeathIsTold } from '../reports/alert-deaths.js';
import { everyDeathIsSurvived, oneOfManySends } from '../reports/report-deaths.js';
import { mailedRowsHold } from '../reports/rows/mailed.js';
import { rowsHold } from '../reports/rows/rows-hold.js';
import { weeksAgree } from '../reports/weeks.js';
import { freshDatabase, startServers, type Servers } from './databases.js';

let servers: Servers;
before(async () => {
  servers = await startServers('reports', 'mariadb', 'mysql');
});
after(() => servers.stop());

const onMariadb = async (): Promise<StoreAddress> => ({ url: await freshDatabase(servers.url('mariadb')) });
const onMysql = async (): Promise<StoreAddress> => ({ url: await freshDatabase(servers.url('mysql')) });

rowsHold('MariaDB', onMariadb);
rowsHold('MySQL', onMysql);
mailedRowsHold('MariaDB', onMariadb);
mailedRowsHold('MySQL', onMysql);

weeksAgree('MariaDB', [5], onMariadb);
weeksAgree('MySQL', [11], onMysql);

oneOfManySends('MariaDB', onMariadb);
everyDeathIsTold('MariaDB', onMariadb);
everyDeathIsSurvived('MySQL', onMysql);
