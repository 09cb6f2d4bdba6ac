import type { Source } from '@remote-joins/core';

/** Says on a terminal what is waited for, in one line that goes again. Elsewhere it says nothing. */
export interface Progress {
  say(text: string): void;
  done(): void;
}

export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return { say: () => {}, done: () => {} };
  const clear = '\r\u001b[K';
  return {
    say: (text) => stream.write(`${clear}${text.slice(0, (stream.columns || 80) - 1)}`),
    done: () => stream.write(clear),
  };
}

/** The sources, so that progress names those that have not answered yet. */
export function watchSources(sources: Readonly<Record<string, Source>>, progress: Progress): Record<string, Source> {
  const waiting = new Set<string>();
  const say = (): void => (waiting.size === 0 ? progress.done() : progress.say(`Asking ${[...waiting].join(', ')} …`));
  const watch = (name: string, source: Source): Source => ({
    ...source,
    introspect: async (as) => {
      waiting.add(name);
      say();
      try {
        return await source.introspect(as);
      } finally {
        waiting.delete(name);
        say();
      }
    },
  });
  return Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, watch(name, source)]));
}
