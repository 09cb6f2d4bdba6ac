// One contender, on plain Node and the built packages. Tells where it is and what to ask it, and then, when asked, what CPU it used so far.
const [, , , file] = process.argv;
const { harness, start } = await import(file);
const { url } = await start({ port: 0, env: process.env });
process.on('message', () => process.send(process.cpuUsage()));
process.once('disconnect', () => process.exit());
process.send({ url, queries: harness.queries });
