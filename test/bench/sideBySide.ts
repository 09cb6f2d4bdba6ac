/**
 * What the same queries cost on servers that join the same sources in different ways:
 *
 *     npm run bench -- --help
 */
import { startCountingSources } from './countingSources.js';
import { checkAnswers } from './measure/checkAnswers.js';
import { startChild, typescript } from './measure/child.js';
import { generateContents } from './measure/generatedContents.js';
import { measure } from './measure/measure.js';
import { help, type Options, readOptions } from './measure/options.js';
import { toReport } from './measure/report.js';
import { startContender } from './measure/runningContender.js';
import { startRemoteProcess } from './measure/startRemoteProcess.js';
import { writeReadme } from './measure/writeReadme.js';

const tell = (progress: string): void => console.error(progress);

async function run(options: Options): Promise<void> {
  const stops: (() => Promise<void>)[] = [];
  try {
    tell('Starting Postgres, two remote servers and the contenders');
    const sources = await startCountingSources({
      contents: generateContents(),
      startRemote: (name) => startRemoteProcess(name, options.latency),
    });
    stops.push(sources.stop);
    const contenders = [];
    for (const name of options.contenders) {
      const contender = await startContender(name, sources.env);
      stops.push(contender.stop);
      contenders.push(contender);
    }
    const load = await startChild(new URL('measure/loadProcess.ts', import.meta.url), [], typescript);
    stops.push(load.stop);

    tell('Comparing answers and counting calls');
    const callsOf = await checkAnswers(options.queries, contenders, sources);
    const samples = await measure({ ...options, contenders, load, tell });

    const report = toReport({ options, contenders, samples, callsOf, postgresVersion: sources.postgresVersion });
    console.log(report);
    if (options.write) await writeReadme(report);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(help);
  else await run(options);
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exit(1); // a process that was started half way would keep this one
}
