import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatAddress, parseAddresses } from './addresses.js';

const at = (host: string, port: number) => ({ host, port });

describe('parseAddresses', () => {
  test.each([
    ['localhost:9092', [at('localhost', 9092)]],
    ['localhost', [at('localhost', 9092)]],
    ['a:1,b:2', [at('a', 1), at('b', 2)]],
    [' a:1 , b:2 ,', [at('a', 1), at('b', 2)]],
    ['[::1]:9093', [at('::1', 9093)]],
    ['[fe80::1%eth0]', [at('fe80::1%eth0', 9092)]],
    ['127.0.0.1:65535', [at('127.0.0.1', 65535)]],
    ['broker_1.example.com:1', [at('broker_1.example.com', 1)]],
  ])('%j', (text, expected) => {
    expect(parseAddresses(text)).toEqual(expected);
  });

  test('another default port', () => {
    expect(parseAddresses('zk', 2181)).toEqual([at('zk', 2181)]);
  });

  test.each([
    ['', 'No address in ""', 'localhost:9092,localhost:9093'],
    [' , ', 'No address in', 'It looks like'],
    ['a:0', '"a:0" is not', '1 to 65535'],
    ['a:65536', '"a:65536" is not', '1 to 65535'],
    ['a:99999999999999999999', 'is not', '1 to 65535'],
    ['a:', '"a:" is not', 'It looks like'],
    [':9092', '":9092" is not', 'It looks like'],
    ['a:port', '"a:port" is not', 'It looks like'],
    ['a:-1', '"a:-1" is not', 'It looks like'],
    ['::1', '"::1" is not', '[::1]:9092'],
    ['::1:9092', 'is not', '[::1]:9092'],
    ['[::1', 'is not', '[::1]:9092'],
    ['a b:1', '"a b:1" is not', 'It looks like'],
    ['good:1,bad:x', '"bad:x" is not', 'It looks like'],
    ['PLAINTEXT://a:9092', 'is not', 'Leave out the protocol'],
    ['http://a', 'is not', 'Leave out the protocol'],
    // Nothing of a password is shown, which may have a comma in it.
    ['a:1,user:pass,word@b:2', '"LOGIN@b:2" is not', 'KAFKA_LAB_SASL_PASSWORD'],
  ])('%j is refused', (text, message, hint) => {
    expect(() => parseAddresses(text)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  test('a formatted address parses to the same address', () => {
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(
        fc.array(fc.record({ host, port: fc.integer({ min: 1, max: 65535 }) }), { minLength: 1 }),
        (addresses) => {
          expect(parseAddresses(addresses.map(formatAddress).join(','))).toEqual(addresses);
        },
      ),
    );
  });
});
