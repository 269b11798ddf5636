import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { confluentBytes, installPython } from '../testing/clients/client-members.js';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';

beforeAll(installPython, 600_000);

async function done(line: readonly string[], stdin = ''): Promise<string> {
  const argv = ['--registry', testCluster().registry, ...line];
  const { exitCode, stdout, stderr } = await onTestCluster(argv, { stdin });
  if (exitCode !== 0) throw new Error(`${line.join(' ')}: ${exitCode}: ${stderr}`);
  return stdout;
}

const text = fc.string({ unit: 'grapheme' });
const orders = fc.array(
  fc.record({
    id: fc.maxSafeInteger(),
    name: text,
    amount: fc.double({ noNaN: true, noDefaultInfinity: true }),
    tags: fc.array(text),
    note: fc.option(text),
  }),
  { minLength: 200, maxLength: 200 },
);

/** ProtoJSON: without what has its default value, 64 bits as text. */
function asProto({ id, name, amount, tags }: { id: number; name: string; amount: number; tags: string[] }) {
  return {
    ...(id === 0 ? {} : { id: String(id) }),
    ...(name === '' ? {} : { name }),
    ...(amount === 0 ? {} : { amount }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

describe('what confluent-kafka writes', () => {
  test.each(['avro', 'json', 'protobuf'] as const)(
    '%s is read, and written again to the byte',
    async (kind) => {
      const topic = uniqueName(`confluent-${kind}`);
      await done(['topics', 'create', topic, '--partitions', '1']);
      // As the other program gets them: JSON.stringify has no -0.
      const [drawn = []] = fc.sample(orders, 1);
      const values = JSON.parse(JSON.stringify(drawn)) as typeof drawn;
      const bytes = await confluentBytes(topic, kind, values);
      expect(bytes).toHaveLength(values.length);
      const stdin = bytes
        .map((each) => `${JSON.stringify({ value: each.toString('base64'), valueEncoding: 'base64' })}\n`)
        .join('');
      await done(['produce', topic, '--json'], stdin);

      const lines = await done(['consume', topic, '--exit', '-o', 'jsonl']);
      const read = lines
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { value: unknown }).value);
      expect(read).toEqual(kind === 'protobuf' ? values.map(asProto) : values);

      const copy = uniqueName(`confluent-${kind}-copy`);
      await done(['topics', 'create', copy, '--partitions', '1']);
      await done(['produce', copy, '--json', '--encode', 'value=as-read'], lines);
      const written = (await done(['consume', copy, '--exit', '-o', 'jsonl', '--no-decode']))
        .trim()
        .split('\n');
      const copied = written.map((line) => {
        const { value, valueEncoding } = JSON.parse(line) as { value: string; valueEncoding?: 'base64' };
        return Buffer.from(value, valueEncoding ?? 'utf8');
      });
      // Of JSON, characters that a terminal might obey or hide come back as escapes.
      const compared = (each: Buffer) =>
        kind === 'json' ? [each.subarray(0, 5), JSON.parse(each.toString('utf8', 5)) as unknown] : each;
      expect(copied.map(compared)).toEqual(bytes.map(compared));
    },
    120_000,
  );
});
