import { describe, expect, test } from '@jest/globals';
import { explanationOf, glossary, nearestTerms } from './glossary.js';

describe('the glossary', () => {
  test.each(glossary.map(({ term, en }) => ({ term, en })))('$term: two sentences, no more', ({ en }) => {
    const sentences = en
      .replace(/\([^)]*\)/g, '')
      .split(/[.?!](?:\s|$)/)
      .filter(Boolean);
    expect(sentences).toHaveLength(2);
    expect(en.length).toBeLessThan(260);
  });

  test('each word belongs to one entry', () => {
    const words = glossary
      .flatMap(({ term, aliases }) => [term, ...aliases])
      .map((word) => word.toLowerCase());
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  test.each([
    ['isr', 'ISR'],
    ['In-Sync Replicas', 'ISR'],
    ['consumer_group', 'consumer group'],
    ['Dead-Letter-Queue', 'dead letter queue'],
    ['kip-932', 'share group'],
    ['replicationFactor', 'replica'],
    ['NOT_ENOUGH_REPLICAS', 'NOT_ENOUGH_REPLICAS'],
    ['not enough replicas', 'NOT_ENOUGH_REPLICAS'],
    ['19', 'NOT_ENOUGH_REPLICAS'],
    ['backward_transitive', '_TRANSITIVE'],
    ['NONE', 'no compatibility'],
    ['0', 'NONE'],
    ['Magic-Byte', 'magic byte'],
    ['evolution', 'schema evolution'],
    ['schema evolution', 'schema evolution'],
    ['nonsense', undefined],
  ])('%s → %s', (word, term) => expect(explanationOf(word)?.term).toBe(term));

  test('a mistyped word', () => {
    expect(nearestTerms('partitoin')).toContain('partition');
    expect(nearestTerms('NOT_ENOUGH_REPLICA')).toContain('NOT_ENOUGH_REPLICAS');
  });
});
