import type { RelativeDate } from '../kernel/entry.js';
import { agreementKind } from '../registry/agreement/agreement.kind.js';
import {
  A,
  adopted,
  agreement,
  announced,
  B,
  PERSON_A,
  ruled,
  signed,
} from '../../test/fixtures/agreement.fixtures.js';
import type { GivenEvent } from '../../test/fixtures/given-when-then.fixtures.js';
import { entryId, given, otherId, RECORD_ID, TODAY } from '../../test/fixtures/given-when-then.fixtures.js';
import { meetingKind } from '../registry/meeting/meeting.kind.js';
import { partyKind } from '../registry/party/party.kind.js';
import { KINDS } from '../registry/registry.js';
import type { Explanation, FieldExplained } from './explain.js';
import { stepsThrough } from './audited.js';
import { explain } from './explain.js';
import { explainedIn } from '../../test/fixtures/explained.fixtures.js';
import { auditedOf, resolved, tellableOf } from '../../test/fixtures/audited-history.fixtures.js';

const TEXT_OF_A = { id: otherId(7), paragraph: 3 };

const act = (recordedOn: string, date: string | null = null) => ({ recordedOn, date });

function field({ fields }: Explanation, pointer: string): FieldExplained {
  const found = explainedIn(fields).find((each) => each.pointer === pointer);
  if (!found) throw new Error(`nothing is explained at ${pointer}`);
  return found;
}

async function explained(
  ...[record, day, index]: [ReturnType<typeof agreement>, string, number?]
): Promise<Explanation> {
  const audited = auditedOf(agreementKind, record);
  const found = await explain(audited, { transactionIndex: index ?? audited.head, validDay: day }, 'ru');
  if (!found) throw new Error('there is no answer');
  return found;
}

const SIGNED_BY_BOTH = agreement(
  announced({}, { modality: 'will', ...act('2023-01-10', '2023-01-09') }),
  adopted(undefined, act('2023-01-11', '2023-01-10')),
  signed(A, { ...act('2023-01-12', '2023-01-12'), source: TEXT_OF_A }),
  signed(B, act('2023-01-13', '2023-01-13')),
);

