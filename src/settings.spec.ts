import { BadSetting, readSettings } from './settings.js';

describe('readSettings', () => {
  it('has a value for each setting that is absent or empty', () => {
    const usual = {
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      eventStoreUrl: undefined,
      ledgerName: 'ledger',
      timeZone: 'Europe/Moscow',
      signingKey: undefined,
      origin: undefined,
      trustedProxies: [],
      hosts: [],
    };
    expect(readSettings({})).toEqual(usual);
    expect(readSettings({ PORT: '', HOST: '', DATA_DIR: '', LEDGER_NAME: '', LEDGER_TIME_ZONE: '' })).toEqual(usual);
    expect(readSettings({ LEDGER_SIGNING_KEY: '', LEDGER_ORIGIN: '' })).toEqual(usual);
  });

  it('takes what the environment gives', () => {
    const given = {
      PORT: '0',
      HOST: '::1',
      DATA_DIR: '/srv',
      LEDGER_NAME: 'kya_2',
      LEDGER_TIME_ZONE: 'Asia/Krasnoyarsk',
      LEDGER_SIGNING_KEY: '/run/secrets/key.pem',
      LEDGER_ORIGIN: 'register.example.org/kya',
      LEDGER_HOSTS: 'Ledger.example.org, реестр.рф,ledger-1',
    };
    expect(readSettings(given)).toMatchObject({ port: 0, host: '::1', dataDir: '/srv', ledgerName: 'kya_2' });
    expect(readSettings(given).timeZone).toBe('Asia/Krasnoyarsk');
    expect(readSettings(given).signingKey).toBe('/run/secrets/key.pem');
    expect(readSettings(given).origin).toBe('register.example.org/kya');
    expect(readSettings(given).hosts).toEqual(['ledger.example.org', 'xn--e1aa5aceg.xn--p1ai', 'ledger-1']);
  });

  it.each([
    ['PORT', ['http', '65536', '-1', '80 ', '1e3', '0x50', '３０００']],
    ['LEDGER_NAME', ['My', 'a.b', 'a-b', '1a', '_a', '__proto__', 'a'.repeat(64), 'а']],
    ['LEDGER_ORIGIN', ['https://example.org', 'two words', 'a+b', 'регистр', '/a', 'a\n', 'a'.repeat(201)]],
    [
      'LEDGER_HOSTS',
      ['*', '*.example.org', 'a:3000', 'https://a', 'a/b', 'a..b', '-a', 'a@b', 'a'.repeat(64), '[::1]'],
    ],
    ['LEDGER_TIME_ZONE', ['Europe/Atlantis', 'now', '../UTC']],
  ])('refuses %s by its name where it is not of its form', (name, values) => {
    for (const value of values) {
      expect(() => readSettings({ [name]: value })).toThrow(BadSetting);
      expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^${name} takes `));
    }
  });
});
