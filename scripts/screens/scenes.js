// The pictures: how each screen is reached.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { orders } from './practice.js';

const enter = '\r';

/**
 * @typedef {import('./practice.js').Practice} Practice
 * @typedef {ReturnType<typeof import('./terminal.js').openTerminal>} Terminal
 * @typedef {{
 *   name: string,
 *   title: string,
 *   rows: number,
 *   argv: string[],
 *   isInline?: boolean,
 *   before?: (practice: Practice) => Promise<void>,
 *   go: (terminal: Terminal, practice: Practice) => Promise<void>,
 *   leave?: (terminal: Terminal) => Promise<void>,
 * }} Scene a screen, or as many lines of output as there are if it is inline
 */

/** @type {readonly Scene[]} */
export const scenes = [
  {
    name: 'menu',
    title: 'The home of the menu: which cluster this is and how it fares, and where one can go',
    rows: 18,
    argv: [],
    isInline: true,
    go: (terminal) => terminal.sees(/under-replicated[^]*Quit/),
  },
  // Before records are written for the overview, whose number depends on how fast the machine is.
  {
    name: 'group',
    title: 'A group in the explorer: how far it has read each partition, and its lag',
    rows: 15,
    argv: ['browse', 'groups'],
    async go(terminal) {
      await terminal.sees('billing');
      terminal.press(`:groups billing${enter}`);
      // Rates are known from the second round on.
      await terminal.sees(/orders +5 .* (never|caught up)/);
    },
  },
  {
    name: 'explorer',
    title:
      'The overview of a cluster in the explorer: brokers, topics with their rates, groups with their lag',
    rows: 25,
    argv: ['browse'],
    async go(terminal, { start }) {
      const writer = start('produce', 'orders', '--key-separator', '\t');
      writer.stderr.resume();
      const closed = once(writer, 'close');
      try {
        await terminal.sees(/GROUPS[^]*billing/);
        // A history is what the bars are made of; that a group falls behind is an event.
        const seen = terminal
          .sees(/orders +6 .*[▁-█]{5}[^]*billing falls behind/, 90_000)
          .finally(() => writer.stdin.end());
        const feeding = (async () => {
          for (let from = 690; writer.stdin.writable; from += 30) {
            writer.stdin.write(orders(from, 30));
            await sleep(400);
          }
        })();
        await Promise.all([seen, feeding]);
      } finally {
        writer.stdin.end();
        await closed;
      }
    },
  },
  {
    name: 'consume',
    title:
      'Records of a topic that a filter holds for, each with its offset and key, and how much was searched',
    rows: 30,
    isInline: true,
    argv: [
      ...['consume', 'orders', '--filter', 'value.amount > 390', '-n', '10', '--from', 'start', '--exit'],
      ...['--keys', '--offsets'],
    ],
    go: (terminal) => terminal.sees('Stopped at the limit'),
  },
  {
    name: 'lesson',
    title:
      'A step of the first lesson: what it says, the command that was run, and the partitions of the topic',
    rows: 60,
    isInline: true,
    argv: ['learn', 'run', 'topics', '--lang', 'en'],
    async go(terminal) {
      await terminal.sees(/1\/6[^]*› kafka-lab/);
      terminal.press(enter);
      await terminal.sees(/2\/6[^]*› kafka-lab/);
      terminal.press(enter);
      await terminal.sees(/3\/6[^]*› kafka-lab/);
    },
    // It deletes its topic.
    async leave(terminal) {
      terminal.press(`q${enter}`);
      await terminal.ended();
    },
  },
  {
    name: 'broker-killed',
    title:
      'The topics in the explorer while one of three brokers is down: under-replicated, but none offline',
    rows: 12,
    argv: ['browse', 'topics'],
    async go(terminal, { lab }) {
      await terminal.sees(/payments .* ok/);
      await lab('', 'cluster', 'kill', '3');
      // Its last partitions follow, and what has changed is marked for one round.
      await terminal.sees(/brokers 2\/3[^]*\n {3}payments .* 0 +\d[^\n]* 6 under-replicated/);
    },
  },
];
