import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Observed } from './observed.js';

export interface RemoteServer extends Observed {
  readonly url: string;
}

/** Starts a file that calls `serveGraphql` in a process of its own. */
export async function startRemoteServer(file: URL): Promise<RemoteServer> {
  const child = fork(file, { detached: true }); // Ctrl-C reaches this process only, which then stops the child
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${file.pathname} ended.`);
  });
  ended.catch(() => {}); // told to whoever waits for a message

  async function nextMessage() {
    const [message] = await Promise.race([once(child, 'message'), ended]);
    return message;
  }

  return {
    url: await nextMessage(),
    takeCalls() {
      child.send('calls, please');
      return nextMessage();
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended.catch(() => {});
    },
  };
}