describe('given an agreement that both parties signed', () => {
  it('tells which event set the status, when it happened and was recorded, on which source, and what was before', async () => {
    const explanation = await explained(SIGNED_BY_BOTH, '2023-01-13');
    expect(field(explanation, '/status')).toEqual({
      pointer: '/status',
      label: 'Статус',
      sentence:
        'Статус: подписано. Установлено записью «соглашение подписано стороной» (13 января 2023 г.), внесённой 13 января ' +
        '2023 г. До этого: подписано частично. Основания: соглашение подписано стороной (12 января 2023 г.); соглашение ' +
        'подписано стороной (13 января 2023 г.).',
      value: 'signed',
      setBy: entryId(4),
      before: { value: 'partly-signed', setBy: entryId(3) },
      followsFromDates: false,
      basis: [entryId(4), entryId(3)].sort(),
    });
    expect(explanation.entries.find(({ event }) => event === entryId(3))).toEqual({
      event: entryId(3),
      type: 'AgreementSigned',
      index: 2,
      revision: 2,
      modality: 'fact',
      happened: '2023-01-12',
      recordedAt: '2023-01-12T09:00:00.000Z',
      actor: 'local',
      source: TEXT_OF_A,
      contradictedBy: [],
      dependsOn: [],
    });
    expect(field(explanation, '/title')).toMatchObject({
      setBy: entryId(1),
      before: null,
      value: { en: 'On cooperation' },
    });
    expect(field(explanation, '/parties/1')).toMatchObject({ setBy: entryId(4), basis: [entryId(4)] });
    expect(field(explanation, '/parties')).not.toHaveProperty('value');
  });

  it('tells what was known at an earlier moment', async () => {
    const explanation = await explained(SIGNED_BY_BOTH, '2023-01-13', 1);
    expect(explanation).toMatchObject({ index: 1, revision: 1, on: '2023-01-13', replayedFrom: null });
    expect(field(explanation, '/status')).toMatchObject({ value: 'draft', setBy: entryId(2) });
    expect(explanation.entries.map(({ event }) => event)).toEqual([entryId(1), entryId(2)]);
  });

  it('says of a status that came with a day that it follows from dates, and on what it rests', async () => {
    const rule = ruled('on-fixed-date', { on: '2023-06-01' }, act('2023-01-14'));
    const record = { ...SIGNED_BY_BOTH, entries: [...SIGNED_BY_BOTH.entries, ...given(agreementKind, rule).entries] };
    record.entries[4] = { ...record.entries[4]!, id: entryId(5), revision: 4 };
    const then = await explained(record, '2023-01-14');
    expect(field(then, '/status')).toMatchObject({ value: 'signed', setBy: entryId(4), followsFromDates: false });
    const later = await explained(record, '2023-06-01');
    expect(field(later, '/status')).toMatchObject({
      value: 'in-force',
      setBy: entryId(5),
      before: { value: 'signed', setBy: entryId(4) },
      followsFromDates: true,
    });
    expect(field(later, '/status').basis).toContain(entryId(5));
    expect(field(later, '/force')).toMatchObject({ followsFromDates: false });
  });

  it('names the source that contradicts an entry', async () => {
    const record = agreement(announced({}, act('2023-01-10', '2022-11-05')), [
      'EntryAttested',
      { attests: entryId(1), agrees: false, happened: '2022-12' },
      { source: { id: otherId(8) }, ...act('2023-01-20') },
    ]);
    const explanation = await explained(record, '2023-01-20');
    expect(field(explanation, '/certainty')).toMatchObject({
      value: 'possible',
      setBy: entryId(2),
      basis: [entryId(1)],
    });
    expect(field(explanation, '/certainty').before).toEqual({ value: 'certain', setBy: entryId(1) });
    const contradiction = {
      attestation: entryId(2),
      happened: '2022-12',
      agrees: false,
      source: { id: otherId(8) },
      recordedAt: '2023-01-20T09:00:00.000Z',
    };
    for (const event of [entryId(1), entryId(2)]) {
      expect(explanation.entries.find((entry) => entry.event === event)?.contradictedBy).toEqual([contradiction]);
    }
    expect(field(explanation, '/contradictions/0')).toMatchObject({
      setBy: entryId(2),
      basis: [entryId(1), entryId(2)],
    });
  });

  it('says what a correction changed, and what a void took back', async () => {
    const record = {
      ...SIGNED_BY_BOTH,
      entries: [
        ...SIGNED_BY_BOTH.entries,
        ...agreement(
          [
            'EntryCorrected',
            { corrects: entryId(3), reason: 'Misread.', changes: { date: '2023-01-11' } },
            { id: entryId(5), ...act('2023-02-01') },
          ],
          ['EntryVoided', { voids: entryId(4), reason: 'Not signed.' }, { id: entryId(6), ...act('2023-02-02') }],
        ).entries,
      ],
    };
    const explanation = await explained(record, '2023-02-02');
    expect(field(explanation, '/status')).toMatchObject({
      value: 'partly-signed',
      setBy: entryId(6),
      before: { value: 'signed', setBy: entryId(4) },
    });
    expect(
      explanation.entries.filter(({ concerns }) => concerns).map(({ event, concerns }) => [event, concerns]),
    ).toEqual([
      [entryId(5), entryId(3)],
      [entryId(6), entryId(4)],
    ]);
    expect(explanation.entries.find(({ event }) => event === entryId(3))?.happened).toBe('2023-01-11');
  });
});

