import { type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process of its own that answers each message with one message. */
export interface Child {
  /** Its first message: it is ready. */
  readonly ready: unknown;
  /** One question at a time. */
  ask(question: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts a module as a process. What it prints goes to stderr, and its death fails the question that waits. */
export async function startChild(
  file: URL,
  args: readonly string[],
  options: Pick<ForkOptions, 'execArgv' | 'env'>,
): Promise<Child> {
  const child = fork(file, args, { ...options, stdio: ['ignore', 2, 2, 'ipc'] });
  const exit = once(child, 'exit');
  const death = exit.then(([code, signal]) => {
    throw new Error(`${file.pathname.replace(/^.*\//, '')} ${args[0] ?? ''} ended with ${signal ?? `code ${code}`}.`);
  });
  death.catch(() => {}); // told to whoever waits

  async function answer(): Promise<unknown> {
    const [message] = await Promise.race([once(child, 'message'), death]);
    return message;
  }

  return {
    ready: await answer(),
    async ask(question) {
      const answered = answer();
      if (child.connected) child.send(question as object);
      return answered;
    },
    async stop() {
      if (child.connected) child.disconnect(); // it ends with its parent, and so without it
      await exit;
    },
  };
}

/** Our own processes are TypeScript. */
export const typescript = { execArgv: ['--import', 'tsx'] };
