import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  defineCommand,
  type CommandSpec,
  type Context,
  type Effect,
  type OutputKind,
} from './contract/command.js';
import { LabError } from './text/errors.js';
import { pause, throwIfInterrupted } from './text/wait.js';
import { execute } from './execute.js';
import { fakeHost } from './testing/program/fake-host.js';

const options = z.object({
  name: z.string().default('nobody'),
  count: z.int().min(1).max(5).default(2),
  kind: z.enum(['a', 'b']).default('a'),
  topic: z.array(z.string()).min(1).optional(),
});
type Options = z.output<typeof options>;

interface Made {
  readonly effect?: Effect;
  readonly output?: OutputKind;
  readonly run?: (context: Context, options: Options) => Promise<unknown> | AsyncIterable<unknown>;
  readonly more?: Partial<CommandSpec<typeof options>>;
}

function command({ effect = 'reads', output, run, more }: Made = {}): CommandSpec {
  const spec = defineCommand({
    path: ['things', 'do'],
    summary: 'do things',
    effect,
    ...(output ? { output } : {}),
    options,
    positionals: ['topic'],
    run: run ?? ((_context, chosen) => Promise.resolve(chosen)),
    view: (result: unknown) => ({
      header: ['THING', 'COUNT'],
      rows: [[JSON.stringify(result), 1]],
      notes: ['a note'],
    }),
    ...more,
  });
  return spec;
}

const globals = { color: true };

describe('the reader of the output', () => {
  function leaving(effect: Effect, output?: OutputKind) {
    const host = fakeHost();
    const ended: string[] = [];
    const spec = command({
      effect,
      ...(output ? { output } : {}),
      async run({ signal }) {
        setImmediate(() => host.stdout.destroy());
        await pause(effect === 'reads' || output === 'bytes' ? 60_000 : 20, signal);
        ended.push(signal.aborted ? 'aborted' : 'done');
        throwIfInterrupted(signal);
        return {};
      },
    });
    const watched = { ...host, watchReader: () => () => void ended.push('no longer watched') };
    return { ended, running: execute(spec, {}, globals, watched) };
  }

  test.each([
    ['reads', undefined],
    ['writes', 'bytes'],
  ] as const)('what waits ends quietly once it has gone: %s %s', async (effect, output) => {
    const { ended, running } = leaving(effect, output);
    await running;
    expect(ended).toEqual(['aborted', 'no longer watched']);
  });

  test('a change goes on', async () => {
    const { ended, running } = leaving('writes');
    await running;
    expect(ended).toEqual(['done']);
  });
});

describe('the practice cluster of a command about them', () => {
  const cluster = z.object({ name: z.string().default('lab').meta({ completes: 'cluster' }) });

  test.each([
    [{}, {}, {}, 'lab'],
    [{}, {}, { KAFKA_LAB_CLUSTER: 'x' }, 'x'],
    [{}, { cluster: 'y' }, { KAFKA_LAB_CLUSTER: 'x' }, 'y'],
    [{ name: 'z' }, { cluster: 'y' }, { KAFKA_LAB_CLUSTER: 'x' }, 'z'],
  ])('%j %j %j: %s', async (raw, typed, env, expected) => {
    const host = fakeHost({ env });
    const spec = defineCommand({
      path: ['things', 'of'],
      summary: 'show a cluster',
      effect: 'reads',
      options: cluster,
      run: (_context, { name }) => Promise.resolve(name),
      view: (name: string) => ({ header: ['NAME'], rows: [[name]] }),
    });
    await execute(spec, raw, { ...globals, ...typed, output: 'plain' }, host);
    expect(host.stdout.text()).toBe(`${expected}\n`);
  });
});

