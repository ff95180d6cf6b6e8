/**
 * A command as a client would send it. In the path and the body `@name` stands for the id of the record that the step of
 * that name began, and `@name#` for the id of the entry that it recorded.
 */
export interface Step {
  name?: string;
  /** Below `/v1/`. */
  to: string;
  body: Record<string, unknown>;
}

/** Digits by which texts are known. */
export const TEXTS = {
  first: '1'.repeat(64),
  second: '2'.repeat(64),
  amendment: '3'.repeat(64),
  minutes: '4'.repeat(64),
};
/** A title in both languages. */
export const title = (en: string): { en: string; ru: string } => ({ en, ru: `${en} (рус.)` });

/** A place in the source that the first step registers. */
export const IN_TEXT = { id: '@text', paragraph: 3, page: 1, language: 'ru', quotation: 'Слова источника.' };
