import type { Source } from '@remote-joins/core';

/** The same source, which tells of each call when its answer is there. */
export function watchSource(source: Source, onAnswer: () => void): Source {
  return {
    ...source,
    async fetch(...call) {
      const answers = await source.fetch(...call);
      onAnswer();
      return answers;
    },
  };
}
