/** Random schemas and values, compared with Java's Avro and fastavro: bytes and JSON, both ways. Needs Java, Maven and Python 3. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fetchedByMaven } from '../../practice/cluster/java/maven.js';
import {
  arbitraryAvro,
  arbitraryAvroSchema,
  avroJson,
  type AvroSchema,
} from '../../testing/schemas/arbitrary-avro.js';
import { arbitraryEvolution } from '../../testing/schemas/arbitrary-evolution.js';
import { silentProgress } from '../../view/progress.js';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { avroCodec } from './avro-codec.js';

const sources = resolve('src/testing/schemas');
const cache = resolve('node_modules/.cache/peers');
const python = join(cache, 'fastavro', 'bin', 'python');
const run = (program: string, argv: readonly string[], input = '') =>
  execFileSync(program, argv, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
let jars = '';

// Not Avro 1.12.0, which reads arrays of doubles as floats.
beforeAll(async () => {
  run('python3', ['-m', 'venv', join(cache, 'fastavro')]);
  run(python, ['-m', 'pip', 'install', '--quiet', 'fastavro==1.12.0']);
  jars = await fetchedByMaven(
    {
      ...{ what: 'Avro', version: '1.12.1', folder: 'avro-1.12.1' },
      dependencies:
        '<dependency><groupId>org.apache.avro</groupId><artifactId>avro</artifactId><version>1.12.1</version></dependency>',
      goal: (into) => ['dependency:copy-dependencies', `-DoutputDirectory=${into}`],
      atMostBytes: 30e6,
      isComplete: (folder) => Promise.resolve(existsSync(join(folder, 'avro-1.12.1.jar'))),
      otherWay: 'unpack it',
    },
    { cacheFolder: cache, env: process.env, progress: silentProgress, signal: new AbortController().signal },
  );
}, 600_000);

const codecOf = (written: unknown, wanted: unknown = written) =>
  avroCodec(
    ...([written, wanted].map((schema) => ({ text: JSON.stringify(schema), references: new Map() })) as [
      never,
      never,
    ]),
  );

const encoded = (schema: unknown, json: string) => codecOf(schema).encoder().encode(json).toString('hex');

function decoded(hex: string, written: unknown, wanted: unknown = written): string {
  const bytes = Buffer.from(hex, 'hex');
  const out = new OutputBuffer();
  codecOf(written, wanted).decoder.decode(bytes, 0, bytes.length, out);
  return out.take().toString();
}

/** The same bytes in another order are told from others by this alone. */
function sorted(hex: string): string {
  return Buffer.from(Buffer.from(hex, 'hex').sort()).toString('hex');
}

interface JavaCase {
  readonly written: unknown;
  readonly wanted: unknown;
  readonly bytes: string;
}

/** Bytes and Avro's own JSON of each value, by the schema that is wanted. */
function byJava(cases: readonly JavaCase[]): readonly { bytes: string; json: string }[] {
  const lines = cases.flatMap(({ written, wanted, bytes }) => [
    JSON.stringify(written),
    JSON.stringify(wanted),
    bytes,
  ]);
  const argv = ['-cp', join(jars, '*'), join(sources, 'AvroPeer.java')];
  const answers = run('java', argv, `${lines.join('\n')}\n`).split('\n');
  return cases.map((_case, at) => ({ bytes: answers[2 * at] ?? '', json: answers[2 * at + 1] ?? '' }));
}

function byFastavro(cases: readonly { schema: unknown; bytes?: string }[]): readonly (readonly string[])[] {
  const input = cases.map((each) => JSON.stringify(each)).join('\n');
  const output = run(python, [join(sources, 'fastavro_peer.py')], input);
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
}

describe("Java's Avro", () => {
  test('reads our bytes, writes the same ones, and its JSON becomes them', () => {
    const samples = fc.sample(arbitraryAvro, 3000);
    const cases = samples.map(({ schema, value }) => ({
      written: schema,
      wanted: schema,
      bytes: encoded(schema, avroJson(value)),
    }));
    for (const [at, { bytes, json }] of byJava(cases).entries()) {
      const { written: schema, bytes: ours } = cases[at]!;
      // Java's maps have an order of their own, the same for bytes and for JSON.
      const hasMap = JSON.stringify(schema).includes('"map"');
      expect({ schema, bytes: sorted(bytes) }).toEqual({ schema, bytes: sorted(ours) });
      if (!hasMap) expect({ schema, bytes }).toEqual({ schema, bytes: ours });
      // Its JSON has nothing for a record without fields, and 0.0 for the float -0.0.
      if (json !== '' && !bytes.includes('00000080')) {
        expect({ schema, json, bytes: encoded(schema, json) }).toEqual({ schema, json, bytes });
      }
      expect({ schema, bytes: encoded(schema, decoded(bytes, schema)) }).toEqual({ schema, bytes });
    }
  }, 300_000);

  test('reads with another schema what we read', () => {
    const cases = fc.sample(arbitraryEvolution, 1000).map(({ written, wanted, json }) => ({
      written,
      wanted,
      bytes: encoded(written, json),
    }));
    for (const [at, { bytes }] of byJava(cases).entries()) {
      const { written, wanted, bytes: ours } = cases[at]!;
      const read = encoded(wanted, decoded(ours, written, wanted));
      expect({ written, wanted, read }).toEqual({ written, wanted, read: bytes });
    }
  }, 300_000);
});

describe('fastavro', () => {
  /** It keeps no branch of a union with the value that it reads, and takes one that fits when it writes. */
  const isPlain = (schema: AvroSchema): boolean =>
    !/\[(?!"null",)[^[\]]*,|\["null",[^[\]]*,/.test(
      JSON.stringify(schema).replace(/"(symbols|fields)":\[/g, ''),
    );

  test('reads our bytes, and writes the same ones', () => {
    const samples = fc.sample(arbitraryAvro, 6000).filter(({ schema }) => isPlain(schema));
    expect(samples.length).toBeGreaterThan(1000);
    const cases = samples.map(({ schema, value }) => ({ schema, bytes: encoded(schema, avroJson(value)) }));
    for (const [at, [bytes]] of byFastavro(cases).entries()) {
      const { schema, bytes: ours } = cases[at]!;
      expect({ schema, bytes }).toEqual({ schema, bytes: ours });
    }
  }, 300_000);

  test('makes values whose bytes we read, and write the same', () => {
    const cases = fc.sample(arbitraryAvroSchema, 1000).map((schema) => ({ schema }));
    for (const [at, values] of byFastavro(cases).entries()) {
      const { schema } = cases[at]!;
      for (const bytes of values) {
        const json = decoded(bytes, schema);
        // Its JSON has 0.0 for the float -0.0.
        if (!bytes.includes('00000080')) {
          expect({ schema, json, bytes: encoded(schema, json) }).toEqual({ schema, json, bytes });
        }
      }
    }
  }, 300_000);

  test('has the same dates, times, timestamps, UUIDs and decimals', () => {
    const lines = run(python, [join(sources, 'fastavro_logical.py')])
      .trim()
      .split('\n');
    expect(lines).toHaveLength(2000);
    for (const line of lines) {
      const { schema, bytes, text } = JSON.parse(line) as { schema: unknown; bytes: string; text: string };
      expect({ schema, json: decoded(bytes, schema) }).toEqual({ schema, json: JSON.stringify(text) });
      expect(encoded(schema, JSON.stringify(text))).toBe(bytes);
    }
  });
});
