import Database from 'better-sqlite3';
import { kindNamed } from '../../registry/registry.js';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { PresentDocuments } from './present-documents.js';

const PARTY = kindNamed('party')!;
let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});
afterEach(() => ledger.remove());

test('a document that is kept in memory is the one that stands in the views', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  await ledger.withViews(async (_models, _runner, { database, file }) => {
    const others = new Database(file, { readonly: true });
    try {
      const change = database.prepare('UPDATE document SET digest = ?');
      const tagIn = async (documents: PresentDocuments): Promise<string | undefined> =>
        (await documents.on('2023-02-01').document(PARTY, id))?.etag;
      const [here, elsewhere] = [new PresentDocuments(database), new PresentDocuments(others)];
      const first = [await tagIn(here), await tagIn(here), await tagIn(elsewhere)];
      expect(first).toEqual([expect.stringMatching(/^"0\.\w+"$/), first[0], first[0]]);

      database.exec('BEGIN');
      change.run('undone');
      expect(await tagIn(here)).toBe('"0.undone"');
      database.exec('ROLLBACK');
      expect([await tagIn(here), await tagIn(elsewhere)]).toEqual([first[0], first[0]]);

      change.run('changed');
      expect([await tagIn(here), await tagIn(elsewhere)]).toEqual(['"0.changed"', '"0.changed"']);
      expect(await here.on('2023-02-01').document(PARTY, 'another')).toBeUndefined();
    } finally {
      others.close();
    }
  });
});
