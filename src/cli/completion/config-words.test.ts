import { expect, test } from '@jest/globals';
import { topicState, partitionState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { describeConfigs } from '../../wire/requests/describe-configs.js';
import { configWords } from './config-words.js';

/** Every resource has two configs, the second of them fixed. */
function session() {
  const broker = new ScriptedBroker();
  broker.on(describeConfigs, ({ resources }) => ({
    throttleTimeMs: 0,
    results: resources.map(({ resourceType, resourceName }) => ({
      errorCode: 0,
      errorMessage: null,
      resourceType,
      resourceName,
      configs: ['retention.ms', 'fixed'].map((name) => ({
        name: resourceType === 4 ? `log.${name}` : name,
        value: '1',
        readOnly: name === 'fixed',
        configSource: 5,
        isDefault: true,
        isSensitive: false,
        synonyms: [],
        configType: 5,
        documentation: null,
      })),
    })),
  }));
  const metadata = {
    brokers: [{ id: 1, host: 'localhost', port: 1, rack: null }],
    topics: [topicState('orders', [partitionState(0, [1])])],
  };
  return testSession({ brokers: [broker], metadata });
}

test.each([
  ['config-change', [], ['set', 'unset', 'fixed', 'retention.ms']],
  ['config-change', ['fixed'], ['fixed', 'retention.ms']],
  ['config-change', ['set'], ['retention.ms=']],
  ['config-change', ['set', 'a=1', 'unset'], ['retention.ms']],
  ['config-value', [], ['retention.ms=']],
  ['config', [], ['retention.ms']],
] as const)('%s after %j', async (kind, words, expected) => {
  const question = { of: 'topic', name: 'orders', words } as const;
  expect(await configWords(kind, question, session())).toEqual(expected);
  const ofAny = { of: 'topic', name: undefined, words } as const;
  expect(await configWords(kind, ofAny, session())).toEqual(expected);
  const ofBroker = { of: 'broker', name: '1', words } as const;
  const names = await configWords(kind, ofBroker, session());
  expect(names).toEqual(expected.map((word) => (/^(un)?set$/.test(word) ? word : `log.${word}`)));
});
