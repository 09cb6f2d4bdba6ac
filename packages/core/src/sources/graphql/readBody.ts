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
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decoded as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return { kind: 'tooLarge' }; // leaving the loop destroys the stream, and with it the socket
    chunks.push(chunk);
  }
  const [first = Buffer.alloc(0), second] = chunks;
  const bytes = second === undefined ? first : Buffer.concat(chunks, size);
  if (!isUtf8(bytes)) return { kind: 'invalid', what: 'utf8' };
  const text = bytes.toString();
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
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

/** Errors of a stream are met by the loop that reads it. */
function ignore(): void {}
