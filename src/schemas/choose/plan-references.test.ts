import { expect, test } from '@jest/globals';
import { RegistryRefusal } from '../../registry/refusal.js';
import type { Registry, SchemaReference, SchemaText } from '../../registry/registry.js';
import { planReferences } from './plan-references.js';
import type { ReferringSchema } from './referred-files.js';

/** Subjects with the schemas of their versions. */
function memory(subjects: Readonly<Record<string, readonly SchemaText[]>> = {}) {
  const kept = new Map(Object.entries(subjects).map(([name, versions]) => [name, [...versions]]));
  const asVersion = (subject: string, at: number) => {
    const found = kept.get(subject)?.[at];
    return found && { id: 1, subject, version: at + 1, ...found };
  };
  const registry = {
    url: 'http://registry',
    find: (subject: string, schema: SchemaText) =>
      Promise.resolve(
        asVersion(
          subject,
          (kept.get(subject) ?? []).findIndex((each) => JSON.stringify(each) === JSON.stringify(schema)),
        ),
      ),
    version: (subject: string) =>
      kept.has(subject)
        ? Promise.resolve(asVersion(subject, (kept.get(subject) ?? []).length - 1))
        : Promise.reject(
            new RegistryRefusal('not-found', 'none', { hint: '', status: 404, errorCode: 40401 }),
          ),
    register: (subject: string, schema: SchemaText) => {
      kept.set(subject, [...(kept.get(subject) ?? []), schema]);
      return Promise.resolve(1);
    },
    sourceOf: ({ text, references }: SchemaText) =>
      Promise.resolve({ text, references: new Map(references.map(({ name }) => [name, 'registered'])) }),
  };
  return { kept, registry: registry as unknown as Registry };
}

const text = (type: SchemaText['type'], name: string, references: readonly SchemaReference[] = []) => ({
  type,
  text: `text of ${name}`,
  references,
});

function schema(refers: Readonly<Record<string, readonly string[]>>, type: SchemaText['type'] = 'PROTOBUF') {
  const file = (name: string) => ({ file: name, text: `text of ${name}`, refers: refers[name] ?? [] });
  const names = Object.keys(refers).filter((name) => name !== 'root');
  const found: ReferringSchema = {
    type,
    root: file('root'),
    files: new Map(names.map((name) => [name, file(name)])),
  };
  return found;
}

test('those that others refer to are registered first, each once, and the next time none', async () => {
  const { kept, registry } = memory();
  const files = schema({ root: ['a', 'c'], a: ['b'], b: ['c'], c: [] });
  const plan = await planReferences(files, [], registry, ':.east:s-value');
  expect(plan.unregistered.map(({ subject }) => subject)).toEqual([':.east:c', ':.east:b', ':.east:a']);
  expect(() => plan.text()).toThrow();
  expect(kept.size).toBe(0);
  const told: string[] = [];
  await plan.register(({ subject, version }) => told.push(`${subject}@${version}`));
  expect(told).toEqual([':.east:c@1', ':.east:b@1', ':.east:a@1']);
  const to = (name: string) => ({ name, subject: `:.east:${name}`, version: 1 });
  expect(plan.text()).toEqual(text('PROTOBUF', 'root', [to('a'), to('c')]));
  expect(kept.get(':.east:b')).toEqual([text('PROTOBUF', 'b', [to('c')])]);
  const again = await planReferences(files, [], registry, ':.east:s-value');
  expect([again.unregistered, again.text()]).toEqual([[], plan.text()]);
  expect(await again.source()).toMatchObject({
    name: 'root',
    references: new Map([
      ['a', 'text of a'],
      ['b', 'text of b'],
      ['c', 'text of c'],
    ]),
  });
});

test('a file that has changed becomes a new version, and with it what refers to it', async () => {
  const old = { name: 'b', subject: 'b', version: 1 };
  const { registry } = memory({ b: [text('AVRO', 'b of before')], a: [text('AVRO', 'a', [old])] });
  const plan = await planReferences(schema({ root: ['a'], a: ['b'], b: [] }, 'AVRO'), [], registry, 's');
  expect(plan.unregistered.map(({ subject }) => subject)).toEqual(['b', 'a']);
  await plan.register(() => undefined);
  expect(plan.text().references).toEqual([{ name: 'a', subject: 'a', version: 2 }]);
});

test('what is no file is the latest version of the subject that is called so; what is given is neither looked for', async () => {
  const { registry } = memory({
    x: [text('AVRO', 'x'), text('AVRO', 'newer x')],
    other: [text('AVRO', 'y')],
    u: [text('AVRO', 'u')],
  });
  const given = [
    { name: 'y', subject: 'other', version: 7 },
    { name: 'unused', subject: 'u', version: 1 },
  ];
  const plan = await planReferences(
    schema({ root: ['a', 'x', 'y'], a: ['y'] }, 'AVRO'),
    given,
    registry,
    's',
  );
  await plan.register(() => undefined);
  expect(plan.text().references).toEqual([
    { name: 'a', subject: 'a', version: 1 },
    { name: 'x', subject: 'x', version: 2 },
    ...given,
  ]);
  expect((await plan.source()).references.get('x')).toBe('registered');
  const absent = [{ name: 'y', subject: 'absent', version: 1 }];
  await expect(planReferences(schema({ root: ['y'] }, 'AVRO'), absent, registry, 's')).rejects.toThrow(
    'none',
  );
});

test('what is neither is said, with what to type; absolute URIs are left to the registry', async () => {
  const { registry } = memory();
  await expect(planReferences(schema({ root: ["it's"] }), [], registry, 's')).rejects.toMatchObject({
    message: "root refers to it's, for which there is neither a file nor a subject at http://registry.",
    hint: expect.stringContaining(String.raw`--reference 'it'\''s=SUBJECT@VERSION'`),
  });
  const plan = await planReferences(
    schema({ root: ['https://example.com/a.json'] }, 'JSON'),
    [],
    registry,
    's',
  );
  expect(plan.text().references).toEqual([]);
});

test('a circle is said before anything is registered', async () => {
  const { kept, registry } = memory();
  await expect(
    planReferences(schema({ root: ['a'], a: ['b'], b: ['a'] }), [], registry, 's'),
  ).rejects.toThrow('These schemas refer to each other in a circle: a → b → a.');
  expect(kept.size).toBe(0);
});
