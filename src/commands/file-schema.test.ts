/** The JSON Schemas say what the program's own readers say: about examples, about wrong files, and about files made at random. */
import { describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { z } from 'zod';
import { parseConfig } from '../config/config-file.js';
import { configSchema } from '../config/connection.js';
import { foldersFor } from '../config/folders.js';
import { readProjectFileAt } from '../config/project-file.js';
import { manifestSchema } from '../kafka/manifest/manifest-schema.js';
import { parseManifest } from '../kafka/manifest/parse-manifest.js';
import { wrongInTopicName } from '../kafka/session/topic-names.js';
import { toJson } from '../output/structured.js';
import { runCli } from '../testing/program/run-cli.js';
import { describedFiles, fileSchema, type DescribedFile } from './_file-schemas.js';

const compiled = Object.fromEntries(
  describedFiles.map((file) => [file, new Ajv2020({ allowUnionTypes: true }).compile(fileSchema(file))]),
) as Record<DescribedFile, ValidateFunction>;

/** As an editor reads it. */
function complaints(file: DescribedFile, text: string): string[] {
  const validate = compiled[file];
  validate(parse(text, { merge: true }));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const folders = foldersFor('linux', {}, '/nowhere', '/nowhere');
const readers: Readonly<Record<DescribedFile, (text: string) => unknown>> = {
  connections: (text) => parseConfig(text, 'f.yml'),
  project: readProject,
  manifest: (text) => parseManifest(text, 'f.yml'),
};

async function readProject(text: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-schema-'));
  try {
    writeFileSync(join(folder, '.kafka-lab.yml'), text);
    return await readProjectFileAt(join(folder, '.kafka-lab.yml'), folders);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('what is shipped', () => {
  const root = new URL('../../', import.meta.url);

  test.each(describedFiles)('schemas/%s.schema.json is current; if not: npm run docs', async (file) => {
    const shipped = readFileSync(new URL(`schemas/${file}.schema.json`, root), 'utf8');
    expect(shipped.split('\n')).toEqual(toJson(fileSchema(file)).split('\n'));
    expect(JSON.parse(shipped)).toHaveProperty('$schema', 'https://json-schema.org/draft/2020-12/schema');
    // Into a file, the same and nothing beside it.
    expect(await runCli(['file-schema', file])).toMatchObject({ exitCode: 0, stdout: shipped, stderr: '' });
  });

  test('no other file is there, and each goes into the package', () => {
    expect(readdirSync(new URL('schemas', root)).sort()).toEqual(
      describedFiles.map((file) => `${file}.schema.json`).sort(),
    );
    const { files, exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
      files: string[];
      exports: Record<string, string>;
    };
    expect(files).toContain('schemas');
    expect(exports).toHaveProperty(['./schemas/*.json'], './schemas/*.json');
  });

  test('on a terminal it says how to use it; a file that it does not know is refused with those that it does', async () => {
    const { stderr } = await runCli(['file-schema', 'project'], { isTerminal: true });
    expect(stderr).toContain('# yaml-language-server: $schema=project.schema.json');
    const refused = await runCli(['file-schema', 'topics']);
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('connections, project')]);
  });
});

describe('what the readers take', () => {
  const good: readonly (readonly [DescribedFile, string])[] = [
    ...examplesOf('connections.md').map((text) => ['connections', text] as const),
    ...examplesOf('schemas.md').map((text) => ['connections', text] as const),
    ['connections', 'connections:'],
    [
      'connections',
      'connections: {a: {bootstrapServers: "x:1", sasl: {mechanism: scram-sha-256, username: a, password: b}}}',
    ],
    [
      'project',
      'connections: {a: {bootstrapServers: "x:1", sasl: {mechanism: Scram-Sha-256, username: a, password: env:My_Kafka}}}',
    ],
    ['project', 'connections: {a: {bootstrapServers: "x:1", tls: {keyPassword: prompt}}}'],
    ['manifest', 'topics:'.replace(':', ': {a: , b: {}, c: {partitions: 3, replicationFactor: "2"}}')],
    [
      'manifest',
      'topics: {a: {configs: {retention.ms: 3600000, preallocate: false, x: 9223372036854775807}}}',
    ],
    [
      'manifest',
      'x-own: &base {partitions: 2, x-why: because}\ntopics: {a: *base, b: {<<: *base, configs: {}}}',
    ],
    [
      'manifest',
      'acls: [{resource: topic, name: 7, principal: "User:x", permission: allow, operation: read}]',
    ],
    ['manifest', 'quotas: [{user: null, client-id: 12, limits: {request_percentage: 12.5, x: " 1e3 "}}]'],
    ['manifest', 'users: {x: {SCRAM-SHA-512: {password: env:X, iterations: 4096}}, y: {}}'],
  ];

  test('examples are found in docs', () => expect(good.length).toBeGreaterThan(14));

  test.each(good)('%s: %s', async (file, text) => {
    await readers[file](text);
    expect(complaints(file, text)).toEqual([]);
  });
});

/** The blocks of YAML on that page; what is a part of a connection is put into one. */
function examplesOf(page: string): string[] {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^( *)```yaml\n([^]*?)^ *```$/gm)].map(([, , block = '']) => {
    const value = parse(block) as object;
    const isWhole = Object.keys(value).every((key) => ['current', 'formats', 'connections'].includes(key));
    return isWhole ? block : stringify({ connections: { a: { bootstrapServers: 'x:1', ...value } } });
  });
}

