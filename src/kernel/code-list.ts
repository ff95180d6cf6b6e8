/** An entry of a code list that a standard keeps: its code and what it is called in both languages. */
export interface Coded {
  readonly code: string;
  readonly names: { readonly ru: string; readonly en: string };
}

/** An entry from its code and its names in Russian and English. */
export function coded(code: string, ru: string, en: string): Coded {
  return { code, names: { ru, en } };
}

/** The entries of a list, to be found by their codes. */
export function byCode(list: readonly Coded[]): ReadonlyMap<string, Coded> {
  return new Map(list.map((entry) => [entry.code, entry]));
}
