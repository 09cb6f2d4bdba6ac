import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Scope } from './postgres.js';

/** A way to a server that can be shut: then nothing listens where it begins. */
export interface Gate {
  /** The address given, by way of the gate. */
  readonly url: string;
  open(): Promise<void>;
  shut(): Promise<void>;
}

/** Stands before the server of an address, at first open. Ends with the test. */
export async function startGate(t: Scope, address: string): Promise<Gate> {
  const url = new URL(address);
  const target = { host: url.hostname, port: Number(url.port) };
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  const open = async (): Promise<void> => {
    if (server !== undefined) return;
    server = createServer((socket) => {
      const other = connect(target);
      for (const each of [socket, other]) {
        sockets.add(each);
        each
          .on('error', () => {})
          .on('close', () => {
            sockets.delete(each);
            for (const end of [socket, other]) end.destroy();
          });
      }
      socket.pipe(other).pipe(socket);
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    if (typeof bound === 'object' && bound !== null) port = bound.port;
  };
  const shut = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => (closing === undefined ? resolve() : closing.close(() => resolve())));
  };
  t.after(shut);
  await open();
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return { url: url.href, open, shut };
}
