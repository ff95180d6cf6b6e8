import { questionLimits } from './question-pool.js';

describe('questions that take long', () => {
  it.each([1, 2, 3, 4, 64])('leave a thread to others on %d processors, whatever one client asks', (processors) => {
    const { atOnce, perClient, waitingPerClient } = questionLimits(processors);
    expect(perClient).toBeGreaterThan(0);
    expect(perClient).toBeLessThan(atOnce);
    expect(atOnce).toBeLessThanOrEqual(4);
    expect(perClient + waitingPerClient).toBe(10);
  });
});
