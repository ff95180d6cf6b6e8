import { and, entryId } from '../given.js';
import * as commands from './agreement.commands.js';
import type { AgreementStatus } from './agreement.js';
import { agreementKind } from './agreement.kind.js';
import { A, IN, statusOn, whenAgreement as when } from './given-agreement.js';

const OPEN: AgreementStatus[] = ['announced', 'draft', 'open-for-signature', 'partly-signed'];

describe('registration', () => {
  const { RegisterAgreement } = commands;

  it.each(['signed', 'in-force'] as const)(
    'is allowed while %s and keeps the number that the journal gave',
    (status) => {
      const body = { region: A, date: '2023-01-31' };
      const { events, refused, record } = when(RegisterAgreement, body, IN[status], { number: 7 });
      expect(refused).toEqual([]);
      expect(events).toMatchObject([{ type: 'AgreementRegistered', data: { region: A, year: 2023, number: 7 } }]);
      expect(statusOn(record).status).toBe(status === 'signed' ? 'registered' : 'in-force');
    },
  );

  it.each(OPEN)('is refused live while %s, as not every party has signed', (status) => {
    const broken = [
      { rule: 'registered-after-every-signature', pointer: '' },
      { rule: 'registered-after-signed', pointer: '' },
    ];
    expect(when(RegisterAgreement, { region: A }, IN[status]).refused).toEqual(broken);
    const kept = when(RegisterAgreement, { region: A, entry: 'historical', formerNumber: '12-с' }, IN[status]);
    expect(kept).toMatchObject({ refused: [], warned: broken, events: [{ data: { formerNumber: '12-с' } }] });
  });

  it.each(['suspended', 'terminated', 'expired', 'annulled'] as const)('is refused live while %s', (status) => {
    const broken = [{ rule: 'registered-after-signed', pointer: '' }];
    expect(when(RegisterAgreement, { region: A }, IN[status]).refused).toEqual(broken);
    expect(when(RegisterAgreement, { region: A, entry: 'historical' }, IN[status]).warned).toEqual(broken);
  });

  it('happens once, in the journal of a region that takes part', () => {
    expect(when(RegisterAgreement, { region: A, entry: 'historical' }, IN.registered).refused).toEqual([
      { rule: 'registered-once', pointer: '' },
    ]);
    expect(when(RegisterAgreement, { region: 'RU-MO', entry: 'historical' }, IN.signed).refused).toEqual([
      { rule: 'region-takes-part', pointer: '/region' },
    ]);
  });

  it.each([
    ['2021-12-31', 2021],
    ['2021', 2021],
    ['XXXX-10-18', 2023],
    [undefined, 2023],
  ])('dated %s belongs to the journal of %d', (date, year) => {
    const { events } = when(RegisterAgreement, { region: A, date, entry: 'historical' }, IN.signed, { number: 1 });
    expect(events).toMatchObject([{ data: { year } }]);
  });

  it('leaves the record registered once its void lets it be registered anew', () => {
    const voided = and(agreementKind, IN.registered, ['EntryVoided', { voids: entryId(6), reason: 'Wrong region' }]);
    expect(statusOn(voided).status).toBe('signed');
    expect(when(RegisterAgreement, { region: A }, voided, { number: 1 }).refused).toEqual([]);
  });
});

describe('publication', () => {
  it('happens once', () => {
    const published = and(agreementKind, IN.signed, ['AgreementPublished']);
    expect(when(commands.PublishAgreement, { entry: 'historical' }, published).refused).toEqual([
      { rule: 'published-once', pointer: '' },
    ]);
  });
});
