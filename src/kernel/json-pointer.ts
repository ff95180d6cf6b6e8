/** A step of a JSON pointer (RFC 6901, section 3), with its slash; `key` is the name of a field or a place in a list. */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
