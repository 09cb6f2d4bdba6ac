import { isAscii, isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Failure } from './failure.js';

const BYTE_ORDER_MARK = '\ufeff';

const unzip = promisify(gunzip);
/** One encoding at most: a chain of them is a way to hide a bomb, and no server needs it. */
const DECODERS = new Map([
  ['gzip', unzip],
  ['x-gzip', unzip],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** Whether a `content-encoding` is one that {@link readBody} knows. */
export function isReadable(encoding: string): boolean {
  const name = nameOf(encoding);
  return name === IDENTITY || DECODERS.has(name);
}

const IDENTITY = 'identity';

function nameOf(encoding: string): string {
  return encoding.trim().toLowerCase() || IDENTITY;
}

/**
 * A body's text. Bytes are counted after decompression, which stops at the limit, so a small body that unfolds into a
 * huge one costs no more than the limit.
 */
export function readBody(body: Buffer, encoding: string, limit: number): string | Failure | Promise<string | Failure> {
  const name = nameOf(encoding);
  return name === IDENTITY ? readText(body) : decode(body, name, limit);
}

async function decode(body: Buffer, encoding: string, limit: number): Promise<string | Failure> {
  const decoder = DECODERS.get(encoding);
  if (decoder === undefined) return { kind: 'invalid', what: 'encoding' };
  try {
    return readText(await decoder(body, { maxOutputLength: limit }));
  } catch (error) {
    const isTooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? { kind: 'tooLarge' } : { kind: 'invalid', what: 'encoding' };
  }
}

function readText(bytes: Buffer): string | Failure {
  // Most bodies are ASCII throughout: told apart, they become text without being decoded.
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) return { kind: 'invalid', what: 'utf8' };
  const text = bytes.toString();
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
