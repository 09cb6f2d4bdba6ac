/** What is known of a contender's file. */
export interface Contender {
  readonly name: string;
  /** What to ask it for each query of the workload, with the same variables for the same answer. */
  readonly harness: { readonly queries: Readonly<Record<string, string>> };
  start(options: { port: number; env: Readonly<Record<string, string>> }): Promise<StartedContender>;
}

export interface StartedContender {
  readonly url: string;
  stop(): Promise<void>;
}

/** Files of the contenders by name. The first is what the others are measured by. */
export const contenderFiles: ReadonlyMap<string, URL> = new Map(
  [
    'contenders/floor.mjs',
    'contenders/apollo-dataloader.mjs',
    'contenders/mercurius-dataloader.mjs',
    'contenders/apollo-stitching.mjs',
    'remote-joins-apollo.mjs',
    'remote-joins-mercurius.mjs',
  ].map((path) => [path.replace(/^.*\/|\.mjs$/g, ''), new URL(path, import.meta.url)]),
);

export async function loadContender(file: URL): Promise<Contender> {
  return import(file.href);
}
