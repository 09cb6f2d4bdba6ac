import type { Style } from '../terminal/style.js';
import { countOf, type Finding, type Severity } from './finding.js';

/**
 * For people:
 *
 *   schema/orders.graphql:12:3  error  UNKNOWN_COLUMN  Order.customer
 *     The table has no column "customerid". Did you mean "customer_id"?
 *     → Name a column of the table.
 */
export function printText(findings: readonly Finding[], style: Style): string {
  const lines = findings.map(({ code, severity, coordinate, message, remedy, location }) => {
    const place = location === undefined ? [] : [style.bold(`${location.file}:${location.line}:${location.column}`)];
    const head = [...place, paint(style, severity), code, coordinate].join('  ');
    return `${head}\n  ${message}\n  ${style.dim('→')} ${remedy}\n`;
  });
  return [...lines, summary(findings)].join('\n');
}

function paint(style: Style, severity: Severity): string {
  switch (severity) {
    case 'error':
      return style.red('error');
    case 'warning':
      return style.yellow('warning');
    case 'note':
      return style.dim('note');
    default:
      return severity satisfies never;
  }
}

function summary(findings: readonly Finding[]): string {
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = countOf(findings, severity);
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return counts.length === 0 ? 'No problems.' : `${counts.join(', ')}.`;
}