describe('options', () => {
  test('defaults, and words turned into numbers', async () => {
    const host = fakeHost();
    await execute(command(), { count: '3' }, { output: 'json' }, host);
    expect(JSON.parse(host.stdout.text())).toEqual({ name: 'nobody', count: 3, kind: 'a' });
  });

  test.each([
    [{ count: 'x' }, '--count: "x" is not a whole number.'],
    [{ count: '9', kind: 'c' }, '--count: "9" is too large; the most is 5.\n--kind: "c" is not one of a, b.'],
    [{ topic: [] }, 'topic: It is missing.'],
  ])('%j is refused in the words of the command line', async (raw, message) => {
    const host = fakeHost();
    await expect(execute(command(), raw, globals, host)).rejects.toMatchObject({ code: 'usage', message });
    expect(host.stdout.text()).toBe('');
  });
});

describe('global options', () => {
  const shown = command({ run: (context) => Promise.resolve(context.globals) });

  test.each([
    [{ KAFKA_LAB_BOOTSTRAP_SERVER: 'h:1' }, {}, { bootstrapServer: 'h:1', timeout: '10s' }],
    [{ KAFKA_LAB_BOOTSTRAP_SERVER: 'h:1' }, { bootstrapServer: 'h:2' }, { bootstrapServer: 'h:2' }],
    [{ KAFKA_LAB_TIMEOUT: '3s', KAFKA_LAB_CLUSTER: '' }, {}, { timeout: '3s' }],
    [{ KAFKA_LAB_YES: 'true' }, {}, { yes: false }],
  ])('%j %j', async (env, raw, expected) => {
    const host = fakeHost({ env });
    await execute(shown, {}, { ...raw, output: 'json' }, host);
    expect(JSON.parse(host.stdout.text())).toMatchObject(expected);
  });

  test.each([
    [{ output: 'xml' }, {}, '--output: "xml" is not one of table, json, jsonl, yaml, plain.'],
    [
      {},
      { KAFKA_LAB_OUTPUT: 'xml' },
      'KAFKA_LAB_OUTPUT: "xml" is not one of table, json, jsonl, yaml, plain.',
    ],
    [{ timeout: 'soon' }, {}, '--timeout: "soon" is not a duration. It looks like: 500ms, 10s, 2m, 1h, 7d.'],
    [{ timeout: '0' }, {}, '--timeout: "0" is not between 1ms and 1d.'],
    [{ timeout: '30d' }, {}, '--timeout: "30d" is not between 1ms and 1d.'],
    [
      { registry: 'localhost:8081' },
      {},
      '--registry: it does not begin with http:// or https://; type http://localhost:8081.',
    ],
    [
      {},
      { KAFKA_LAB_REGISTRY: 'alice:pw@h' },
      'KAFKA_LAB_REGISTRY: it does not begin with http:// or https://; type http://USER:PASSWORD@h.',
    ],
  ])('%j %j is refused', async (raw, env, message) => {
    await expect(execute(shown, {}, raw, fakeHost({ env }))).rejects.toMatchObject({
      code: 'usage',
      message,
    });
  });

  test.each([
    ['a terminal', { isTerminal: true }, {}, true],
    ['a terminal, with --plain', { isTerminal: true }, { plain: true }, false],
    ['one that is dumb', { isTerminal: true, env: { TERM: 'dumb' } }, {}, false],
    ['a pipe', {}, {}, false],
  ])('a command may draw on %s: %#', async (_, settings, raw, may) => {
    const host = fakeHost(settings);
    const asking = command({ run: ({ openScreen }) => Promise.resolve(openScreen !== undefined) });
    await execute(asking, {}, { ...raw, output: 'json' }, host);
    expect(JSON.parse(host.stdout.text())).toBe(may);
  });

  test('a command that runs another passes them on', async () => {
    const host = fakeHost();
    const outer = command({ run: (context) => context.invoke(['topics', 'list'], { lines: 3 }) });
    await execute(outer, {}, { color: false, yes: true, output: 'json', timeout: '10s' }, host);
    expect(host.invoked).toEqual([['-o', 'json', '--yes', '--no-color', 'topics', 'list']]);
  });

  test('options that are lists go along, a flag for each', async () => {
    const host = fakeHost();
    const outer = command({ run: (context) => context.invoke(['brokers', 'list']) });
    await execute(outer, {}, { sort: ['THING', 'COUNT:desc'] }, host);
    expect(host.invoked).toEqual([['--sort', 'THING', '--sort', 'COUNT:desc', 'brokers', 'list']]);
  });
});

