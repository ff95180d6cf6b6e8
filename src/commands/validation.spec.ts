import { getMetadataStorage } from 'class-validator';
import { type Constructor, fieldsOf } from '../kernel/fields.js';
import { PlanMeeting } from '../registry/meeting/meeting.commands.js';
import { ProposeProject } from '../registry/project/project.commands.js';
import { KINDS, commandsOf } from '../registry/registry.js';
import { Problem } from './problem.js';
import { RULE_NAMES, readCommand, summaryOf } from './validation.js';

const ID = '00000000-0000-4000-8000-000000000001';
const PLAN = { title: { en: 'Meeting' }, form: 'round-table' };

function faultsOf(body: unknown, partly = false): { pointer: string; rule: string }[] {
  try {
    readCommand(PlanMeeting, body, '', partly);
    return [];
  } catch (error) {
    return (error as Problem).faults.map(({ pointer, rule }) => ({ pointer, rule }));
  }
}

function detailsOf(body: unknown): string[] {
  try {
    readCommand(ProposeProject, body);
    return [];
  } catch (error) {
    return (error as Problem).faults.map(({ detail }) => detail);
  }
}

describe('the rules that fields break', () => {
  it('have names in kebab-case, as all rules have', () => {
    const types = KINDS.flatMap((kind) => commandsOf(kind).flatMap(({ type }) => withNested(type)));
    const names = types.flatMap((type) =>
      getMetadataStorage()
        .getTargetValidationMetadatas(type, '', false, false)
        .map(({ name, type: own }) => RULE_NAMES[name ?? own] ?? name ?? own),
    );
    expect(names.length).toBeGreaterThan(100);
    const rules = names.filter((name) => name !== 'isOptional');
    expect([...new Set(rules)].filter((rule) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(rule))).toEqual([]);
    expect(Object.values(RULE_NAMES).filter((rule) => !/^[a-z]+(-[a-z]+)*$/.test(rule))).toEqual([]);
  });
});

function withNested(type: Constructor): Constructor[] {
  return [type, ...fieldsOf(type).flatMap(({ nested }) => (nested ? withNested(nested()) : []))];
}

describe('a request body', () => {
  it('is taken when its fields are good', () => {
    expect(faultsOf(PLAN)).toEqual([]);
  });

  it('is refused for lists that are too long before their items are looked at', () => {
    const parties = Array.from({ length: 501 }, () => ({}));
    expect(faultsOf({ ...PLAN, parties })).toEqual([{ pointer: '/parties', rule: 'too-many-items' }]);
  });

  it('is refused with one fault for many fields that are unknown, also in its objects', () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, number) => [`k${number}`, number]));
    expect(faultsOf({ ...PLAN, ...many })).toEqual([{ pointer: '', rule: 'unknown-field' }]);
    expect(faultsOf({ ...PLAN, source: { id: ID, ...many } })).toEqual([{ pointer: '/source', rule: 'unknown-field' }]);
  });

  it('may hold null for what is absent, also in its objects', () => {
    expect(readCommand(PlanMeeting, { ...PLAN, place: null, source: { id: ID, page: null } })).toEqual({
      ...PLAN,
      source: { id: ID },
    });
  });

  it.each([
    [
      {},
      [
        { pointer: '/title', rule: 'required' },
        { pointer: '/form', rule: 'required' },
      ],
    ],
    [{ ...PLAN, colour: 1 }, [{ pointer: '/colour', rule: 'unknown-field' }]],
    [{ ...PLAN, source: { page: 3 } }, [{ pointer: '/source/id', rule: 'required' }]],
    [{ ...PLAN, source: { id: ID, pages: 3 } }, [{ pointer: '/source/pages', rule: 'unknown-field' }]],
    [[], [{ pointer: '', rule: 'object' }]],
    [null, [{ pointer: '', rule: 'object' }]],
  ])('is refused: %j', (body, faults) => {
    expect(faultsOf(body)).toEqual(faults);
  });

  it('is refused in words that name the field, and only that a list is needed where there is none', () => {
    expect(() => readCommand(PlanMeeting, { ...PLAN, colour: 1 })).toThrow('colour is not a field of this request');
    const details = detailsOf({ title: { en: 'Line' }, parties: 'one' });
    expect(details).toEqual(['must be a list']);
    const wrong = [
      { pointer: '', rule: 'life-cycle', detail: 'is over' },
      { pointer: '/date', rule: 'edtf-date', detail: 'is no date' },
    ];
    expect(summaryOf(wrong)).toBe('is over; /date: is no date');
  });
});

describe('the changes of a correction', () => {
  it('need not name every field, but each that they name is whole', () => {
    expect(faultsOf({ place: 'Saransk' }, true)).toEqual([]);
    expect(faultsOf({ place: null }, true)).toEqual([]);
    expect(readCommand(PlanMeeting, { place: null, source: { id: ID, page: null } }, '', true)).toEqual({
      place: null,
      source: { id: ID },
    });
    expect(faultsOf({ source: { paragraph: 3 } }, true)).toEqual([{ pointer: '/source/id', rule: 'required' }]);
    expect(faultsOf({ title: null }, true)).toEqual([{ pointer: '/title', rule: 'required' }]);
  });
});
