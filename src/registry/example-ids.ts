/**
 * Records of the demo's ledger by which examples name them. Their ids follow from who records and the idempotency keys of
 * the samples (`idFrom` in commands/event-writer.ts), so they are the same in every ledger of the name `ledger`.
 */
export const DEMO = {
  avtovaz: '5775ae62-8ad1-5ae8-8268-67dd5cac1c46',
  kamaz: '8094a2c5-abef-5201-b77d-ee0bd211aff8',
  mikron: 'df310e29-cd4b-531e-ba53-b18b8683430e',
  daaz: 'ccf08850-6bf3-524c-8ff6-efb69484e87e',
  fund: '0c2573c5-d2cf-5ea0-910c-4127640df4a8',
  ulyanovsk: 'RU-ULY',
  mordovia: 'RU-MO',
  governor: '29a40c89-b00f-50b5-a248-d9c2f17015ec',
  presidentOfAvtovaz: '5d5ff25c-92b6-58d1-874e-a66d4cc39907',
  minister: '9aa7613c-a98f-5059-b73b-524b00825271',
  namesake: 'bfdd84ab-1173-5e91-b3ac-af16d346cd92',
  project: '3f139ff0-1c6d-5af1-b949-0d3e027f5e87',
  agreement: '66983079-e69f-5a82-a8e6-a1d4005505e1',
  mission: '194e7db5-e8f3-5b9a-82f6-dfc313907808',
  series: '5912f406-4350-5a36-ac4b-a6ea42eef067',
  subsidy: '5c185913-f768-5489-afc2-fb5d6fa9b90e',
  training: '44928baf-f2f5-5d5c-80b7-d8a9879a0a6a',
  cluster: '95096e02-7eb5-5802-b2e1-e9023e56db41',
  news: '895e6e9b-118a-5ee1-866d-8347777b79c3',
  otherNews: '669dbc71-4200-5950-86b1-90448bc1270f',
  yetOtherNews: 'ab0931ac-fe12-5f96-8a95-f3664fbbea63',
  commitment: '505493ab-f4b4-57e1-83c3-98b493c98a70',
  site: '4b38ba05-3c7d-5f73-894f-1e6130a6ee68',
  claim: '1fdfdda9-4dd0-5024-bc2a-70f5ce3526cd',
} as const;

/** SHA-256 of the word `example`: a text that nobody has. */
export const EXAMPLE_TEXT = '50d858e0985ecc7f60418aaf0cc5ab587f42c2570a884095a9e8ccacd0f6545c';

/** How an old register is entered: the life cycle does not refuse it, and is kept as a warning. */
export const OLD = { recording: 'historical' } as const;
