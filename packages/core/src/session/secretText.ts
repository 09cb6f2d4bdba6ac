import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { invalid } from './options.js';

/** A secret as it is, or the name of an environment variable, read when the session function is made. */
export type SecretText = string | { readonly env: string };

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function readSecretText(maker: string, option: string, secret: unknown): string {
  const text = typeof secret === 'string' ? secret : readEnvironment(maker, option, secret);
  if (text === '') throw invalid(maker, option, 'is empty');
  return text;
}

function readEnvironment(maker: string, option: string, secret: unknown): string {
  const env = typeof secret === 'object' && secret !== null && 'env' in secret ? secret.env : undefined;
  if (typeof env !== 'string') throw invalid(maker, option, 'must be a text or { env: "NAME" }');
  const value = process.env[env];
  if (value === undefined) throw invalid(maker, option, `names an environment variable that is not set: "${env}"`);
  return value;
}

/** Compares texts with a secret in a time that tells nothing of it, its length included. */
export function createSecretTest(secret: string): (text: string) => boolean {
  const key = randomBytes(32);
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const known = digest(secret);
  return (text) => timingSafeEqual(digest(text), known);
}
