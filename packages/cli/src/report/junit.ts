import { countOf, type Finding } from './finding.js';

/** For CI servers that show tests: a suite per file and a case per finding; errors are failures. */
export function printJunit(findings: readonly Finding[]): string {
  const files = [...new Set(findings.map(fileOf))];
  const suites = files.map((file) =>
    printSuite(
      file,
      findings.filter((finding) => fileOf(finding) === file),
    ),
  );
  const passed =
    '  <testsuite name="remote-joins" tests="1" failures="0">\n    <testcase name="check" classname="remote-joins"/>\n  </testsuite>';
  const counts = `tests="${Math.max(findings.length, 1)}" failures="${countOf(findings, 'error')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="remote-joins" ${counts}>`,
    ...(suites.length === 0 ? [passed] : suites),
    '</testsuites>',
  ].join('\n');
}

function fileOf({ location }: Finding): string {
  return location?.file ?? 'remote-joins';
}

function printSuite(file: string, findings: readonly Finding[]): string {
  const counts = `tests="${findings.length}" failures="${countOf(findings, 'error')}"`;
  return [`  <testsuite name="${toXml(file)}" ${counts}>`, ...findings.map(printCase), '  </testsuite>'].join('\n');
}

function printCase({ code, severity, coordinate, message, remedy, location }: Finding): string {
  const file = location === undefined ? '' : ` file="${toXml(location.file)}" line="${location.line}"`;
  const place = location === undefined ? '' : `${location.file}:${location.line}:${location.column}\n`;
  const text = toXml(`${place}${message} ${remedy}`);
  const body =
    severity === 'error'
      ? `<failure type="${code}" message="${toXml(message)}">${text}</failure>`
      : `<system-out>${severity} ${text}</system-out>`;
  return `    <testcase name="${toXml(`${code} ${coordinate}`)}" classname="${toXml(location?.file ?? 'remote-joins')}"${file}>\n      ${body}\n    </testcase>`;
}

function toXml(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write these
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\uFFFD')
  );
}