describe('given values whose parts were set by different events', () => {
  const ruledFirst = agreement(
    announced({}, act('2023-01-10', '2023-01-09')),
    adopted(undefined, act('2023-01-11', '2023-01-10')),
    ruled('on-last-signature', {}, act('2023-01-11')),
    signed(A, act('2023-01-12', '2023-01-12')),
    signed(B, act('2023-01-13', '2023-01-13')),
  );

  it('names for each part of an object which event set it, and what was there before', async () => {
    const explanation = await explained(ruledFirst, '2023-01-13');
    expect(field(explanation, '/force')).toMatchObject({ setBy: entryId(5), before: { setBy: entryId(3) } });
    expect(field(explanation, '/force').parts?.map(({ pointer, label, setBy }) => [pointer, label, setBy])).toEqual([
      ['/force/entry', 'Вступление в силу: Запись', entryId(3)],
      ['/force/entersIntoForce', 'Вступление в силу: Вступает в силу', entryId(3)],
      ['/force/on', 'Вступление в силу: Дата вступления в силу', entryId(3)],
      ['/force/since', 'Вступление в силу: С какого времени', entryId(5)],
      ['/force/until', 'Вступление в силу: Действует по', entryId(3)],
    ]);
    expect(field(explanation, '/force/since')).toMatchObject({
      value: { earliest: '2023-01-13', latest: '2023-01-13' },
      before: { value: null, setBy: entryId(3) },
      basis: [entryId(3)],
    });
    expect(field(explanation, '/force/on').before).toBeNull();
  });

  it('tells it of the parts of an item of a list', async () => {
    const explanation = await explained(ruledFirst, '2023-01-13');
    expect(field(explanation, '/parties/0').parts?.slice(0, 2)).toMatchObject([
      {
        pointer: '/parties/0/party',
        label: 'Стороны (Ульяновская область): Сторона',
        value: A,
        setBy: entryId(1),
        before: null,
      },
      {
        pointer: '/parties/0/signed',
        label: 'Стороны (Ульяновская область): Подпись',
        setBy: entryId(4),
        before: { value: null, setBy: entryId(1) },
        basis: [entryId(4)],
      },
    ]);
    expect(field(explanation, '/parties/0/signed')).not.toHaveProperty('parts');
  });

  it('explains a value in one where all of its parts came with it', async () => {
    const explanation = await explained(ruledFirst, '2023-01-13');
    for (const pointer of ['/title', '/announced', '/since', '/basis/0', '/texts/0']) {
      expect(field(explanation, pointer)).not.toHaveProperty('parts');
    }
  });

  it('explains one name that a correction added, and the other that stood', async () => {
    const record = given(
      partyKind,
      ['PartyRecorded', { form: 'enterprise', names: { ru: 'Завод' } }],
      ['EntryCorrected', { corrects: entryId(1), reason: 'Both.', changes: { names: { ru: 'Завод', en: 'Plant' } } }],
    );
    const audited = auditedOf(partyKind, record);
    const explanation = await explain(audited, { transactionIndex: audited.head, validDay: TODAY }, 'en');
    expect(field(explanation!, '/names').parts).toMatchObject([
      { pointer: '/names/ru', label: 'Names: in Russian', setBy: entryId(1), before: null },
      { pointer: '/names/en', label: 'Names: in English', setBy: entryId(2), before: null },
    ]);
  });

  it('says of the part that came with a day, and of no other, that it follows from dates', async () => {
    const record = given(
      partyKind,
      ['PartyRecorded', { form: 'enterprise', names: { ru: 'Завод' } }],
      ['MandateGiven', { person: otherId(6), from: '2023-01-01', to: '2023-06-30' }, act('2023-01-10')],
    );
    const audited = auditedOf(partyKind, record);
    const explanation = await explain(audited, { transactionIndex: audited.head, validDay: '2023-07-01' }, 'en');
    const { parts = [] } = field(explanation!, '/mandates/0');
    expect(parts.filter(({ followsFromDates }) => followsFromDates)).toMatchObject([
      { pointer: '/mandates/0/valid', value: 'no', setBy: entryId(2), before: null },
    ]);
    expect(parts.map(({ pointer }) => pointer)).toContain('/mandates/0/person');
  });
});

