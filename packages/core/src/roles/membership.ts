/** That an object type is one of an interface's or union's, as something that may be hidden. No coordinate looks like it. */
export function membership(abstract: string, object: string): string {
  return `${abstract}|${object}`;
}
