import { describe, expect, test } from '@jest/globals';
import { murmur2, murmur2OfWords, partitionOfKey } from './murmur2.js';

/** Key in hex, then what kafka-clients 3.9.1 gave: `Utils.murmur2` of it, and its partition of 12. */
const golden: readonly (readonly [hex: string, hash: number, partition: number])[] = [
  ['', 275646681, 9],
  ['61', -1563381124, 4],
  ['6162', 316155434, 2],
  ['616263', 479470107, 3],
  ['61626364', -1323649548, 8],
  ['6162636465', 461995741, 1],
  ['3231', -973932308, 0],
  ['666f6f626172', -790332482, 6],
  ['612d6c6974746c652d6269742d6c6f6e672d737472696e67', -985981536, 8],
  ['612d6c6974746c652d6269742d6c6f6e6765722d737472696e67', -1486304829, 11],
  [
    '6c6b6a683233346c68396669756839307932336f697568736166756a6861646f66323239706872396831396838396838',
    -58897971,
    5,
  ],
  ['d0bad0bbd18ed187', 2122343024, 8],
  ['fffe8000', -2030859805, 7],
  ['99', 1288378381, 1],
  ['1834', -1042682160, 8],
  ['5a94c9', -313141582, 10],
  ['390b7702', 612225306, 6],
  ['09d32a595d', 99467382, 6],
  ['41f4b3e59247', -1134459280, 4],
  ['05194bb55dcab3', -1772457477, 11],
  ['0016175aa147e1f3', 1440785583, 3],
  ['e98ee81edf7fae40bf', 731806385, 5],
  ['fced52b202e34d15e5c4', 1378837873, 1],
  ['166fc2edcea4fb1b65e240', -435219086, 6],
  ['e944b31d0705e6c8b71cf8bd', -254753218, 10],
  ['fc97c696693058b22edd1479f1', 1940547272, 8],
  ['e1c82141a6a46d99364cf461b317', -67469886, 2],
  ['ee614cc5a74b029f8f814e38d93995', 1610420826, 6],
  ['94aa2150847891d75da8ddddc46434af', -638076854, 6],
  ['eb50781ae04364f9b3a3f3707eab79470b', -869331060, 8],
  ['b66c499800da641a22a420ee9989ec985901', -1991258725, 7],
  ['c9c38fbf7ae22a00a4174c64b5144dc69831c2', -1869260808, 8],
];

describe('murmur2', () => {
  test.each(golden)('%s as in Java', (hex, hash, partition) => {
    const key = Buffer.from(hex, 'hex');
    expect(murmur2(key)).toBe(hash);
    expect(partitionOfKey(12, key)).toBe(partition);
    const longer = Buffer.concat([key, Buffer.from('more')]);
    const words = Array.from({ length: longer.length >> 2 }, (_, at) => longer.readInt32LE(4 * at));
    expect(murmur2OfWords(Int32Array.from([0, ...words]), 1, key.length)).toBe(hash);
  });

  test('a slice of the input', () => {
    const line = Buffer.from('..foobar..');
    expect(murmur2(line, 2, 8)).toBe(-790332482);
    expect(partitionOfKey(12, line, 2, 8)).toBe(6);
  });
});
