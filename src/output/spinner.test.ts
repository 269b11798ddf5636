import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { captureStream } from '../testing/program/capture-stream.js';
import { createProgress } from './spinner.js';

// With CI set, or a terminal that is dumb, nothing would spin.
beforeAll(() => {
  delete process.env['CI'];
  process.env['TERM'] = 'xterm';
});

async function show(isTerminal: boolean): Promise<string> {
  const stderr = captureStream({ isTerminal });
  const progress = createProgress(stderr, false);
  const zookeeper = progress.start('ZooKeeper starts');
  const broker = progress.start('Broker 1 starts');
  broker.update('Broker 1: 2 s');
  zookeeper.succeed('ZooKeeper is up');
  progress.note('a note');
  broker.fail();
  progress.start('Broker 2 starts').succeed();
  await progress.close();
  return stderr.text();
}

/** A terminal, as it is told its size. Writing to it fails in the end, so that writing without end does. */
function resizable(columns: number, rows: number) {
  let left = 1000;
  const size = { columns, rows };
  const stderr = Object.defineProperties(captureStream({ isTerminal: true }), {
    columns: { get: () => size.columns },
    rows: { get: () => size.rows },
  });
  const write = stderr.write.bind(stderr) as (text: string) => boolean;
  stderr.write = (text: string) => {
    if ((left -= 1) < 0) throw new Error('This is without end.');
    return write(text);
  };
  const resize = (newColumns: number, newRows: number) => {
    Object.assign(size, { columns: newColumns, rows: newRows });
    stderr.emit('resize');
  };
  return { stderr, resize };
}

/** The library is loaded, and has drawn. */
async function settle(): Promise<void> {
  await import('ora');
  await new Promise(setImmediate);
}

describe('off a terminal', () => {
  test('plain lines: beginnings, ends, notes', async () => {
    expect(await show(false)).toBe(
      [
        'ZooKeeper starts …',
        'Broker 1 starts …',
        'ZooKeeper is up',
        'a note',
        'Broker 1 starts: failed',
        'Broker 2 starts …',
        'Broker 2 starts: done',
        '',
      ].join('\n'),
    );
  });
});

describe('on a terminal', () => {
  test('each step and note leaves a line of its own, in order', async () => {
    const text = await show(true);
    const lasting = stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.replace(/^.*[✔✖ℹ√×i] /, ''));
    expect(lasting.filter((line) => /^(ZooKeeper is up|a note|Broker [12] starts)$/.test(line))).toEqual([
      'ZooKeeper is up',
      'a note',
      'Broker 1 starts',
      'Broker 2 starts',
    ]);
  });

  test('a note where nothing spins is written at once, before what it announces', async () => {
    const stderr = captureStream({ isTerminal: true });
    const progress = createProgress(stderr, true);
    progress.note('Reading orders');
    expect(stderr.text()).toBe('Reading orders\n');
    await progress.close();
    expect(stderr.text()).toBe('Reading orders\n');
  });

  test('no colour, if none is wished', async () => {
    // oxlint-disable-next-line no-control-regex -- colours are control characters
    expect(await show(true)).not.toMatch(/\u001b\[\d+m/);
  });

  test('one that does not know its own size gets plain lines, too', async () => {
    const stderr = captureStream({ isTerminal: true, columns: 0 });
    const progress = createProgress(stderr, false);
    const step = progress.start('Copying');
    step.update('Copying: 3 records');
    step.succeed('Copied');
    await progress.close();
    expect(stderr.text()).toBe('Copying …\nCopied\n');
  });

  test('one that has no columns any more is not cleared without end', async () => {
    const { stderr, resize } = resizable(80, 24);
    const progress = createProgress(stderr, false);
    const [first, second] = [progress.start('Copying orders'), progress.start('Copying payments')];
    const writes = jest.spyOn(stderr, 'write');
    await settle();
    resize(0, 0);
    first.succeed();
    second.succeed();
    await progress.close();
    expect(writes.mock.calls.length).toBeLessThan(50);
    expect(stderr.text()).toMatch(/✔ Copying orders\n[^]*✔ Copying payments\n/);
  });

  test('what spins fits on a small one, and there is none without room for it', async () => {
    const { stderr, resize } = resizable(5, 3);
    const progress = createProgress(stderr, false);
    progress.start('Copying orders to a copy of them');
    await settle();
    expect(stderr.text()).toContain('⠋ Copying ord…');
    resize(1, 1);
    await settle();
    expect(stderr.text().slice(-6)).toBe('\u001b[?25h');
    await progress.close();
    expect(stderr.listenerCount('resize')).toBe(0);
  });

  test('nothing said, nothing written', async () => {
    const stderr = captureStream({ isTerminal: true });
    await createProgress(stderr, true).close();
    expect(stderr.text()).toBe('');
  });
});

test.each([true, false])('names in it are not obeyed, on a terminal: %p', async (isTerminal) => {
  const stderr = captureStream({ isTerminal });
  const progress = createProgress(stderr, false);
  progress.note('note \u001b]0;title\u0007');
  const step = progress.start('start \u009b2J');
  step.update('update \u009b2J');
  step.succeed('end \u009b2J');
  await progress.close();
  expect(stderr.text()).toContain('note \\x1b]0;title\\x07\n');
  expect(stderr.text()).toContain('end \\x9b2J\n');
  for (const obeyed of ['\u009b', '\u0007']) expect(stderr.text()).not.toContain(obeyed);
});

describe('what is measured', () => {
  test('on a terminal: a bar, if the share is known', async () => {
    const stderr = captureStream({ isTerminal: true });
    const progress = createProgress(stderr, false);
    const step = progress.start('Fetching');
    step.measure('Fetching: 30 of 40 MB', 0.75);
    await new Promise((resolve) => setTimeout(resolve, 300));
    step.measure('Fetching: 50 MB', undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    step.succeed('Fetched');
    await progress.close();
    const text = stripVTControlCharacters(stderr.text());
    expect(text).toContain('█████████░░░ Fetching: 30 of 40 MB');
    expect(text).toMatch(/[^█░] Fetching: 50 MB/);
  });

  test('elsewhere: a line every five seconds', () => {
    jest.useFakeTimers();
    try {
      const stderr = captureStream({ isTerminal: false });
      const step = createProgress(stderr, false).start('Fetching');
      for (let seconds = 1; seconds <= 12; seconds += 1) {
        jest.advanceTimersByTime(1000);
        step.measure(`Fetching: ${seconds} MB`, undefined);
      }
      expect(stderr.text()).toBe('Fetching …\nFetching: 5 MB\nFetching: 10 MB\n');
    } finally {
      jest.useRealTimers();
    }
  });
});
