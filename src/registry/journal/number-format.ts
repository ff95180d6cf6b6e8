/** What a number's format may hold: the number itself, and the year in two or four digits. */
const PLACES = ['{n}', '{yy}', '{yyyy}'];

/** What is wrong with a format, as the end of a sentence; undefined for a good one such as `{n}/{yy}`. */
export function faultOfFormat(format: string): string | undefined {
  const places = format.match(/\{[^{}]*\}/g) ?? [];
  const strange = places.find((place) => !PLACES.includes(place));
  if (strange !== undefined) return `has no ${strange}; it may have ${PLACES.join(', ')}`;
  if (places.filter((place) => place === '{n}').length !== 1) return 'has {n}, the number, once';
  return /[{}]/.test(format.replace(/\{[^{}]*\}/g, '')) ? 'has braces around {n}, {yy} and {yyyy} only' : undefined;
}

/** A number as a format writes it. */
export function inFormat(format: string, number: number, { year }: { year: number }): string {
  return withYear(format, year).replace('{n}', String(number));
}

/**
 * The whole number that a number of an old register holds, by the journal's format, or as journals usually write it (`17`,
 * `17/98`, `17-1998`); undefined for an odd one.
 */
export function wholeNumberIn(text: string, format: string | undefined, year: number): number | undefined {
  const usual = ['{n}', '{n}/{yy}', '{n}/{yyyy}', '{n}-{yy}', '{n}-{yyyy}'];
  for (const each of format === undefined ? usual : [format, ...usual]) {
    const [before = '', after = ''] = withYear(each, year).split('{n}');
    const digits = text.slice(before.length, text.length - after.length);
    if (text === before + digits + after && /^\d{1,9}$/.test(digits)) return Number(digits);
  }
  return undefined;
}

function withYear(format: string, year: number): string {
  const digits = String(year).padStart(4, '0');
  return format.replaceAll('{yyyy}', digits).replaceAll('{yy}', digits.slice(-2));
}