describe('what the readers refuse', () => {
  const login = (sasl: string) => `connections: {a: {bootstrapServers: "x:1", tls: true, sasl: {${sasl}}}}`;
  const wrong: readonly (readonly [DescribedFile, string, string])[] = [
    ['connections', 'hello', ' must be object'],
    ['connections', 'connection: {}', ' must NOT have additional properties'],
    ['connections', 'connections: [1]', '/connections must be object'],
    ['connections', 'connections: {a: }', '/connections/a must be object'],
    ['connections', 'connections: {-a: {bootstrapServers: "x:1"}}', '/connections must match pattern'],
    ['connections', 'connections: {__proto__: {bootstrapServers: "x:1"}}', '/connections must NOT be valid'],
    ['connections', 'connections: {a: {}}', "/connections/a must have required property 'bootstrapServers'"],
    [
      'connections',
      'connections: {a: {bootstrapServers: 7}}',
      '/connections/a/bootstrapServers must be string',
    ],
    [
      'connections',
      'connections: {a: {bootstrapServers: "x:1", colour: pink}}',
      '/connections/a/colour must be equal',
    ],
    [
      'connections',
      'connections: {a: {bootstrapServers: "x:1", readonly: "yes"}}',
      '/connections/a/readonly must be boolean',
    ],
    [
      'connections',
      'connections: {a: {bootstrapServers: "x:1", tls: {caa: x}}}',
      '/connections/a/tls must NOT have',
    ],
    ['connections', login('mechanism: GSSAPI'), '/connections/a/sasl/mechanism must match pattern'],
    [
      'connections',
      login('mechanism: PLAIN, username: a, password: 7'),
      '/connections/a/sasl/password must be string',
    ],
    ['connections', login('mechanism: AWS_MSK_IAM, region: Europe'), '/connections/a/sasl/region must match'],
    [
      'connections',
      'connections: {a: {bootstrapServers: "x:1", schemaRegistry: {user: x}}}',
      "/connections/a/schemaRegistry must have required property 'url'",
    ],
    ['connections', 'formats: {a: {keys: long}}', '/formats/a must NOT have additional properties'],
    ['connections', 'formats: {__proto__: {key: long}}', '/formats must NOT be valid'],
    ['project', login('mechanism: OAUTHBEARER, tokenCommand: x'), '/connections/a/sasl must NOT have'],
    ['project', login('mechanism: OAUTHBEARER, tokenProvider: azure'), '/connections/a/sasl must NOT have'],
    [
      'project',
      login('mechanism: PLAIN, username: a, password: secret'),
      '/connections/a/sasl/password must match',
    ],
    [
      'project',
      login('mechanism: PLAIN, username: a, password: keyring:kafka'),
      '/connections/a/sasl/password must match',
    ],
    [
      'project',
      login('mechanism: PLAIN, username: a, password: env:AWS_SECRET'),
      '/connections/a/sasl/password must match',
    ],
    [
      'project',
      'connections: {a: {bootstrapServers: "x:1", tls: {keyPassword: s}}}',
      '/connections/a/tls/keyPassword must',
    ],
    [
      'project',
      'connections: {a: {bootstrapServers: "x:1", schemaRegistry: {url: "https://x", token: s}}}',
      '/connections/a/schemaRegistry/token must match',
    ],
    ['manifest', 'topic: {}', ' must NOT have additional properties'],
    ['manifest', 'topics: [a]', '/topics must be object'],
    ['manifest', 'topics: {a b: {}}', '/topics must match pattern'],
    ['manifest', 'topics: {"..": {}}', '/topics must match pattern'],
    ['manifest', 'topics: {__proto__: {}}', '/topics must NOT be valid'],
    ['manifest', 'topics: {a: {partition: 3}}', '/topics/a must NOT have additional properties'],
    ['manifest', 'topics: {a: {partitions: 0}}', '/topics/a/partitions must be >= 1'],
    ['manifest', 'topics: {a: {partitions: many}}', '/topics/a/partitions must match pattern'],
    [
      'manifest',
      'topics: {a: {replicationFactor: 1.5}}',
      '/topics/a/replicationFactor must be integer,string',
    ],
    [
      'manifest',
      'topics: {a: {configs: {retention.ms: null}}}',
      '/topics/a/configs/retention.ms must be string',
    ],
    [
      'manifest',
      'topics: {a: {configs: {retention.ms: [1]}}}',
      '/topics/a/configs/retention.ms must be string',
    ],
    [
      'manifest',
      'acls: [{resource: topic, name: a, principal: x, permission: allow, operation: read}]',
      '/acls/0/principal must match pattern',
    ],
    [
      'manifest',
      'acls: [{resource: topic, name: a, principal: "User:x", permission: allow, operation: raed}]',
      '/acls/0/operation must be equal to one of the allowed values',
    ],
    ['manifest', 'quotas: [{limits: {producer_byte_rate: 1}}]', '/quotas/0 must match a schema in anyOf'],
    [
      'manifest',
      'quotas: [{user: a, limits: {producer_byte_rate: 0}}]',
      '/quotas/0/limits/producer_byte_rate must be > 0',
    ],
    ['manifest', 'users: {x: {SCRAM-SHA-1: {}}}', '/users/x must NOT have additional properties'],
    [
      'manifest',
      'users: {x: {SCRAM-SHA-512: {password: swordfish}}}',
      '/users/x/SCRAM-SHA-512/password must match',
    ],
  ];

  test.each(wrong)('%s: %s', async (file, text, complaint) => {
    await expect(Promise.resolve(text).then(readers[file])).rejects.toMatchObject({ code: 'usage' });
    expect(complaints(file, text)).toContainEqual(expect.stringContaining(complaint));
  });
});

