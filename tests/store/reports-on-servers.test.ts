import { after, before } from 'node:test';
import { everyDeathIsTold } from '../reports/alert-deaths.js';
import { oneOfManySends } from '../reports/report-deaths.js';
import { weeksAgree } from '../reports/weeks.js';
import { freshDatabase, startServers, type Servers } from './databases.js';

let servers: Servers;
before(async () => {
  servers = await startServers('reports', 'mariadb', 'mysql');
});
after(() => servers.stop());

weeksAgree('MariaDB', [5], async () => ({ url: await freshDatabase(servers.url('mariadb')) }));
weeksAgree('MySQL', [11], async () => ({ url: await freshDatabase(servers.url('mysql')) }));

oneOfManySends('MariaDB', async () => ({ url: await freshDatabase(servers.url('mariadb')) }));
everyDeathIsTold('MariaDB', async () => ({ url: await freshDatabase(servers.url('mariadb')) }));
