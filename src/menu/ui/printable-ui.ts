/** A Ui whose names, records and errors cannot control the terminal. */
import { printable, printableLines } from '../../text/printable.js';
import type { Choice, Page, PickQuestion, Ui } from './ui.js';

export function printableUi(ui: Ui): Ui {
  return {
    get rows() {
      return ui.rows;
    },
    get columns() {
      return ui.columns;
    },
    pick: (question) => ui.pick(printableQuestion(question)),
    text: ({ message, ...rest }) => ui.text({ ...rest, message: printableLines(message) }),
    edit: (message, initial, ending) => ui.edit(printableLines(message), initial, ending),
    page: (page) => ui.page(printablePage(page)),
    busy: (what, work) => ui.busy(printable(what), work),
    say: (text, tone) => ui.say(printableLines(text), tone),
  };
}

function printableQuestion<Value>(question: PickQuestion<Value>): PickQuestion<Value> {
  return {
    ...question,
    title: printableLines(question.title),
    choices: question.choices.map(printableChoice),
  };
}

/** One line each. */
function printableChoice<Value>(choice: Choice<Value>): Choice<Value> {
  const { label, detail, about } = choice;
  return {
    ...choice,
    label: printable(label),
    ...(detail === undefined ? {} : { detail: printable(detail) }),
    ...(about === undefined ? {} : { about: printableLines(about) }),
  };
}

function printablePage(page: Page): Page {
  const { titleNow } = page;
  return {
    ...page,
    title: printableLines(page.title),
    ...(titleNow === undefined ? {} : { titleNow: () => printableLines(titleNow()) }),
    lines: () => page.lines().map(printable),
  };
}
