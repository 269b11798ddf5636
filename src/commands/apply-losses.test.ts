import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { Context } from '../contract/command.js';
import { partitionState, topicState } from '../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../testing/brokers/scripted-broker.js';
import { testSession } from '../testing/brokers/test-session.js';
import { LabError } from '../text/errors.js';
import { configSource, describeConfigs } from '../wire/requests/describe-configs.js';
import { applyFile } from './apply.js';

/** What apply asks and says before the first change, which nothing in this cluster answers. */
async function applied(file: string, prune = false) {
  const values = [
    { name: 'retention.ms', value: '604800000', source: configSource.default },
    { name: 'cleanup.policy', value: 'delete', source: configSource.default },
    { name: 'segment.ms', value: '1000', source: configSource.dynamicTopic },
  ];
  const broker = new ScriptedBroker(1).on(describeConfigs, ({ resources }) => ({
    throttleTimeMs: 0,
    results: resources.map(({ resourceName, resourceType }) => ({
      ...{ errorCode: 0, errorMessage: null, resourceType, resourceName },
      configs: values.map(({ name, value, source }) => ({
        ...{ name, value, readOnly: false, configSource: source, isSensitive: false },
        ...{ synonyms: [], configType: 0, documentation: null },
      })),
    })),
  }));
  const session = testSession({
    metadata: {
      brokers: [{ id: 1, host: 'fake', port: 9092, rack: null }],
      topics: ['orders', 'old'].map((name) => topicState(name, [partitionState(0, [1])])),
    },
    brokers: [broker],
  });
  const said: string[] = [];
  const questions: string[] = [];
  const context = {
    globals: { yes: false },
    stdin: Readable.from([Buffer.from(file)]),
    signal: new AbortController().signal,
    kafka: () => Promise.resolve(session),
    say: (line: string) => said.push(line),
    confirm(question: string, word: string) {
      questions.push(`${question} [${word}]`);
      return Promise.reject(new LabError('interrupted', 'Nothing was changed.'));
    },
  } as unknown as Context;
  const options = { file: '-', dryRun: false, prune, setPasswords: false };
  const report = await Promise.resolve(applyFile.run(context, options as never)).catch(
    (error: unknown) => error,
  );
  return { report, said, questions };
}

test('shorter retention is asked for, with the plan before it', async () => {
  const { said, questions, report } = await applied(
    'topics: {orders: {configs: {retention.ms: 1000}}, old: }',
  );
  expect(said).toEqual(['+ topic orders retention.ms: 1000']);
  expect(questions).toEqual([
    'Brokers delete records that they would have kept: topic orders retention.ms. [apply]',
  ]);
  expect(report).toMatchObject({ message: 'Nothing was changed.' });
});

test('--prune shows what it deletes before it asks', async () => {
  const { said, questions } = await applied('topics: {orders: {configs: {segment.ms: 1000}}}', true);
  expect(said).toEqual(['- topic old: all its records']);
  expect(questions).toEqual([
    'What the file does not name is deleted, topics with all their records: topic old. [prune]',
  ]);
});

test.each([
  'retention.ms: -1',
  'retention.ms: 9223372036854775807',
  'cleanup.policy: delete',
  'segment.ms: 5',
])('%s is not asked for', async (config) => {
  const { questions } = await applied(`topics: {orders: {configs: {${config}}}, old: }`);
  expect(questions).toEqual([]);
});
