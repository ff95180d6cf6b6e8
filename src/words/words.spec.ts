import { eventFor, hintOf, labelOf, say, wordFor } from './words.js';

describe('words', () => {
  it('of a field are those of its command first, then those that hold everywhere', () => {
    expect(hintOf('SignAgreement', 'party', 'en')).toBe('The party that signs.');
    expect(hintOf('SignAgreement', 'remark', 'en')).toBe('A remark in free text.');
    expect(hintOf('SourcePlace', 'id', 'ru')).toBe('Идентификатор источника.');
    expect(hintOf('SignAgreement', 'someOtherField', 'en')).toBeUndefined();
  });

  it('of events say what has happened', () => {
    expect([eventFor('AgreementSigned', 'en'), wordFor('AgreementSigned', 'ru')]).toEqual([
      'agreement signed',
      'соглашение подписано стороной',
    ]);
  });

  it('that nobody knows are left as they are', () => {
    expect([labelOf('someOtherField', 'ru'), wordFor('some-other-word', 'en'), wordFor('new-word', 'ru')]).toEqual([
      'some other field',
      'some other word',
      'new word',
    ]);
    expect([labelOf('constructor', 'ru'), wordFor('constructor', 'en')]).toEqual(['constructor', 'constructor']);
  });
});

describe('a sentence', () => {
  it('has its values in place of its placeholders, as they are', () => {
    expect(say('en', 'demo.requests', { file: '{here} <b>' })).toBe('Requests are logged to {here} <b>.');
    expect(say('ru', 'audit.ofDays', { from: '2023', to: '2024' })).toBe('о днях с 2023 по 2024');
  });

  it('is not said where it is missing, or one of its values', () => {
    expect(() => say('ru', 'audit.unheardOf')).toThrow('locales/ru.json has no audit.unheardOf.');
    expect(() => say('en', 'demo.requests')).toThrow('file');
  });
});
