import { isModality, MODALITIES } from './modality.js';

describe('modality', () => {
  it('is one of eight words', () => {
    expect(new Set(MODALITIES).size).toBe(8);
    expect(MODALITIES.every(isModality)).toBe(true);
    expect(['', 'Fact', 'promised', 'ready to'].filter(isModality)).toEqual([]);
  });
});
