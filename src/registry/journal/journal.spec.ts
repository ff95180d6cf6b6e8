import type { DatedRecord } from '../../kernel/dated.js';
import type { Entry, LedgerRecord } from '../../kernel/entry.js';
import { statusOf } from '../document.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import {
  and,
  entryId,
  otherId,
  TODAY,
  viewOn,
  when,
  withDates,
} from '../../../test/fixtures/given-when-then.fixtures.js';
import { OpenJournal, SetNumbering } from './journal.commands.js';
import type { JournalEvent, NumberWanted } from './journal.js';
import { journalFacts, journalId, lineFor, nextLine, readJournalId, registeredBy, takesLiveLines } from './journal.js';
import { journalKind } from './journal.kind.js';
import { facetsOf } from '../found-by.js';

const REQUEST = { key: 'k', correlationId: 'c', digest: 'd' };
const EMPTY: LedgerRecord = { id: 'RU-ULY.2023', entries: [] };

const asked = (id: string, recording: 'live' | 'historical', formerNumber?: string): NumberWanted['asked'] => ({
  id,
  type: 'RegistrationRequested',
  revision: 5,
  recordedAt: `${TODAY}T09:00:00.000Z`,
  recordedOn: TODAY,
  actor: 'local',
  data: {
    ...(formerNumber === undefined ? {} : { formerNumber }),
    act: { modality: 'fact', date: '2023-01-20', recording, source: null },
  },
});

/** The journal after one more agreement asked for a line. */
function next(journal: LedgerRecord, n: number, entry = asked(entryId(100 + n), 'live'), details = {}): DatedRecord {
  const wanted = { id: otherId(n), title: { en: 'On tools' }, parties: ['RU-ULY'], asked: entry, ...details };
  const { data } = nextLine(journal as LedgerRecord<JournalEvent>, wanted, REQUEST)!;
  const { act, ...line } = data;
  return and(journalKind, journal, ['RegistrationNumberAssigned', line, act]);
}

const live = (journal: LedgerRecord, n: number): DatedRecord => next(journal, n);
const old = (journal: LedgerRecord, n: number, number?: string): DatedRecord =>
  next(journal, n, asked(entryId(100 + n), 'historical', number));
const journal = (...events: readonly GivenEvent[]): DatedRecord => and(journalKind, EMPTY, ...events);
const factsOf = (record: LedgerRecord) => journalFacts(record as LedgerRecord<JournalEvent>);
const written = (record: LedgerRecord): unknown[] =>
  (viewOn(journalKind, withDates(journalKind, record), TODAY) as { lines: { writtenAs: string | null }[] }).lines.map(
    (line) => line.writtenAs,
  );

