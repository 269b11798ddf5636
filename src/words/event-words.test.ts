import { expect, test } from '@jest/globals';
import { eventWords } from './event-words.js';
import { explanationOf } from './glossary.js';

test.each(Object.entries(eventWords))(
  '%s: whole sentences, and terms that the glossary has',
  (_kind, event) => {
    expect(event.text).toMatch(/^[A-Z][^]*\.$/);
    expect(event.terms.length).toBeGreaterThan(0);
    for (const term of event.terms) expect(explanationOf(term)?.term).toBe(term);
  },
);
