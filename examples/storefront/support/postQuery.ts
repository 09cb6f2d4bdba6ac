export interface Answer {
  readonly data: unknown;
  readonly errors?: readonly { readonly message: string }[];
}

export interface PostOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Asks a host, as any client does. */
export async function postQuery(url: string, query: string, { headers, signal }: PostOptions = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
    ...(signal && { signal }),
  });
  return JSON.parse(await response.text());
}
