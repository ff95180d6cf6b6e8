/**
 * Undefined for a good language tag (BCP 47) in its canonical form, else the rule it breaks. Whether anybody speaks the language is
 * not looked at: no list has them all.
 */
export function checkLanguageTag(text: string): string | undefined {
  const canonical = canonicalTag(text);
  // Longer first parts are reserved: nothing is registered for them, and words would pass for languages.
  if (canonical === undefined || !/^[a-z]{2,3}(-|$)/.test(canonical)) {
    return 'must be a language tag (BCP 47) such as kk, zh-Hans or pt-BR';
  }
  return canonical === text ? undefined : `must be in its canonical form, ${canonical}`;
}

/** Whether the text is a language tag in its canonical form. */
export function isLanguageTag(text: string): boolean {
  return checkLanguageTag(text) === undefined;
}

function canonicalTag(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined;
  }
}