describe('what destroys only with some options', () => {
  const trims = command({
    run: () => Promise.resolve('ran'),
    effect: 'destroys',
    more: { effectOf: ({ name }) => (name === 'orders' ? 'destroys' : 'reads') },
  });

  test.each([
    ['orders', expect.objectContaining({ code: 'usage', hint: 'If you are sure, pass --yes.' })],
    ['others', undefined],
  ])('%s', async (name, expected) => {
    const outcome = await execute(trims, { name }, {}, fakeHost()).catch((error: unknown) => error);
    expect(outcome).toEqual(expected);
  });
});

describe('what destroys', () => {
  const ran: string[] = [];
  const destroys = command({
    effect: 'destroys',
    run: () => Promise.resolve(ran.push('ran')),
    more: { confirmation: ({ name }) => ({ question: `${name} will be gone.`, word: name }) },
  });

  test.each([
    ['asks for the word', true, {}, 'done'],
    ['does nothing on another word', false, {}, { code: 'interrupted', message: 'Nothing was changed.' }],
    [
      'refuses if there is no terminal to ask on',
      undefined,
      {},
      { code: 'usage', hint: 'If you are sure, pass --yes.' },
    ],
    ['does not ask with --yes', undefined, { yes: true }, 'done'],
  ])('%s', async (_what, answer, raw, expected) => {
    ran.length = 0;
    const asked: string[] = [];
    const host = fakeHost(
      answer === undefined
        ? {}
        : {
            answer(question, word) {
              asked.push(`${question} ${word}`);
              return answer;
            },
          },
    );
    const outcome = await execute(destroys, { name: 'orders' }, raw, host).catch((error: unknown) => error);
    if (expected === 'done') expect([outcome, ran]).toEqual([undefined, ['ran']]);
    else expect([outcome, ran]).toMatchObject([expected, []]);
    expect(asked).toEqual(answer === undefined ? [] : ['orders will be gone. orders']);
  });
});

