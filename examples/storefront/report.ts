import { inspect } from 'node:util';
import { parse, print } from 'graphql';
import type { Call } from './support/observed.js';

/** What one stop of the tour took and gave. */
export interface Visit {
  readonly answer: unknown;
  /** By source. */
  readonly calls: Readonly<Record<string, readonly Call[]>>;
}

const WIDTH = 110;

/** A visit as text for a reader who sees this for the first time. */
export function report(title: string, query: string, { answer, calls }: Visit): string {
  const sources = Object.entries(calls).filter(([, calls]) => calls.length > 0);
  const counts = sources.map(([source, { length }]) => `${length} to ${source}`);
  return [
    `── ${title} ${'─'.repeat(WIDTH - title.length - 4)}`,
    dedent(query),
    'The answer:',
    indent(toText(answer)),
    `The calls it took: ${counts.join(', ')}`,
    ...sources.flatMap(([source, calls]) =>
      calls.map((call, i) => `${source}, call ${i + 1}\n${indent(describe(call))}`),
    ),
  ].join('\n\n');
}

export function describe({ text, values }: Call): string {
  const isSql = Array.isArray(values);
  if (isSql) return `${layOut(text)}\nparameters: ${toText(values)}`;
  // The name of an action is no document.
  return text.includes('{') ? `${printDocument(text)}\nvariables: ${toText(values)}` : `${text} ${toText(values)}`;
}

export const toText = (value: unknown) =>
  inspect(value, { depth: Infinity, breakLength: WIDTH - 10, maxArrayLength: null });

/** Takes the first line's indentation off every line. */
function dedent(text: string): string {
  const indentation = /^\n?( *)/.exec(text)?.[1] ?? '';
  return text.replaceAll(`\n${indentation}`, '\n').trim();
}

/** As graphql-js prints it, innermost selections on one line. */
const printDocument = (text: string) =>
  print(parse(text)).replace(/\{\s+([^{}]*?)\s+\}/g, (_, fields) => `{ ${fields.replace(/\s+/g, ' ')} }`);

export const indent = (text: string) => text.replace(/^(?=.)/gm, '  ');

/** Breaks SQL before its clauses, indented by the selects around them; then what is still too long after commas. */
function layOut(sql: string): string {
  const parentheses: ('select' | 'other')[] = [];
  const newLine = () => `\n${'  '.repeat(parentheses.filter((kind) => kind === 'select').length)}`;
  return sql
    .replace(/\(select\b|[()]| (?=(?:select|from|where|order by|cross join|(?<!cross )join)\b)/g, (token) => {
      if (token === ' ') return newLine();
      if (token === ')') parentheses.pop();
      else parentheses.push(token === '(' ? 'other' : 'select');
      return token === '(select' ? `(${newLine()}select` : token;
    })
    .replace(/^( *)(.*)$/gm, (_, margin, line) => margin + wrap(line, WIDTH - margin.length).join(`\n${margin}  `));
}

const wrap = (line: string, width: number) =>
  (line.match(new RegExp(`.{1,${width - 4}}(?:,(?= [^'])|$)|.+`, 'g')) ?? []).map((part) => part.trim());
