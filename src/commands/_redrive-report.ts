/** What `copy --redrive` says before anything is written: how many dead letters go where, and which go nowhere, and why. */
import type { PlannedRoute } from '../kafka/copy/plan-redrive.js';
import { counted, grouped } from '../view/counted.js';
import type { View } from '../view/view.js';

export function redriveView(routes: readonly PlannedRoute[], notes: readonly string[]): View {
  const sent = routes.filter(({ target }) => target !== null);
  const refused = routes.filter(({ target }) => target === null);
  return {
    header: ['TOPIC', 'TARGET', 'HEADER', 'RECORDS', 'FIRST', ...(refused.length > 0 ? ['REFUSED'] : [])],
    rows: [...sent, ...refused].map(({ topic, target, header, records, partition, offset, reason }) => [
      ...[topic, target ?? '', header ?? '', records, `${partition}:${offset}`],
      ...(refused.length > 0 ? [reason ?? ''] : []),
    ]),
    notes: [...notes, planNote(sent, refused), ...refusalNotes(refused)],
  };
}

function planNote(sent: readonly PlannedRoute[], refused: readonly PlannedRoute[]): string {
  if (sent.length === 0 && refused.length === 0) return 'There is nothing to redrive.';
  const topics = counted(new Set(sent.map(({ target }) => target)).size, 'topic');
  const besides = refused.length === 0 ? '' : ` and refuse ${grouped(sumOf(refused))}`;
  if (sent.length === 0) return `Nothing can be redriven: ${counted(sumOf(refused), 'record')} refused.`;
  return `A plan: nothing was written. It would send ${counted(sumOf(sent), 'record')} back to ${topics}${besides}. To do it, add --execute.`;
}

function refusalNotes(refused: readonly PlannedRoute[]): readonly string[] {
  return refused.length === 0
    ? []
    : [
        'FIRST is where the first of them is: kafka-lab consume TOPIC --from FIRST -n 1 --headers shows it. A header that is not known can be named: --header-name NAME.',
      ];
}

function sumOf(routes: readonly PlannedRoute[]): number {
  return routes.reduce((sum, { records }) => sum + records, 0);
}
