/** The languages in which the audit writes sentences. */
export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How a sentence is written: in which language, and what records, regions and entries are called that stand in it by id. */
export interface Wording {
  readonly language: Language;
  readonly names: ReadonlyMap<string, string>;
}

/** A wording in which ids stand as they are. */
export function withoutNames(language: Language): Wording {
  return { language, names: new Map() };
}

/** A text in both. */
export type Bilingual = Readonly<Record<Language, string>>;

/** A text in both languages, Russian first as in the register's own tables. */
export function both(ru: string, en: string): Bilingual {
  return { ru, en };
}

/** `InCapitals` as `in capitals`. */
export function spacedOut(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}
