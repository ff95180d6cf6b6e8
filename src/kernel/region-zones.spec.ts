import { today } from './day.js';
import { REGIONS } from './regions.js';
import { zoneOfRegion } from './region-zones.js';

describe('the time zones of regions', () => {
  it('are known for every region of the reference data, and to the platform', () => {
    const zones = REGIONS.map(({ code }) => [code, zoneOfRegion(code) ?? ''] as const);
    expect(zones.filter(([, zone]) => zone === '')).toEqual([]);
    for (const [, zone] of zones) expect(today(zone, new Date('2026-06-15T12:30:00Z'))).toMatch(/^2026-06-1[56]$/);
    expect(zoneOfRegion('RU-XX')).toBeUndefined();
  });

  it.each([
    ['RU-KAM', '2026-12-31T12:00:00Z', '2027-01-01'],
    ['RU-CHU', '2026-12-31T12:00:00Z', '2027-01-01'],
    ['RU-SAK', '2026-12-31T12:59:59Z', '2026-12-31'],
    ['RU-ULY', '2026-12-31T20:00:00Z', '2027-01-01'],
    ['RU-MOW', '2026-12-31T20:59:59Z', '2026-12-31'],
    ['RU-KGD', '2026-12-31T21:59:59Z', '2026-12-31'],
    ['RU-KGD', '2026-12-31T22:00:00Z', '2027-01-01'],
  ])('begin the day where it begins: %s at %s has %s', (region, now, day) => {
    expect(today(zoneOfRegion(region) ?? '', new Date(now))).toBe(day);
  });
});