describe('files made at random', () => {
  const samples: Readonly<Record<'connections' | 'manifest', readonly unknown[]>> = {
    connections: examplesOf('connections.md').map((text) => parse(text) as unknown),
    manifest: [
      {
        topics: {
          a: { partitions: 3, replicationFactor: 2, configs: { 'retention.ms': '5', b: true } },
          b: null,
        },
        acls: [
          {
            resource: 'topic',
            name: 'a',
            principal: 'User:x',
            permission: 'deny',
            operation: 'all',
            host: '*',
          },
        ],
        quotas: [{ user: 'a', 'client-id': null, limits: { producer_byte_rate: 12.5 } }],
        users: { x: { 'SCRAM-SHA-256': { iterations: 8192, password: 'prompt' } } },
      },
    ],
  };
  const zods = { connections: configSchema(), manifest: manifestSchema } satisfies Record<string, z.ZodType>;

  test.each(['connections', 'manifest'] as const)(
    '%s: what is taken by the reader is taken by the schema, and what is of a wrong type, or unknown, by neither',
    (file) => {
      let taken = 0;
      let refused = 0;
      fc.assert(
        fc.property(fc.oneof(...samples[file].map(changed)), (value) => {
          // The reader of a manifest has numbers as they were typed.
          const read = zods[file].safeParse(file === 'manifest' ? asTyped(value) : value);
          const fits = compiled[file](JSON.parse(JSON.stringify(value)));
          if (read.success) {
            taken += 1;
            // What fits is not compared by Jest: thousands do.
            if (!fits) expect([value, compiled[file].errors]).toEqual([value, null]);
          } else if (read.error.issues.some(({ code }) => code !== 'custom')) {
            refused += 1;
            if (fits) expect([value, read.error.issues, fits]).toEqual([value, read.error.issues, false]);
          }
        }),
        { numRuns: 2000 },
      );
      expect([taken > 200, refused > 200]).toEqual([true, true]);
    },
  );

  test('a name of a topic', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.stringMatching(/^[a-z.]{0,3}$/),
      fc.constant('a'.repeat(250)),
    );
    fc.assert(
      fc.property(name, (topic) => {
        if (topic === '__proto__') return;
        expect(compiled.manifest({ topics: { [topic]: {} } })).toBe(wrongInTopicName(topic) === undefined);
      }),
    );
  });
});

function asTyped(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === 'number' ? String(each) : each,
  );
}

/** The same, but for one place in it: another value, another name, or nothing. */
function changed(sample: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(sample);
  const other = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      '',
      'a',
      'a b',
      [],
      {},
      ['a'],
      { a: 'b' },
      'x:9092',
      'env:KAFKA',
      'PLAIN',
    ),
    fc.integer({ min: -2, max: 200_000 }),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -10, max: 10 }).map((number) => number + 0),
  );
  return fc
    .tuple(fc.constantFrom(...places), fc.constantFrom('value', 'name', 'nothing'), other)
    .map(([place, what, value]) => {
      const copy: unknown = structuredClone(sample);
      const key = place.at(-1);
      if (key === undefined) return what === 'value' ? value : copy;
      const parent = place.slice(0, -1).reduce((at, each) => (at as Record<string, unknown>)[each], copy);
      const map = parent as Record<string, unknown>;
      if (what === 'value') map[key] = value;
      else if (Array.isArray(parent)) parent.pop();
      else {
        if (what === 'name') map[`${key}s`] = map[key];
        Reflect.deleteProperty(map, key);
      }
      return copy;
    });
}

function placesIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...at, key]))];
}
