/**
 * What roles cost: own CPU of requests with and without, and the start of a large schema with many:
 *
 *     npm run bench:roles -- --rounds 15 --seconds 0.5 --warmup 8
 *
 * Rounds are interleaved and short, since what else the machine does hits both alike then.
 */
import { parseArgs } from 'node:util';
import { describeMachine } from './growth/markdown.js';
import { measureRequests } from './roles/measureRequests.js';
import { measureStart } from './roles/measureStart.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '0.5' },
    warmup: { type: 'string', default: '8' },
  },
});

console.log(`${describeMachine()}\n`);
console.log(`## Start\n\n${await measureStart()}\n`);
const { rounds, seconds, warmup } = values;
const effort = { rounds: Number(rounds), seconds: Number(seconds), warmup: Number(warmup) };
console.log(`## Requests\n\n${await measureRequests(effort)}`);
