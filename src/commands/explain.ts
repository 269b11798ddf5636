/** `kafka-lab explain` */
import { z } from 'zod';
import { defineCommand } from '../contract/command.js';
import { LabError } from '../text/errors.js';
import { explainedError, type ExplainedError } from '../words/error-advice.js';
import { explanationOf, glossary, nearestTerms } from '../words/glossary.js';
import type { GlossaryEntry } from '../words/glossary-entry.js';

export type Explanation = Pick<GlossaryEntry, 'term' | 'aliases'> & {
  readonly text: string;
  /** Where it is an error. */
  readonly error?: ExplainedError;
};

export const explain = defineCommand({
  path: ['explain'],
  summary: 'explain a Kafka term or error: its meaning, likely cause, and what to do',
  effect: 'reads',
  options: z.object({
    term: z.array(z.string()).default([]).meta({
      description:
        'the word: ISR, lag, "consumer group"; an error by name, number or exception; none: all words',
      completes: 'term',
    }),
  }),
  positionals: ['term'],
  examples: ['explain ISR', 'explain consumer group', 'explain NOT_ENOUGH_REPLICAS', 'explain 19', 'explain'],
  run(_context, { term }): Promise<readonly Explanation[]> {
    if (term.length === 0) return Promise.resolve(glossary.map(explained));
    const words = term.join(' ');
    const entry = explanationOf(words);
    if (!entry) return Promise.reject(unknown(words));
    // NONE is a level of compatibility, too.
    const error = [explainedError(words)].find((each) => each?.name === entry.term);
    return Promise.resolve([{ ...explained(entry), ...(error && { error }) }]);
  },
  view: (found: readonly Explanation[]) => ({
    header: ['TERM', 'MEANS'],
    rows: found.map(({ term, text }) => [{ text: term, tone: 'strong' }, text]),
  }),
});

function explained({ term, aliases, en }: GlossaryEntry): Explanation {
  return { term, aliases, text: en };
}

function unknown(word: string): LabError {
  const near = nearestTerms(word);
  return new LabError('not-found', `"${word}" is not in the glossary.`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.join(', ')}?`
        : 'See all words: kafka-lab explain; errors go by their names: kafka-lab explain NOT_ENOUGH_REPLICAS',
  });
}
