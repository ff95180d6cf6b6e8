import { disclosedValue } from '../kernel/personal.js';
import { Seals } from './seals.js';

describe('the seals of a request', () => {
  it('stay the same however often it is decided', () => {
    const seals = new Seals();
    const decide = (): string[] => {
      seals.begin();
      return ['Ермаков', 'Ермаков', 'глава'].map((value) => seals.seal('name', value).sealed.sealed);
    };
    const first = decide();
    expect(decide()).toEqual(first);
    // Two values have two seals, though they are the same: one can be erased without the other.
    expect(new Set(first).size).toBe(3);
    expect(seals.disclosures.map(({ digest }) => digest)).toEqual(first);
  });

  it('are others from the first value on that is another one', () => {
    const seals = new Seals();
    const decide = (...values: string[]): string[] => {
      seals.begin();
      return values.map((value) => seals.seal('name', value).sealed.sealed);
    };
    const [one, two] = decide('a', 'b');
    const again = decide('a', 'c');
    expect(again[0]).toBe(one);
    expect(again[1]).not.toBe(two);
    expect(seals.disclosures.map(disclosedValue)).toEqual(['a', 'c']);
  });
});
