/** Moves a cursor from one record that is meant to the next: all of them, or those that a search finds. */
import type { EncodedRecords, RecordSearch } from '../../finding/record-search.js';
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import type { Decoding } from '../records/decoding/decoding.js';

/** False if the cursor has no more; a promise if a schema has to be fetched first. */
export type NextRecord = (cursor: RecordDecoder) => boolean | Promise<boolean>;

const allRecords: EncodedRecords = { has: () => true, hasNoneIn: () => false };

export function searchingFor(search: RecordSearch, decoding: Decoding | undefined): NextRecord {
  if (!decoding) return (cursor) => search.next(cursor);
  const next: NextRecord = (cursor) => {
    if (!decoding.decodes(cursor.topic)) return search.next(cursor);
    const encoded = decoding.encodedIn(cursor.topic, true) ?? allRecords;
    for (let found; (found = search.nextOrEncoded(cursor, encoded)) !== false;) {
      if (found === 'match') return true;
      const missing = decoding.open(cursor);
      if (missing) return missing.then(() => search.matches(decoding.record) || next(cursor));
      if (search.matches(decoding.record)) return true;
    }
    return false;
  };
  return next;
}
