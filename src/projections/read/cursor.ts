/** A cursor that says how far a page has come, as a number. */
export function writeCursor(place: number): string {
  return Buffer.from(String(place)).toString('base64url');
}

/** The number in a cursor; undefined for what is none. */
export function readCursor(cursor: string): number | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  return /^\d{1,15}$/.test(text) && writeCursor(Number(text)) === cursor ? Number(text) : undefined;
}
