import { Backoff } from './backoff.js';

test('delays double up to the longest, and begin again after a success', () => {
  const backoff = new Backoff({ first: 50, longest: 300 });
  expect(Array.from({ length: 5 }, () => backoff.next())).toEqual([50, 100, 200, 300, 300]);
  backoff.reset();
  expect(backoff.next()).toBe(50);
});

test('however often it has failed, the delay is a number', () => {
  const backoff = new Backoff({ first: 50, longest: 300 });
  for (let failures = 0; failures < 2_000; failures += 1) backoff.next();
  expect(backoff.next()).toBe(300);
});

test('with jitter a delay is from half of it to all of it', () => {
  const random = jest.spyOn(Math, 'random');
  try {
    const backoff = new Backoff({ first: 100, longest: 200, jitter: true });
    random.mockReturnValueOnce(0).mockReturnValueOnce(0.999).mockReturnValueOnce(0.5);
    expect(backoff.next()).toBe(50);
    expect(backoff.next()).toBeCloseTo(200, 0);
    expect(backoff.next()).toBe(150);
  } finally {
    random.mockRestore();
  }
});
