import { expect, test } from '@jest/globals';
import { Readable } from 'node:stream';
import { readMessages } from './read-messages.js';

const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

async function read(chunks: readonly (string | Buffer)[], most?: number) {
  const refused: unknown[] = [];
  const told: string[] = [];
  const messages = readMessages(
    { refuse: (...given) => void refused.push(given), tell: (sentence) => void told.push(sentence) },
    most,
  );
  const written: Buffer[] = [];
  for await (const line of Readable.from(chunks.map((chunk) => Buffer.from(chunk))).pipe(messages)) {
    written.push(line as Buffer);
  }
  return { lines: Buffer.concat(written).toString('utf8'), refused, told };
}

test.each([
  [
    'as it came, with what JSON cannot say again',
    [`{"jsonrpc":"2.0","id":"a","method":"m","params":{"n":1e400}} \r\n`],
  ],
  ['in parts', [ping.slice(0, 5), ping.slice(5), '\n']],
  [
    'in the middle of a character',
    [Buffer.from('{"jsonrpc":"2.0","method":"é"}\n').subarray(0, 28), Buffer.from('é').subarray(1), '"}\n'],
  ],
  ['several at once', [`${ping}\n\n  \n${ping}\n`]],
  ['after a byte order mark', [`\ufeff${ping}\n`]],
])('a message is passed on %s', async (_, chunks) => {
  const whole = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))).toString('utf8');
  const expected = whole
    .replace('\ufeff', '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  expect(await read(chunks)).toEqual({
    lines: expected.map((line) => `${line}\n`).join(''),
    refused: [],
    told: [],
  });
});

test('those of a batch are messages of their own', async () => {
  const { lines, told } = await read([`[${ping}, 5, ${ping}]\n[]\n`]);
  expect(lines).toBe(`${ping}\n${ping}\n`);
  expect(told).toEqual(['A line that is not a message of MCP was left out: it is not an object.']);
});

test.each([
  ['{"id":1,"method":"ping"}', 1, 'it does not say "jsonrpc": "2.0"'],
  ['{"jsonrpc":"2.0","id":"x","method":5}', 'x', 'its method is not a text'],
  [
    '{"jsonrpc":"2.0","id":1.5,"method":"ping"}',
    1.5,
    'its id is neither a text nor a whole number up to 2^53',
  ],
  ['{"jsonrpc":"2.0","id":2,"method":"tools/call","params":[]}', 2, 'its params are not an object'],
])('%s is answered', async (line, id, problem) => {
  const { lines, refused, told } = await read([`${line}\n`]);
  expect([lines, refused, told]).toEqual([
    '',
    [[id, 'request', `This is not a message of MCP: ${problem}.`]],
    [],
  ]);
});

test('an argument that would be lost is answered', async () => {
  const { lines, refused } = await read([
    '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"arguments":{"__proto__":{}}}}\n',
  ]);
  expect([lines, refused]).toEqual(['', [[2, 'arguments', 'No tool has an argument "__proto__".']]]);
});

test.each([
  'not JSON',
  '5',
  'null',
  '{}',
  '{"jsonrpc":"2.0","id":12345678901234567890,"method":"ping"}',
  '{"jsonrpc":"2.0","id":null,"method":"m"}',
  '{"jsonrpc":"2.0","id":1,"result":{}}',
])('%s is told of, and nothing is answered', async (line) => {
  const { lines, refused, told } = await read([`${line}\n`]);
  expect([lines, refused, told.length]).toEqual(['', [], 1]);
});

test('what is too long is left out, and the next one is read', async () => {
  const { lines, told } = await read(['x'.repeat(60), 'x'.repeat(60), `\n${ping}\n`], 100);
  expect([lines, told]).toEqual([`${ping}\n`, ['A message of 120 bytes was left out: the most is 100.']]);
});
