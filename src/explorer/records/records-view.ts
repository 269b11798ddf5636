/** A topic's records, from the newest or from a place in the log, or as they arrive. */
import { aboutTerm } from '../draw/help-lines.js';
import type { ViewKind } from '../state/view-kind.js';
import { openRecordLines } from './record-lines.js';
import { recordLines } from './text/record-text.js';
import { recordsOf, type RecordsData } from './records-data.js';
import { afterRecordsKey, crumbOf, recordsHelp } from './records-keys.js';
import { headingText, layoutOf, recordsLines, rowText } from './records-lines.js';
import { recordsLive } from './records-live.js';
import type { Question } from './question.js';
import { initialRecords, marksIn, recordUnderCursor, type RecordsState } from './records-state.js';
import { afterRecordsMouse } from './records-mouse.js';
import { afterTyped } from './records-typed.js';
import { recordsStatus, recordsWords } from './records-words.js';
import { isSearch } from './search.js';

export type RecordsView = ViewKind<RecordsState, RecordsData>;

/** As wide as lines of a file may be. */
const fileColumns = 2000;

export function recordsView(begun: Question): RecordsView {
  return {
    crumb: ({ question }) => crumbOf(question),
    initial: initialRecords(begun),
    words: recordsWords,
    press: (state, key, shown) => afterRecordsKey(state, key, shown, begun),
    mouse: (state, report, shown) => afterRecordsMouse(state, report, shown),
    typed: (state, typed, { data }) => afterTyped(state, typed, data?.nowMs ?? 0),
    lines(state, shown) {
      if (state.open) return openRecordLines(state.open, shown.data?.nowMs ?? 0, shown.size);
      return recordsLines(state, shown);
    },
    status(state, { data }) {
      const { open } = state;
      if (open) return `partition ${open.record.partition} · offset ${open.record.offset}`;
      return recordsStatus(state, data);
    },
    hints(state, { data }) {
      const { open, question } = state;
      if (open) {
        return [
          { key: '←→', label: 'previous, next' },
          { key: 'e', label: 'edit and send' },
          { key: 'Esc', label: 'close' },
        ];
      }
      if (data?.kind === 'pages' && data.coverage?.state === 'stopped') {
        return [
          { key: 'n', label: 'search on' },
          { key: 'Enter', label: 'open' },
          { key: 'Esc', label: 'all records' },
        ];
      }
      if (marksIn(state, data).length > 0) {
        return [
          { key: 'R', label: 'redrive marked' },
          { key: 'm', label: 'copy marked' },
          { key: 'Esc', label: isSearch(question.search) ? 'all records' : 'unmark' },
        ];
      }
      if (recordsOf(data).length === 0 && !isSearch(question.search)) {
        return [
          { key: 'P', label: 'produce a record' },
          question.isFollowing ? { key: 'p', label: 'pause' } : { key: 'f', label: 'follow' },
          { key: 'g', label: 'go to' },
        ];
      }
      return [
        { key: 'Enter', label: 'open' },
        isSearch(question.search) ? { key: 'Esc', label: 'all records' } : { key: '/', label: 'search' },
        question.isFollowing ? { key: 'p', label: 'pause' } : { key: 'f', label: 'follow' },
      ];
    },
    help: recordsHelp,
    keys: () => [],
    about(state, { data }) {
      const isTombstone = recordUnderCursor(state, data)?.value === null;
      return aboutTerm(isTombstone ? 'tombstone' : state.question.isFollowing ? 'consumer' : 'record');
    },
    text({ open }, { data }) {
      if (open) return `${recordLines(open.record, data?.nowMs ?? 0).join('\n')}\n`;
      const records = recordsOf(data);
      const layout = layoutOf(records, fileColumns);
      const lines = [headingText(layout), ...records.map((each) => rowText(each, layout, fileColumns))];
      return lines.map((each) => `${each.trimEnd()}\n`).join('');
    },
    live: recordsLive,
  };
}
