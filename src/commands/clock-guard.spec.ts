import { CLOCK_TOLERANCE_MS, ClockGuard } from './clock-guard.js';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const at = (ms: number): string => new Date(START + ms).toISOString();

let wall: number;
let monotonic: number;
let latest: string | undefined;
let guard: ClockGuard;

/** Time passes on both clocks; the wall clock is set by more, or less, besides. */
function pass(ms: number, set = 0): void {
  monotonic += ms;
  wall += ms + set;
}

beforeEach(() => {
  [wall, monotonic, latest] = [START, 1_000, undefined];
  guard = new ClockGuard(() => latest, { wall: () => wall, monotonic: () => monotonic });
});

describe('A clock', () => {
  it('is trusted while both clocks go alike, and where it is set by little', () => {
    for (const set of [0, 2_000, -3_000, CLOCK_TOLERANCE_MS - 10_000]) {
      pass(3_600_000, set);
      expect(guard.trouble()).toBeUndefined();
    }
  });

  it.each([CLOCK_TOLERANCE_MS + 1, -CLOCK_TOLERANCE_MS - 1, 365 * 86_400_000])(
    'that was set by %i ms is in doubt until it is confirmed, though it be set back',
    (set) => {
      pass(1_000, set);
      const reason = expect.stringContaining(
        `it said ${at(1_000 + set)} when it should have said ${at(1_000)}. `,
      ) as string;
      expect(guard.trouble()).toEqual({ found: 'drifted', reason });
      pass(1_000, -set);
      expect(guard.trouble()).toEqual({ found: 'drifted', reason });
      guard.confirm();
      expect(guard.trouble()).toBeUndefined();
      pass(1_000, set);
      expect(guard.trouble()?.found).toBe('drifted');
    },
  );

  it('is in doubt at the start where something was recorded later, until it is not any more', () => {
    expect(guard.trouble()).toBeUndefined();
    latest = at(CLOCK_TOLERANCE_MS + 60_000);
    const reason = expect.stringContaining(
      `says ${at(0)}, and something was recorded at ${latest} already. `,
    ) as string;
    expect(guard.trouble()).toEqual({ found: 'behind', reason });
    pass(59_000);
    expect(guard.trouble()?.found).toBe('behind');
    pass(1_000);
    expect(guard.trouble()).toBeUndefined();
  });

  it('that was behind is trusted once it is confirmed', () => {
    latest = at(86_400_000);
    expect(guard.trouble()?.found).toBe('behind');
    guard.confirm();
    expect(guard.trouble()).toBeUndefined();
  });

  it('is not asked again by what others record later, whose clocks may be ahead', () => {
    latest = at(CLOCK_TOLERANCE_MS);
    expect(guard.trouble()).toBeUndefined();
    latest = at(86_400_000);
    expect(guard.trouble()).toBeUndefined();
  });
});
