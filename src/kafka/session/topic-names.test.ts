import { describe, expect, test } from '@jest/globals';
import { answersMetadata, partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { checkTopicName, existingTopics } from './topic-names.js';

describe('checkTopicName', () => {
  test.each(['a', 'A-z_0.9', '...', '_', 'x'.repeat(249)])('%s is fine', (name) => {
    expect(() => checkTopicName(name)).not.toThrow();
  });

  test.each([
    ['', 'it is empty'],
    ['.', 'it is "." or ".."'],
    ['..', 'it is "." or ".."'],
    ['x'.repeat(250), 'it has 250 characters, 249 are allowed'],
    ['my topic', 'it contains " "'],
    ['a/b', 'it contains "/"'],
    ['käse', 'it contains "ä"'],
    ['a\nb', 'it contains "\n"'],
  ])('%j: %s', (name, reason) => {
    expect(() => checkTopicName(name)).toThrow(
      expect.objectContaining({ code: 'usage', message: `"${name}" is not a valid topic name: ${reason}.` }),
    );
  });
});

describe('existingTopics', () => {
  const session = testSession({
    metadata: {
      topics: [
        topicState('orders', [partitionState(0, [1])]),
        topicState('payments', [partitionState(0, [1])]),
      ],
    },
  });

  test('one that a broker which has just started is told of between two questions is there', async () => {
    const broker = new ScriptedBroker();
    const starting = testSession({ brokers: [broker] });
    const orders = topicState('orders', [partitionState(0, [1])]);
    let asked = 0;
    answersMetadata(broker, () => ({ topics: (asked += 1) > 1 ? [orders] : [] }));
    expect(await existingTopics(starting, ['orders'])).toMatchObject([{ name: 'orders' }]);
  });

  test('in the order typed, each once', async () => {
    const topics = await existingTopics(session, ['payments', 'orders', 'payments']);
    expect(topics.map(({ name }) => name)).toEqual(['payments', 'orders']);
  });

  test.each([
    ['ordres', 'Did you mean orders?'],
    ['nothing-like-it', 'See what there is: kafka-lab topics list'],
  ])('%s', async (name, hint) => {
    await expect(existingTopics(session, ['orders', name])).rejects.toMatchObject({
      code: 'not-found',
      message: `There is no topic "${name}".`,
      hint,
    });
  });

  test('a topic that records are meant for might be created', async () => {
    await expect(existingTopics(session, ['nothing-like-it'], { isToBeFilled: true })).rejects.toMatchObject({
      hint: 'See what there is: kafka-lab topics list; or create it: kafka-lab topics create nothing-like-it',
    });
  });

  test('a topic that may not be read', async () => {
    const topics = [{ ...topicState('secret', []), errorCode: 29 }];
    await expect(existingTopics(testSession({ metadata: { topics } }), ['secret'])).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/^Topic "secret" cannot be read: .*TOPIC_AUTHORIZATION_FAILED/),
    });
  });
});
