/** A process for `postgres.test.ts` to end: starts a server, prints its connection string, and waits or throws. */
import { startPostgresServer } from '../../examples/support/postgresServer.js';

const { connectionString } = await startPostgresServer();
console.log(connectionString);
if (process.argv[2] === 'throw') throw new Error('thrown on purpose');
if (process.argv[2] === 'wait') setInterval(() => {}, 1000);