describe('given a region', () => {
  const named = given(partyKind, ['PartyNamed', { names: { en: 'Krasnoyarye' } }]);
  const audited = auditedOf(partyKind, { ...named, id: 'RU-KYA' });

  it('explains it from the reference data before anything was recorded of it', async () => {
    const explanation = await explain(audited, { transactionIndex: -1, validDay: '2023-02-01' }, 'en');
    expect(explanation).toMatchObject({ index: -1, revision: -1, replayedFrom: null, entries: [] });
    for (const { pointer, setBy, before, followsFromDates } of explainedIn(explanation!.fields)) {
      expect({ pointer, setBy, before, followsFromDates }).toEqual({
        pointer,
        setBy: null,
        before: null,
        followsFromDates: false,
      });
    }
  });

  it('tells afterwards what came by an event, and what stood in the reference data', async () => {
    const explanation = await explain(audited, { transactionIndex: 0, validDay: '2023-02-01' }, 'en');
    expect(field(explanation!, '/names')).toMatchObject({ setBy: null, before: null });
    expect(field(explanation!, '/aliases/0')).toMatchObject({ setBy: entryId(1), before: null });
    expect(field(explanation!, '/revision')).toMatchObject({
      value: 0,
      setBy: entryId(1),
      before: { value: -1, setBy: null },
    });
  });
});

describe('given a date that depends on another record', () => {
  const dependents = (event?: string): RelativeDate => ({
    to: { kind: 'meeting', id: otherId(5), ...(event ? { event } : {}) },
    direction: 'after',
    offset: 'P10D',
  });
  const meeting = {
    ...given(
      meetingKind,
      [
        'MeetingPlanned',
        { title: { en: 'Visit' }, form: 'site-visit' },
        { id: otherId(51), ...act('2023-01-05', '2022-11-05') },
      ],
      [
        'EntryCorrected',
        { corrects: otherId(51), reason: 'Misread.', changes: { date: '2022-11-10' } },
        { id: otherId(52), ...act('2023-03-01') },
      ],
    ),
    id: otherId(5),
  };
  const record = agreement(announced({}, { recordedOn: '2023-01-10', date: null, relativeDate: dependents() }));

  it('names the other event on which it rests, and the one that last moved it', async () => {
    const audited = auditedOf(agreementKind, record, [meetingKind, meeting]);
    const explanation = await explain(audited, { transactionIndex: audited.head, validDay: '2023-03-01' }, 'en');
    expect(field(explanation!, '/since')).toMatchObject({
      value: { earliest: '2022-11-20', latest: '2022-11-20' },
      setBy: otherId(52),
      before: { value: { earliest: '2022-11-15', latest: '2022-11-15' }, setBy: entryId(1) },
      basis: [entryId(1)],
    });
    expect(explanation!.entries).toMatchObject([
      {
        event: entryId(1),
        happened: null,
        resolved: '2022-11-20',
        dependsOn: [{ kind: 'meeting', id: otherId(5), event: otherId(51), index: 0, happened: '2022-11-10' }],
      },
      { event: otherId(52), record: { kind: 'meeting', id: otherId(5) }, concerns: otherId(51), index: 2 },
    ]);
  });

  it('knows of the other record only what was recorded by then', async () => {
    const audited = auditedOf(agreementKind, record, [meetingKind, meeting]);
    const explanation = await explain(audited, { transactionIndex: 1, validDay: '2023-03-01' }, 'en');
    expect(field(explanation!, '/since')).toMatchObject({ value: { earliest: '2022-11-15', latest: '2022-11-15' } });
    expect(field(explanation!, '/relativeDates/0')).toMatchObject({ setBy: entryId(1), before: null });
  });

  it('bears a date that depends on itself', async () => {
    const circle: RelativeDate = { to: { kind: 'agreement', id: record.id }, direction: 'after', offset: 'P1D' };
    const explanation = await explained(agreement(announced({}, { relativeDate: circle })), '2023-03-01');
    expect(explanation.entries).toMatchObject([
      { event: entryId(1), resolved: null, dependsOn: [{ event: entryId(1) }] },
    ]);
  });
});

describe('given a record of more events than are replayed', () => {
  it('says from which event on it looked, and that the rest was set before', async () => {
    const remarks = Array.from({ length: 1_000 }, (): ['EntryAnnotated', object] => [
      'EntryAnnotated',
      { text: 'Again.' },
    ]);
    const record = agreement(announced(), ...remarks);
    const explanation = await explained(record, '2023-03-01');
    expect(stepsThrough(record)).toBe(199);
    expect(explanation.replayedFrom).toBe(1_001 - 199);
    expect(field(explanation, '/title')).toMatchObject({ setBy: null, before: null, followsFromDates: false });
    expect(field(explanation, '/revision')).toMatchObject({ value: 1_000, setBy: entryId(1_001) });
  });
});

