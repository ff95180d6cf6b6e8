/** A scheme of identifiers, as reference data. */
export interface IdentifierScheme {
  readonly scheme: string;
  /** Whether a value of it names one record of a kind at most; where it does not, several may bear the same. */
  readonly namesOne: boolean;
  /** It has a field of its own, which is checked, and perhaps personal: no other command states it. */
  readonly hasField: boolean;
}

/** The schemes that there are: identifiers beside those that the ledger gives itself (rule 17). */
export const IDENTIFIER_SCHEMES = [
  // How a text is cited, and its place in a treaty series or an official gazette.
  { scheme: 'citation', namesOne: true, hasField: false },
  { scheme: 'treaty-series', namesOne: true, hasField: false },
  // The number in an old register, and the number of a file of papers.
  { scheme: 'old-number', namesOne: true, hasField: false },
  { scheme: 'file-number', namesOne: true, hasField: false },
  { scheme: 'doi', namesOne: true, hasField: false },
  // Codes of places and trades (ОКТМО, ОКПО): a town and its administration may bear the same.
  { scheme: 'oktmo', namesOne: false, hasField: false },
  { scheme: 'okpo', namesOne: false, hasField: false },
  { scheme: 'other', namesOne: false, hasField: false },
  // An INN may be that of two records with a KPP each: of divisions.
  { scheme: 'inn', namesOne: false, hasField: true },
  { scheme: 'ogrn', namesOne: true, hasField: true },
  { scheme: 'ogrnip', namesOne: true, hasField: true },
  { scheme: 'kpp', namesOne: false, hasField: true },
] as const satisfies readonly IdentifierScheme[];

/** Names of all schemes. */
export const SCHEMES: readonly string[] = IDENTIFIER_SCHEMES.map(({ scheme }) => scheme);

/** Names of the schemes of which a value names one record of a kind at most. */
export const SCHEMES_OF_ONE: readonly string[] = IDENTIFIER_SCHEMES.filter(({ namesOne }) => namesOne).map(
  ({ scheme }) => scheme,
);

/** Names of the schemes that have no field of their own. */
export const OTHER_SCHEMES: readonly string[] = IDENTIFIER_SCHEMES.filter(({ hasField }) => !hasField).map(
  ({ scheme }) => scheme,
);
