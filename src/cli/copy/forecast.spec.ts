import { Forecast } from './forecast.js';

describe('A forecast', () => {
  it('says nothing before there is something to measure', () => {
    const forecast = new Forecast();
    expect([forecast.rate, forecast.secondsLeft]).toEqual([undefined, undefined]);
    forecast.add(1000, 50, 0.1);
    expect([forecast.rate, forecast.secondsLeft]).toEqual([undefined, undefined]);
  });

  it('rests on the last seconds alone', () => {
    const forecast = new Forecast();
    for (let second = 0; second <= 100; second += 1) forecast.add(second * 1000, second * 1000, second / 1000);
    expect(forecast.rate).toBeCloseTo(1000);
    expect(forecast.secondsLeft).toBeCloseTo(900);
    for (let second = 101; second <= 120; second += 1) {
      forecast.add(second * 1000, 100_000 + (second - 100) * 10, 0.1 + (second - 100) / 100);
    }
    expect(forecast.rate).toBeCloseTo(10);
    expect(forecast.secondsLeft).toBeCloseTo(70);
  });

  it('does not invent an end while nothing moves', () => {
    const forecast = new Forecast();
    forecast.add(0, 10, 0.5);
    forecast.add(20_000, 10, 0.5);
    expect([forecast.rate, forecast.secondsLeft]).toEqual([0, undefined]);
  });
});
