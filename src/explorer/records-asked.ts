/** A `consume` that is pages of one topic's records. */
import type { Form } from '../menu/form/menu-context.js';
import { newestFirst, wentTo, type RecordPageState } from '../menu/records/record-page-state.js';

const shownByPages = new Set(['topic', 'partition', 'from', 'grep']);

/** Undefined for any other command line. */
export function recordsAsked({
  spec,
  chosen,
}: Form): { readonly topic: string; readonly begun: RecordPageState } | undefined {
  const { topic, partition = [], from, grep } = chosen;
  if (spec.path.join(' ') !== 'consume' || !Array.isArray(topic) || topic.length !== 1) return undefined;
  if (Object.keys(chosen).some((name) => !shownByPages.has(name))) return undefined;
  if (!Array.isArray(partition) || partition.length > 1) return undefined;
  const state = {
    ...newestFirst,
    partition: partition.length === 0 ? null : Number(partition[0]),
    filter: typeof grep === 'string' ? grep : '',
  };
  return { topic: String(topic[0]), begun: typeof from === 'string' ? wentTo(state, from) : state };
}