describe('numbers', () => {
  it('run 1, 2, 3 without gaps', () => {
    const three = [1, 2, 3].reduce(live, EMPTY);
    expect(factsOf(three).lines.map(({ data }) => data.number)).toEqual([1, 2, 3]);
    expect(written(three)).toEqual(['1', '2', '3']);
  });

  it('are known again by the request that asked for them', () => {
    const two = [1, 2].reduce(live, EMPTY);
    expect(lineFor(factsOf(two), otherId(2), entryId(102), REQUEST)?.data.number).toBe(2);
    expect(lineFor(factsOf(two), otherId(2), entryId(103), REQUEST)).toBeUndefined();
  });

  it('are known again in older logs by its key', () => {
    const line = { agreement: otherId(1), region: 'RU-ULY', year: 2023, number: 1, request: REQUEST };
    const before = factsOf(journal(['RegistrationNumberAssigned', line]));
    expect(lineFor(before, otherId(1), entryId(101), REQUEST)?.data.number).toBe(1);
    expect(lineFor(before, otherId(1), entryId(101), { ...REQUEST, digest: 'other' })).toBeUndefined();
    expect(lineFor(before, otherId(2), entryId(101), REQUEST)).toBeUndefined();
  });

  it('begin where the journal says, in its format, which changes no number given before', () => {
    const opened = journal(['NumberingSet', { region: 'RU-ULY', year: 2023, firstNumber: 13, format: '{n}/{yy}' }]);
    const changed = and(journalKind, live(opened, 1), ['NumberingSet', { format: 'С-{n}' }]);
    expect(written(live(changed, 2))).toEqual(['13/23', 'С-14']);
  });

  it('of old registers stay as they were, gaps and odd ones included, and get no new ones', () => {
    const paper = ['17/98', '17-а', undefined, '3'].reduce<LedgerRecord>((so, number, n) => old(so, n, number), EMPTY);
    expect(written(paper)).toEqual(['17/98', '17-а', null, '3']);
    expect(factsOf(paper).lines.map(({ data }) => data.number)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('go on after those on paper, and pass over what stands there', () => {
    const paper = ['1', '12/23', '7-2023'].reduce<LedgerRecord>((so, number, n) => old(so, n, number), EMPTY);
    const two = old(live(paper, 4), 5, '14');
    expect(written(live(live(two, 6), 7))).toEqual(['1', '12/23', '7-2023', '13', '14', '15', '16']);
  });

  it('are given to a historical entry that states none, where the journal gives numbers', () => {
    expect(written(old(live(EMPTY, 1), 2))).toEqual(['1', '2']);
  });

  it('come with the act, the request, and what the journal writes of the agreement', () => {
    const details = { registers: entryId(9), subject: 'amendment' as const };
    const record = next(EMPTY, 1, asked(entryId(101), 'live', '12-с'), details);
    const line = factsOf(record).lines[0]!.data;
    expect(line).toEqual({
      agreement: otherId(1),
      region: 'RU-ULY',
      year: 2023,
      number: 1,
      formerNumber: '12-с',
      ...details,
      title: { en: 'On tools' },
      parties: ['RU-ULY'],
      asked: entryId(101),
      request: REQUEST,
      act: { modality: 'fact', date: '2023-01-20', recording: 'live', source: null },
    });
    expect(registeredBy(line)).toEqual({ region: 'RU-ULY', year: 2023, number: 1, formerNumber: '12-с' });
  });

  it('stand in no other record than a journal', () => {
    const wanted = { id: otherId(2), parties: [], asked: asked(entryId(1), 'live') };
    expect(nextLine({ id: otherId(1), entries: [] }, wanted, REQUEST)).toBeUndefined();
  });
});

describe('live lines', () => {
  const stood = old(EMPTY, 1, '17/98');

  it.each([
    ['a journal of a past year that holds numbers of an old register', stood, 2024, false],
    ['the same in its own year', stood, 2023, true],
    ['one that gave a number itself', old(live(EMPTY, 1), 2, '17'), 2024, true],
    ['an empty one of a past year', EMPTY, 2024, true],
    ['one that is to be entered as it stood', journal(['NumberingSet', { asItStood: true }]), 2023, false],
  ])('are taken or not by %s', (_which, record, thisYear, taken) => {
    expect(takesLiveLines(factsOf(record), 2023, thisYear)).toBe(taken);
  });
});

describe('the numbering of a journal', () => {
  const place = { region: 'RU-ULY', year: 2023 };

  it('is set before its first line, and later', () => {
    const opened = when(journalKind, OpenJournal, { ...place, firstNumber: 13, format: '{n}/{yyyy}' }, EMPTY);
    expect(opened.events).toMatchObject([{ type: 'NumberingSet', data: { ...place, firstNumber: 13 } }]);
    const { record, refused } = when(journalKind, SetNumbering, { firstNumber: 14 }, opened.record);
    expect(refused).toEqual([]);
    expect(viewOn(journalKind, record, TODAY)).toMatchObject({
      numbering: { firstNumber: 14, format: '{n}/{yyyy}', asItStood: false },
      lines: [],
    });
    expect(['1998-01-01', TODAY].map((day) => statusOf(journalKind, record, day).status)).toEqual(['open', 'open']);
  });

  it.each([
    ['number-format', '/format', { format: '{n}/{week}' }, EMPTY],
    ['number-format', '/format', { format: '{yy}' }, EMPTY],
    ['number-format', '/format', { format: '{n}{n}' }, EMPTY],
    ['number-format', '/format', { format: '{n}/{' }, EMPTY],
    ['first-number-before-any-line', '/firstNumber', { firstNumber: 2 }, live(EMPTY, 1)],
    ['as-it-stood-gives-no-numbers', '/firstNumber', { firstNumber: 2, asItStood: true }, EMPTY],
    ['as-it-stood-gives-no-numbers', '/asItStood', { asItStood: true }, live(EMPTY, 1)],
    ['an-intention-is-not-an-act', '/modality', { format: '{n}', modality: 'will' }, EMPTY],
  ])('keeps the rule %s', (rule, pointer, body, record) => {
    expect(when(journalKind, SetNumbering, body, record).refused).toEqual([{ rule, pointer }]);
  });

  it.each([
    ['/firstNumber', { firstNumber: 0 }],
    ['/format', { format: '' }],
    ['/region', { region: 'RU-XX' }],
  ])('refuses a bad %s', (pointer, body) => {
    expect(when(journalKind, OpenJournal, { ...place, ...body }, EMPTY).invalid).toEqual([pointer]);
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
  const two = [1, 2].reduce(live, EMPTY) as DatedRecord;

  it('is open and shows its lines', () => {
    expect(statusOf(journalKind, two, TODAY).status).toBe('open');
    expect(viewOn(journalKind, two, TODAY)).toMatchObject({
      region: 'RU-ULY',
      year: 2023,
      lines: [
        { number: 1, agreement: otherId(1), title: { en: 'On tools' }, parties: ['RU-ULY'], date: '2023-01-20' },
        { number: 2, agreement: otherId(2), subject: 'agreement', voided: null },
      ],
    });
    expect(facetsOf(journalKind, two)).toMatchObject({ regions: ['RU-ULY'] });
  });

  it('shows the day to which a registration was corrected, and the one that the line had', () => {
    const [line] = two.entries as [Entry];
    const dated = and(journalKind, two, ['LineDated', { line: line.id, date: '2023-01-12' }]);
    expect(viewOn(journalKind, dated, TODAY)).toMatchObject({
      lines: [{ date: '2023-01-12', corrected: { entry: entryId(3), date: '2023-01-20' } }, { corrected: null }],
    });
    const undated = and(journalKind, dated, ['LineDated', { line: line.id, date: null }]);
    expect(viewOn(journalKind, undated, TODAY)).toMatchObject({ lines: [{ date: null }, {}] });
  });

  it('says of a line that it was voided, until it stands again; its number stays used', () => {
    const [line] = two.entries as [Entry];
    const voided = and(journalKind, two, ['LineVoided', { line: line.id }]);
    expect(viewOn(journalKind, voided, TODAY)).toMatchObject({
      lines: [{ number: 1, voided: { entry: entryId(3) } }, { voided: null }],
    });
    expect(written(live(voided, 3))).toEqual(['1', '2', '3']);
    const again = and(journalKind, voided, ['LineRestored', { line: line.id }]);
    expect(viewOn(journalKind, again, TODAY)).toMatchObject({ lines: [{ voided: null }, { voided: null }] });
  });
});
