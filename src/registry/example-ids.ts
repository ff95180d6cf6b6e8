/**
 * Records of the demo's ledger by which examples name them. Their ids follow from who records and the idempotency keys of
 * the samples (`idFrom` in commands/event-writer.ts), so they are the same in every ledger of the name `ledger`.
 */
export const DEMO = {
  avtovaz: '641c3f54-b643-51fd-870a-4dfdf78846f9',
  kamaz: '475dbef2-a5bd-5fbf-9c29-64f9d7820e6b',
  mikron: '1999b435-d0da-5afd-8c9a-69a93b29caef',
  daaz: '43c515c6-5dea-554b-871e-3c196c297651',
  fund: '9358ebdd-e6d1-5d2f-b07b-e6b56d7f157f',
  ulyanovsk: 'RU-ULY',
  mordovia: 'RU-MO',
  governor: 'daba7ff9-ab12-5db0-9a8c-44205e23be74',
  presidentOfAvtovaz: 'b0a2da3f-23b4-5822-8e8b-fcca4edd3e38',
  minister: '27097443-0167-5043-b069-ccc7a880df4e',
  namesake: '2460e4cb-6d5d-50b2-b858-0be4290d2c87',
  project: 'fc3257cb-1324-5de2-95b0-c59387a37ad3',
  agreement: 'be4d332a-d497-501a-9faf-82060cb8be01',
  mission: 'dc203bcd-97bf-5da0-bedb-8d267610b969',
  series: '79deca34-31ca-501a-bc7b-054dc6c8f29d',
  subsidy: '491ba1fb-88b9-59d7-ac3d-5376e823e4c4',
  training: 'c1aa321f-04ee-55f3-afd5-593c651aa1c7',
  cluster: 'a0442e7f-5fff-553d-b66c-fb079911bd3b',
  news: '7a9cde23-9cdd-52bc-b6c4-2700a5a18f18',
  otherNews: 'cd9a3c8c-0311-5ce4-8e8c-984725b734f7',
  yetOtherNews: '0a868750-adea-5dbf-b36a-75223cbbff85',
  claim: '47593151-4d8f-5dd7-8fd3-83513f1a02b2',
} as const;

/** SHA-256 of the word `example`: a text that nobody has. */
export const EXAMPLE_TEXT = '50d858e0985ecc7f60418aaf0cc5ab587f42c2570a884095a9e8ccacd0f6545c';

/** How an old register is entered: the life cycle does not refuse it, and is kept as a warning. */
export const OLD = { entry: 'historical' } as const;
