/** Records → what `copy` is given, whose form, plan and confirmation follow: dead letters sent back, or records copied elsewhere; pure. */
import type { Todo } from '../state/view-kind.js';
import { exactly, rangeOf, type Place } from './places.js';
import type { Question } from './question.js';

type Asked = Pick<Question, 'topic' | 'search' | 'isolation' | 'decode'>;

/** These records, whatever is searched for. */
export function redriveThese(asked: Omit<Asked, 'search' | 'decode'>, places: readonly Place[]): Todo {
  const { topic } = asked;
  return { to: 'form', path: 'copy', given: { topic: [topic], redrive: true, ...givenOf(asked, places) } };
}

/** The same to another topic, which is asked for first. */
export function copyThese(asked: Omit<Asked, 'search' | 'decode'>, places: readonly Place[]): Todo {
  return { to: 'copy-to', source: asked.topic, given: givenOf(asked, places) };
}

function givenOf({ isolation }: Pick<Asked, 'isolation'>, places: readonly Place[]) {
  return { ...exactly(places), ...isolated(isolation) };
}

/** All that are in sight, of those in between only what the search finds. */
export function redriveAll({ topic, search, isolation, decode }: Asked, shown: readonly Place[]): Todo {
  if (shown.length === 0) return { to: 'say', text: 'There is no record in sight.', tone: 'warn' };
  const { grep, filter, key, allPartitions } = search;
  const isSearch = grep !== undefined || filter !== undefined || key !== undefined;
  return {
    to: 'form',
    path: 'copy',
    given: {
      ...{ topic: [topic], redrive: true, ...rangeOf(shown) },
      ...isolated(isolation),
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

function isolated(isolation: Question['isolation']): { readonly isolation?: string } {
  return isolation === 'read_uncommitted' ? { isolation } : {};
}
