#!/usr/bin/env node
import { main } from './main.js';

// Whoever reads may have seen enough: `remote-joins print | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

const code = await main(process.argv.slice(2));
// A pool that the config opened is not ours to close, and would be waited for.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
