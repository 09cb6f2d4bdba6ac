/** One of the two GraphQL servers. Tells where it is, and then, when asked, how many requests came. */
import { toRemotes } from '../contents.js';
import { serveRemote } from '../remote.js';
import { generateRemoteContents } from './generatedContents.js';

const [name, latency] = process.argv.slice(2);
const remotes = toRemotes(generateRemoteContents());
const { url, requests } = await serveRemote({
  ...(name === 'catalog' ? remotes.catalog : remotes.profiles),
  latency: Number(latency),
});
process.on('message', () => process.send?.(requests()));
process.once('disconnect', () => process.exit());
process.send?.(url);
