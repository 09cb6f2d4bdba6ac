import { isUtf8 } from 'node:buffer';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Failure } from './failure.js';

const BYTE_ORDER_MARK = '\ufeff';

/**
 * Reads a whole response body as text. Bytes are counted after decompression and reading stops at the limit, so a small
 * body that unfolds into a huge one costs no more than the limit. Rejects where the body breaks off.
 */
export async function readBody(body: Readable, encoding: string, limit: number): Promise<string | Failure> {
  const decoded = decode(body, encoding.trim().toLowerCase());
  if (decoded === undefined) {
    discardBody(body);
    return { kind: 'invalid', what: 'encoding' };
  }
  const bytes = await collect(decoded, limit);
  if (bytes === undefined) return { kind: 'tooLarge' };
  if (!isUtf8(bytes)) return { kind: 'invalid', what: 'utf8' };
  const text = bytes.toString();
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/** All bytes of a stream; undefined where they are more than the limit. (An async iterator costs more than small bodies do.) */
function collect(stream: Readable, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      resolve(undefined);
      stream.destroy(); // and with it the socket
    });
    stream.on('end', () => {
      const [first] = chunks;
      resolve(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, size));
    });
    stream.on('error', reject);
    stream.on('close', () => reject(new Error('The body broke off.')));
  });
}

/** Closes the connection of a response that nobody will read. */
export function discardBody(body: Readable): void {
  body.on('error', ignore).destroy();
}

/** One encoding at most: a chain of them is a way to hide a bomb, and no server needs it. */
function decode(body: Readable, encoding: string): Readable | undefined {
  switch (encoding) {
    case '':
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return pipeline(body, createGunzip(), ignore);
    case 'deflate':
      return pipeline(body, createInflate(), ignore);
    case 'br':
      return pipeline(body, createBrotliDecompress(), ignore);
    default:
      return undefined;
  }
}

/** Errors of a stream are met by what reads it. */
function ignore(): void {}
