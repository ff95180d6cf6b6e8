import { RecentPace } from './recent-pace.js';

test('a pace is what was done of late', () => {
  const pace = new RecentPace();
  expect(pace.msEach).toBe(0);
  for (let second = 0; second < 10; second += 1) pace.note(100, 1_000);
  expect(pace.msEach).toBeCloseTo(10);
  for (let second = 0; second < 60; second += 1) pace.note(500, 1_000);
  expect(pace.msEach).toBeCloseTo(2);
});

test('a time in which nothing was done makes it slower', () => {
  const pace = new RecentPace();
  pace.note(100, 1_000);
  pace.note(0, 1_000);
  expect(pace.msEach).toBeGreaterThan(15);
});
