import type { Entry, LedgerEvent, LedgerRecord } from '../../kernel/entry.js';
import { statusOf } from '../document.js';
import { entryId, otherId, TODAY, viewOn, withDates } from '../../../test/fixtures/given-when-then.fixtures.js';
import type { JournalEvent } from './journal.js';
import { assignNumber, journalId, lineOf, readJournalId, registeredBy } from './journal.js';
import { journalKind } from './journal.kind.js';
import { facetsOf } from '../found-by.js';

const REQUEST = { key: 'k', correlationId: 'c', digest: 'd' };
const asked = (details: object = {}): LedgerEvent => ({
  type: 'RegistrationRequested',
  data: { ...details, act: { modality: 'fact', date: '2023-01-20', recording: 'live', source: null } },
});
const empty: LedgerRecord<JournalEvent> = { id: 'RU-ULY.2023', entries: [] };

/** The journal after one more agreement asked for a number. */
function next(journal: LedgerRecord<JournalEvent>, agreement: string): LedgerRecord<JournalEvent> {
  const line = assignNumber(journal, agreement, asked(), REQUEST);
  if (!line) return journal;
  const revision = journal.entries.length;
  const entry: Entry<JournalEvent> = {
    ...line,
    id: entryId(revision + 1),
    revision,
    recordedAt: `${TODAY}T09:00:00.000Z`,
    recordedOn: TODAY,
    actor: 'local',
  };
  return { id: journal.id, entries: [...journal.entries, entry] };
}

const numbers = (journal: LedgerRecord<JournalEvent>): number[] => journal.entries.map(({ data }) => data.number);

describe('numbers', () => {
  it('run 1, 2, 3 without gaps', () => {
    const journal = [1, 2, 3].map(otherId).reduce(next, empty);
    expect(numbers(journal)).toEqual([1, 2, 3]);
    expect([1, 2, 3].map((n) => lineOf(journal, otherId(n))?.data.number)).toEqual([1, 2, 3]);
  });

  it('are given to an agreement once, however often it asks', () => {
    const journal = [otherId(1), otherId(2), otherId(1), otherId(2), otherId(3)].reduce(next, empty);
    expect(numbers(journal)).toEqual([1, 2, 3]);
    expect(assignNumber(journal, otherId(1), asked(), REQUEST)).toBeUndefined();
    expect(lineOf(journal, otherId(9))).toBeUndefined();
  });

  it('come with the act and the request that asked for them', () => {
    const line = assignNumber(empty, otherId(1), asked({ formerNumber: '12-с' }), REQUEST);
    expect(line).toEqual({
      type: 'RegistrationNumberAssigned',
      data: {
        agreement: otherId(1),
        region: 'RU-ULY',
        year: 2023,
        number: 1,
        formerNumber: '12-с',
        request: REQUEST,
        act: { modality: 'fact', date: '2023-01-20', recording: 'live', source: null },
      },
    });
    expect(line && registeredBy(line.data)).toEqual({ region: 'RU-ULY', year: 2023, number: 1, formerNumber: '12-с' });
  });

  it('stand in no other record than a journal', () => {
    expect(assignNumber({ id: otherId(1), entries: [] }, otherId(2), asked(), REQUEST)).toBeUndefined();
  });
});

describe('the id of a journal', () => {
  it.each([
    ['RU-ULY', 2023, 'RU-ULY.2023'],
    ['RU-MO', 987, 'RU-MO.0987'],
  ])('%s %d: %s', (region, year, id) => {
    expect(journalId(region, year)).toBe(id);
    expect(readJournalId(id)).toEqual({ region, year });
  });

  it.each(['RU-ULY', 'RU-ULY.', 'RU-ULY.23', 'RU-ULY.2023.1', 'RU-XX.2023', 'RU-ULY.02023', '.2023', ''])(
    '%s is none',
    (id) => {
      expect(readJournalId(id)).toBeUndefined();
    },
  );
});

describe('a journal', () => {
  it('is open and shows its lines', () => {
    const journal = withDates(journalKind, [otherId(1), otherId(2)].reduce(next, empty));
    expect(statusOf(journalKind, journal, TODAY).status).toBe('open');
    expect(viewOn(journalKind, journal, TODAY)).toMatchObject({
      region: 'RU-ULY',
      year: 2023,
      lines: [
        { number: 1, agreement: otherId(1), date: '2023-01-20' },
        { number: 2, agreement: otherId(2) },
      ],
    });
    expect(facetsOf(journalKind, journal)).toMatchObject({ regions: ['RU-ULY'] });
  });
});
