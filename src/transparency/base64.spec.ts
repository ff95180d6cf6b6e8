import fc from 'fast-check';
import { decodeBase64 } from './base64.js';

describe('base64', () => {
  it('comes back as the bytes that it was', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it.each(['YWI', 'YW=', 'YWJ=', 'YWI= ', ' YWI=', 'YW\nI=', 'YWI=YWI=', '-_8=', 'é', '='])(
    'is refused in any other form: %j',
    (text) => {
      expect(decodeBase64(text)).toBeUndefined();
    },
  );
});