describe('where results go', () => {
  const row = '{"n":1}';
  const table = `THING    COUNT\n${row}      1\n`;
  const run = () => Promise.resolve({ n: 1 });

  test.each<[OutputKind, string | undefined, boolean, string, string]>([
    ['result', undefined, true, table, 'a note\n'],
    ['result', undefined, false, `${row}\t1\n`, 'a note\n'],
    ['result', 'table', false, table, 'a note\n'],
    ['result', 'plain', true, `${row}\t1\n`, 'a note\n'],
    ['result', 'json', true, '{\n  "n": 1\n}\n', ''],
    ['result', 'jsonl', true, `${row}\n`, ''],
    ['result', 'yaml', true, 'n: 1\n', ''],
    ['report', undefined, false, '', `${table}a note\n`],
    ['report', 'json', false, '{\n  "n": 1\n}\n', ''],
    ['bytes', 'json', false, '', `${table}a note\n`],
  ])('%s with -o %s, terminal %s', async (output, format, isTerminal, stdout, stderr) => {
    const host = fakeHost({ isTerminal });
    const raw = format === undefined ? {} : { output: format };
    await execute(command({ output, run }), {}, { ...raw, color: false }, host);
    expect({ stdout: host.stdout.text(), stderr: host.stderr.text() }).toEqual({ stdout, stderr });
  });

  test.each<[OutputKind, string]>([
    ['result', `${row}\t1\n`],
    ['report', ''],
    ['bytes', ''],
  ])('%s with --quiet: results only', async (output, stdout) => {
    const host = fakeHost();
    await execute(command({ output, run }), {}, { quiet: true }, host);
    expect({ stdout: host.stdout.text(), stderr: host.stderr.text() }).toEqual({ stdout, stderr: '' });
  });

  test('-o jsonl prints the items of a result a line each', async () => {
    const host = fakeHost();
    const listed = command({ run: () => Promise.resolve([{ n: 1 }, { n: 2n }]) });
    await execute(listed, {}, { output: 'jsonl' }, host);
    expect(host.stdout.text()).toBe('{"n":1}\n{"n":2}\n');
  });

  test('a stream is printed as it comes', async () => {
    const host = fakeHost();
    const stream = command({
      async *run() {
        yield 1;
        expect(host.stdout.text()).toBe('1\n');
        await Promise.resolve();
        yield 2;
      },
    });
    await execute(stream, {}, { output: 'jsonl' }, host);
    expect(host.stdout.text()).toBe('1\n2\n');
  });

  test('a command writes bytes itself, and speaks on stderr', async () => {
    const host = fakeHost();
    const bytes = command({
      output: 'bytes',
      async run(context) {
        await context.sink.write('raw');
        context.say('hello', 'good');
        context.progress.note('progress');
        return 0;
      },
      more: { view: () => ({ header: [], rows: [] }) },
    });
    await execute(bytes, {}, globals, host);
    expect(host.stdout.text()).toBe('raw');
    expect(host.stderr.text()).toBe('hello\nprogress\n');
  });

  test.each([
    ['on a terminal', true, {}, true],
    ['in a pipe', false, {}, false],
    ['with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ])('colours: %s', async (_where, isTerminal, env, expected) => {
    const host = fakeHost({ isTerminal, env });
    await execute(command(), {}, { output: 'table' }, host);
    expect(host.stdout.text().includes('\u001b[')).toBe(expected);
  });
});

describe('ends', () => {
  test.each([
    ['failed', 'partial'],
    ['interrupted', 'interrupted'],
  ])('%s: printed first, then an error', async (hook, code) => {
    const host = fakeHost();
    const spec = command({ more: { [hook]: () => true } });
    await expect(execute(spec, {}, { output: 'jsonl' }, host)).rejects.toMatchObject({ code, message: '' });
    expect(host.stdout.text()).not.toBe('');
  });

  test('an error of the command comes through, and nothing is printed', async () => {
    const host = fakeHost();
    const broken = command({ run: () => Promise.reject(new LabError('refused', 'no')) });
    await expect(execute(broken, {}, {}, host)).rejects.toMatchObject({ code: 'refused' });
    expect(host.stdout.text()).toBe('');
  });

  test('a session is opened once, closed after an error too, and cut off some time after ^C', async () => {
    const interruption = new AbortController();
    const host = fakeHost({ signal: interruption.signal });
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const hanging = command({
      async run(context) {
        const session = await context.kafka();
        expect(await context.kafka()).toBe(session);
        const connecting = session.anyBroker();
        begin();
        await connecting;
        return 0;
      },
    });
    // TEST-NET-1: no answer, or an immediate error that there is no route.
    const running = execute(hanging, {}, { bootstrapServer: '192.0.2.1:9092' }, host);
    running.catch(() => undefined);
    await begun;
    const interruptedAt = performance.now();
    interruption.abort();
    await expect(running).rejects.toBeInstanceOf(LabError);
    expect(performance.now() - interruptedAt).toBeLessThan(4000);
  });
});

describe('--columns and --sort', () => {
  const list = command({
    run: () => Promise.resolve([{ n: 1 }, { n: 2 }]),
    more: {
      view: () => ({
        header: ['THING', 'COUNT'],
        rows: [
          ['a', 1],
          ['b', 2],
        ],
      }),
    },
  });

  test('arrange what is printed; names are separated by commas or given one by one', async () => {
    const host = fakeHost();
    await execute(list, {}, { columns: ['count,thing'], sort: ['COUNT:desc'] }, host);
    expect(host.stdout.text()).toBe('2\tb\n1\ta\n');
  });

  test.each<[Effect, OutputKind]>([
    ['writes', 'result'],
    ['destroys', 'result'],
    ['reads', 'bytes'],
    ['reads', 'report'],
  ])('%s, %s: refused before anything is done', async (effect, output) => {
    let runs = 0;
    const run = () => Promise.resolve(++runs);
    const refused = execute(command({ effect, output, run }), {}, { sort: ['COUNT'], yes: true }, fakeHost());
    await expect(refused).rejects.toMatchObject({
      code: 'usage',
      message: '--columns and --sort are for lists; things do is not one.',
    });
    expect(runs).toBe(0);
  });
});

test('--quiet silences notes, not what failed', async () => {
  const view = () => ({ header: [], rows: [], notes: ['by the way'], failures: ['line 3 not written'] });
  const stderrOf = async (quiet: boolean) => {
    const host = fakeHost();
    await execute(command({ more: { view } }), {}, { quiet }, host);
    return host.stderr.text();
  };
  expect(await stderrOf(false)).toBe('by the way\nline 3 not written\n');
  expect(await stderrOf(true)).toBe('line 3 not written\n');
});

test('a line end in a name begins no note of its own', async () => {
  const host = fakeHost();
  const notes = ['group a\nerror: all is lost has 2 members'];
  const spec = command({ more: { view: () => ({ header: [], rows: [], notes, failures: notes }) } });
  await execute(spec, {}, {}, host);
  const shown = 'group a\\nerror: all is lost has 2 members\n';
  expect(host.stderr.text()).toBe(shown + shown);
});

test.each([true, false])('names and notes are not obeyed, on a terminal: %p', async (isTerminal) => {
  const evil = '\u001b]52;c;aGk=\u0007';
  const host = fakeHost({ isTerminal });
  const spec = command({
    run: (context) => {
      context.say(evil, 'warn');
      return Promise.resolve(evil);
    },
    more: {
      view: () => ({ title: evil, header: ['A'], rows: [[evil]], notes: [evil], failures: [evil] }),
    },
  });
  await execute(spec, {}, { color: false, output: 'table' }, host);
  const shown = '\\x1b]52;c;aGk=\\x07';
  expect(host.stdout.text()).toBe(`${shown}\nA\n${shown}\n`);
  expect(host.stderr.text()).toBe(`${shown}\n${shown}\n${shown}\n`);
});

test('whatever names a command carries what was typed to name the cluster', async () => {
  const line = 'Next: kafka-lab topics list';
  const host = fakeHost();
  const spec = command({
    run: ({ say, progress }) => {
      say(line);
      progress.note(line);
      throw new LabError('refused', 'No.', { hint: line });
    },
  });
  const carried = 'Next: kafka-lab --cluster two topics list';
  await expect(execute(spec, {}, { ...globals, cluster: 'two' }, host)).rejects.toMatchObject({
    hint: carried,
  });
  expect(host.stderr.text()).toBe(`${carried}\n${carried}\n`);

  const views = fakeHost({ env: { KAFKA_LAB_CLUSTER: 'three' } });
  const shown = command({
    more: { view: () => ({ header: [], rows: [], notes: [line], failures: [line] }) },
  });
  await execute(shown, {}, { ...globals, connection: 'prod' }, views);
  expect(views.stderr.text()).toBe('Next: kafka-lab -c prod topics list\n'.repeat(2));
});

test('what the environment names holds for the next command, too', async () => {
  const host = fakeHost({ env: { KAFKA_LAB_CLUSTER: 'three' } });
  const spec = command({
    run({ say }) {
      say('kafka-lab topics list');
      return Promise.resolve({});
    },
  });
  await execute(spec, {}, globals, host);
  expect(host.stderr.text()).toContain('kafka-lab topics list\n');
});