it('explains nothing where nothing was recorded by then', async () => {
  const audited = auditedOf(agreementKind, SIGNED_BY_BOTH);
  expect(await explain(audited, { transactionIndex: -1, validDay: '2023-01-01' }, 'en')).toBeUndefined();
});

describe('the sentence of a field', () => {
  const sentenceIn = async (pointer: string, language: 'ru' | 'en', record = SIGNED_BY_BOTH): Promise<string> => {
    const audited = auditedOf(agreementKind, record);
    const found = await explain(audited, { transactionIndex: audited.head, validDay: '2023-02-02' }, language);
    return field(found!, pointer).sentence;
  };

  it('names the entry, its source and what was before, in the language that is asked for', async () => {
    expect(await sentenceIn('/parties/0/signed', 'ru')).toBe(
      'Стороны (Ульяновская область): подпись — дата: 12 января 2023 г.; модальность: факт; представитель: ' +
        `${PERSON_A}. Установлено записью «соглашение подписано стороной» (12 января 2023 г.), внесённой 12 января 2023 г. ` +
        `Источник: ${otherId(7)}, абзац 3.`,
    );
    expect(await sentenceIn('/topics', 'ru')).toBe('Темы: нет.');
    expect(await sentenceIn('/title', 'en')).toBe(
      'Title: On cooperation. Set by the entry “agreement announced” (9 January 2023), recorded on 10 January 2023.',
    );
  });

  it('tells of a correction and a void what they did to which entry', async () => {
    const changed = {
      ...SIGNED_BY_BOTH,
      entries: [
        ...SIGNED_BY_BOTH.entries,
        ...agreement(
          [
            'EntryCorrected',
            { corrects: entryId(1), reason: 'Misread.', changes: { title: { en: 'On gears' } } },
            { id: entryId(5), ...act('2023-02-01') },
          ],
          ['EntryVoided', { voids: entryId(4), reason: 'Not signed.' }, { id: entryId(6), ...act('2023-02-02') }],
        ).entries,
      ],
    };
    expect(await sentenceIn('/title', 'ru', changed)).toBe(
      'Название: On gears. Установлено исправлением записи «соглашение объявлено» (9 января 2023 г.), внесённым 1 февраля ' +
        '2023 г. До этого: On cooperation.',
    );
    expect(await sentenceIn('/status', 'en', changed)).toContain(
      'So since the entry “agreement signed” (13 January 2023) was voided (2 February 2023). Before: signed.',
    );
  });

  it.each(KINDS.map((kind) => [kind.name, kind] as const))('is there for each field of a %s', async (_name, kind) => {
    const { beginnings, others } = tellableOf(kind);
    const told = [beginnings[0]!, ...others].map(({ type, data }): GivenEvent => {
      return [type, resolved(data, entryId(1)) as object, { date: '2022-12-05', recordedOn: '2023-01-10' }];
    });
    const id = kind.name === 'registration-journal' ? 'RU-KLU.2023' : RECORD_ID;
    const audited = auditedOf(kind, { ...given(kind, ...told), id });
    for (const [language, letters] of [
      ['ru', /[А-ЯЁа-яё]/],
      ['en', /^[A-Z]/],
    ] as const) {
      const found = await explain(audited, { transactionIndex: audited.head, validDay: TODAY }, language);
      const fields = explainedIn(found!.fields);
      expect(fields.length).toBeGreaterThan(20);
      for (const { pointer, sentence } of fields) {
        expect([pointer, sentence]).toEqual([pointer, expect.stringMatching(letters)]);
        expect([pointer, sentence]).toEqual([pointer, expect.stringMatching(/[^.][.…]$/)]);
        expect([pointer, sentence]).toEqual([pointer, expect.not.stringMatching(/undefined|\bnull\b|\[object/)]);
      }
    }
  });
});
