/**
 * A statement that sends itself over a connection of `pg` and takes the first row of the answer as texts. A driver's own
 * query asks the server to describe each column, finds a parser for each, and builds a result of rows: half of what a
 * small statement costs, for what is one row of texts.
 *
 * `pg` runs such objects (its cursors and streams are some): it calls `submit` when the connection is free, and then a
 * method for each message of the server's.
 */
export class TextQuery {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Of a prepared statement; empty where it has none. */
  readonly name: string;
  /** Called once. `pg` puts its time limit around it. */
  callback: (error: Error | null, row?: readonly unknown[]) => void;
  private row: readonly unknown[] = [];

  constructor(text: string, values: readonly unknown[], name: string, callback: TextQuery['callback']) {
    this.text = text;
    this.values = values;
    this.name = name;
    this.callback = callback;
  }

  /** Sends everything at once. Named statements are parsed once per connection. */
  submit(connection: WireConnection): null {
    const { name, text, values } = this;
    const { stream, parsedStatements, submittedNamedStatements: submitted } = connection;
    stream.cork();
    try {
      if (name === '' || (parsedStatements[name] === undefined && submitted?.[name] === undefined)) {
        connection.parse({ text, name });
        if (name !== '' && submitted !== undefined) submitted[name] = text;
      }
      connection.bind({ statement: name, values, valueMapper: toText });
      connection.execute({});
      connection.sync();
    } finally {
      stream.uncork();
    }
    return null;
  }

  handleDataRow({ fields }: { readonly fields: readonly unknown[] }): void {
    if (this.row.length === 0) this.row = fields;
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null, this.row);
  }

  handleCopyInResponse(connection: WireConnection): void {
    connection.sendCopyFail('No data.');
  }

  // Nothing to do: no description is asked for, and there is one row.
  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(): void {}
}

/** What is used of a connection of `pg`. */
export interface WireConnection {
  readonly stream: { cork(): void; uncork(): void };
  /** Texts by the name they were parsed under. */
  readonly parsedStatements: Readonly<Record<string, string | undefined>>;
  /** The same of those whose answer is awaited. Not in older versions. */
  readonly submittedNamedStatements?: Record<string, string | undefined>;
  parse(statement: { text: string; name: string }): void;
  bind(portal: { statement: string; values: readonly unknown[]; valueMapper: (value: unknown) => unknown }): void;
  execute(portal: object): void;
  sync(): void;
  sendCopyFail(message: string): void;
}

/** Whether a client is one of `pg` that takes statements one by one. */
export function isWireClient(client: object): client is WireClient {
  if (!('connection' in client) || ('pipeline' in client && client.pipeline === true)) return false;
  const { connection } = client;
  if (typeof connection !== 'object' || connection === null) return false;
  const { stream, parsedStatements }: Partial<WireConnection> = connection;
  return (
    typeof stream?.cork === 'function' &&
    typeof parsedStatements === 'object' &&
    METHODS.every((name) => typeof Reflect.get(connection, name) === 'function')
  );
}

export interface WireClient {
  readonly connection: WireConnection;
  query(query: TextQuery): unknown;
}

const METHODS = [
  'parse',
  'bind',
  'execute',
  'sync',
  'sendCopyFail',
] as const satisfies readonly (keyof WireConnection)[];

function toText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
