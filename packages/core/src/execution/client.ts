import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { NO_SESSION, type RequestSession, type SessionRequest } from '../model/session.js';

/** How it is learnt from the host's context who asks. */
export interface ClientReaders {
  readonly headers: (context: unknown) => Readonly<Record<string, string>>;
  readonly session?: ((request: SessionRequest) => RequestSession | Promise<RequestSession>) | undefined;
}

/** Who asks for one operation. All of it is read when first asked for, and once. */
export interface Client {
  /**
   * Names in lower case.
   * @throws RemoteJoinsError where the host's function fails
   */
  readonly headers: Readonly<Record<string, string>>;
  /** At once where the host's function answers at once; where it fails, a promise that rejects. */
  readonly session: RequestSession | Promise<RequestSession>;
}

export function createClient(readers: ClientReaders, context: unknown): Client {
  return new HostClient(readers, context);
}

class HostClient implements Client {
  private readonly readers: ClientReaders;
  private readonly context: unknown;
  private knownHeaders: Client['headers'] | undefined;
  private knownSession: Client['session'] | undefined;

  constructor(readers: ClientReaders, context: unknown) {
    this.readers = readers;
    this.context = context;
  }

  /** Most operations forward none, and a host makes them from what it has. */
  get headers(): Client['headers'] {
    this.knownHeaders ??= readOption('headers', this.readers.headers, this.context);
    return this.knownHeaders;
  }

  get session(): Client['session'] {
    this.knownSession ??= this.askSession();
    return this.knownSession;
  }

  private askSession(): Client['session'] {
    const { session } = this.readers;
    if (session === undefined) return NO_SESSION;
    try {
      return session({ context: this.context, headers: this.headers });
    } catch (error) {
      const failed = Promise.reject(error);
      failed.catch(() => {}); // every field that needs it reports it, and there may be none
      return failed;
    }
  }
}

/** What an option of the host's makes of its context. */
export function readOption<Value>(option: string, read: (context: unknown) => Value, context: unknown): Value {
  try {
    return read(context);
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : typeof cause;
    const message = `The option "${option}" failed. Make it return a value for every context.`;
    throw new RemoteJoinsError('INTERNAL_SERVER_ERROR', message, { cause: { name } });
  }
}
