/** The explorer's own keys: those that no view has taken; pure. */

export type OwnKey =
  | {
      readonly does:
        | 'command'
        | 'help'
        | 'back'
        | 'quit'
        | 'hold'
        | 'interval'
        | 'copy-line'
        | 'write'
        | 'refresh'
        | 'mouse';
    }
  | { readonly does: 'favourite'; readonly number: number };

const keys: Readonly<Record<string, OwnKey>> = {
  ':': { does: 'command' },
  '?': { does: 'help' },
  escape: { does: 'back' },
  q: { does: 'quit' },
  'ctrl-c': { does: 'quit' },
  p: { does: 'hold' },
  r: { does: 'interval' },
  y: { does: 'copy-line' },
  w: { does: 'write' },
  i: { does: 'mouse' },
  'ctrl-r': { does: 'refresh' },
};

export function ownKey(key: string): OwnKey | undefined {
  if (/^[1-9]$/.test(key)) return { does: 'favourite', number: Number(key) };
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

export const ownHelp: readonly (readonly [keys: string, what: string])[] = [
  [':', 'go to: topics, groups NAME, records TOPIC @-1h, connection NAME, or any command; Tab completes'],
  ['Esc', 'back out, with the cursor where it was'],
  ['1 … 9', 'favourites; :favourite N makes this view number N'],
  ['p', 'hold still, and go on'],
  ['r', 'how often it is asked: 5s, 1m, auto'],
  ['Ctrl-R', 'ask now'],
  ['y', 'copy the command that this view equals'],
  ['w', 'write what is shown to a file'],
  [
    'i',
    'the mouse, on and off, for the next time too: wheel; click chooses, and opens what is chosen; headings sort',
  ],
  ['?', 'this help, and what the word under the cursor means'],
  ['q ^C', 'leave'],
];

/** Where the numbers go until others are chosen. */
export const favourites: Readonly<Record<string, readonly string[]>> = {
  1: ['monitor'],
  2: ['topics', 'list'],
  3: ['groups', 'list'],
  4: ['brokers', 'list'],
  5: ['transactions', 'list'],
  6: ['acls', 'list'],
  7: ['users', 'list'],
  8: ['zookeeper', 'tree', '/', '--depth', '1'],
  9: ['connections', 'list'],
};
