/** Dead letters in sight → what `copy --redrive` is given, whose form, plan and confirmation follow: pure. */
import type { Todo } from '../state/view-kind.js';
import type { Question } from './question.js';
import { rangeOf, type Place } from './records-words.js';
import { noSearch } from './search.js';

type Asked = Pick<Question, 'topic' | 'search' | 'isolation' | 'decode'>;

/** This record, whatever is searched for. */
export function redriveOne({ topic, isolation, decode }: Asked, place: Place): Todo {
  return redrive({ topic, isolation, decode, search: noSearch }, [place]);
}

/** All that are in sight, of those in between only what the search finds. */
export function redriveAll(asked: Asked, shown: readonly Place[]): Todo {
  if (shown.length === 0) return { to: 'say', text: 'There is no record in sight.', tone: 'warn' };
  return redrive(asked, shown);
}

function redrive({ topic, search, isolation, decode }: Asked, places: readonly Place[]): Todo {
  const { grep, filter, key, allPartitions } = search;
  const isSearch = grep !== undefined || filter !== undefined || key !== undefined;
  return {
    to: 'form',
    path: 'copy',
    given: {
      ...{ topic: [topic], redrive: true, ...rangeOf(places) },
      ...(isolation === 'read_uncommitted' && { isolation }),
      ...(grep !== undefined && { grep }),
      ...(filter !== undefined && { filter }),
      ...(key !== undefined && { key }),
      ...(allPartitions === true && { allPartitions }),
      // Nothing is decoded unless something is searched for.
      ...(isSearch && decode.decode.length > 0 && { decode: decode.decode }),
      ...(isSearch && decode.protoPath.length > 0 && { protoPath: decode.protoPath }),
      ...(isSearch && decode.noDecode && { noDecode: true }),
    },
  };
}
