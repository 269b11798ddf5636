/** `kafka-lab tour`: a first look at Kafka, every step of it a command that can be typed. */
import { join, relative } from 'node:path';
import { z } from 'zod';
import { findCluster } from '../practice/cluster/state/find-cluster.js';
import { defineCommand, type Context } from '../contract/command.js';
import { LabError } from '../text/errors.js';
import { counted } from '../view/counted.js';
import { listOffsets } from '../kafka/session/list-offsets.js';
import { isOnPath } from './shared/is-on-path.js';
import { commandLine, quotedWords } from '../text/command-line.js';

const topic = 'earthquakes';
const shownRecords = 10;

interface Step {
  readonly say: string;
  readonly argv: readonly string[];
  /** Show only the beginning of what it prints. */
  readonly lines?: number;
}

export interface TourReport {
  readonly steps: number;
  /** Whether the shell finds the program by its name. */
  readonly isOnPath: boolean;
}

export const tour = defineCommand({
  path: ['tour'],
  summary: 'take a tour: start the practice cluster, write real records, read them, see where they are',
  effect: 'writes',
  isFor: 'people',
  output: 'report',
  opensMenu: true,
  options: z.object({}),
  examples: ['tour', 'tour -b localhost:9092'],
  async run(context): Promise<TourReport> {
    const sample = join(context.folders.package, 'samples', 'earthquakes.jsonl');
    let steps = 0;
    const take = async (step: Step) => {
      steps += 1;
      await walk(context, steps, step);
    };

    if (context.globals.bootstrapServer === undefined && !(await context.connection())) {
      await take({
        say: hasNoZooKeeper(context)
          ? 'A cluster: three brokers, which keep the records, and elect the one that keeps its configuration.'
          : 'A cluster: ZooKeeper, which keeps its configuration, and three brokers, which keep the records.',
        argv: [
          'cluster',
          'up',
          ...(context.globals.cluster === undefined ? [] : ['--name', context.globals.cluster]),
        ],
      });
    }
    await take({
      say: `A topic is a named log. ${topic} gets 6 partitions, each of them kept on 3 brokers.`,
      argv: ['topics', 'create', topic, '--partitions', '6', '--replication-factor', '3', '--if-not-exists'],
    });
    const before = await countRecords(context);
    if (before > 0) {
      steps += 1;
      context.say(
        `\n${steps}. ${topic} holds ${counted(before, 'record')} already, from an earlier tour; they stay as they are.`,
        'strong',
      );
    } else {
      await take({
        say: 'One week of earthquakes. The key is the event; the same key always goes to the same partition.',
        argv: ['produce', topic, '--json', '--file', shortest(sample, context.cwd)],
      });
    }
    await take({
      say: `Read from the beginning: all are read and counted, the first ${shownRecords} shown.`,
      argv: ['consume', topic, '--from-beginning', '--exit', '--partitions', '--offsets', '--keys'],
      lines: shownRecords,
    });
    await take({
      say: 'Every partition counts its own offsets: LOW is the first record kept, HIGH where the next will go.',
      argv: ['offsets', 'list', topic],
    });
    await take({
      say: 'Who leads what: clients talk to the LEADER of a partition, the REPLICAS copy it, the ISR are up to date.',
      argv: ['topics', 'describe', topic],
    });
    await take({ say: 'And the brokers themselves.', argv: ['brokers', 'list'] });
    return { steps, isOnPath: isOnPath('kafka-lab', context.env) };
  },
  view: ({ isOnPath: isFound }) => ({
    header: [],
    rows: [],
    notes: [
      '',
      'Try next:',
      `  ${commandLine`produce ${topic} "my own record"`}`,
      `${`  ${commandLine`consume ${topic} --follow`}`.padEnd(50)}then produce from another terminal`,
      '  kafka-lab cluster kill 2                        then: kafka-lab topics describe earthquakes',
      '  kafka-lab cluster start 2',
      '  kafka-lab cluster up --registry                 a schema registry beside the brokers, too',
      '  kafka-lab learn list                            lessons, English and Vietnamese',
      '  kafka-lab --help                                everything there is',
      '  kafka-lab cluster down                          stop the cluster; its data stays',
      ...(isFound
        ? []
        : [
            '',
            'kafka-lab is not on your PATH: type npx kafka-lab in this folder, or run npm install -g . once.',
          ]),
    ],
  }),
});

/** True if the practice cluster was started that way, and is up. */
const hasNoZooKeeper = ({ folders, globals }: Context): boolean =>
  findCluster(folders, globals.cluster ?? 'lab')?.zookeeper === '';

async function walk(context: Context, number: number, { say, argv, lines }: Step): Promise<void> {
  context.say(`\n${number}. ${say}`, 'strong');
  context.say(`$ kafka-lab ${quotedWords(argv)}`, 'muted');
  const exitCode = await context.invoke(argv, lines === undefined ? {} : { lines });
  if (exitCode === 130) throw new LabError('interrupted', '');
  if (exitCode !== 0) {
    throw new LabError('failed', `The tour ends here: kafka-lab ${quotedWords(argv)} did not work.`, {
      hint: 'The lines above say why. Once that is fixed: kafka-lab tour',
    });
  }
}

/** The tour opens a session of its own only now, when there is a cluster. */
async function countRecords(context: Context): Promise<number> {
  const session = await context.kafka();
  const { topics } = await session.metadata([topic]);
  const partitions = topics[0]?.partitions ?? [];
  const ranges = await listOffsets(
    session,
    partitions.map(({ partition, leader }) => ({ topic, partition, leader })),
  );
  return ranges.reduce((sum, { records }) => sum + (records ?? 0), 0);
}

/** The line as a user would type it. */
function shortest(path: string, cwd: string): string {
  const fromHere = relative(cwd, path);
  return fromHere.length < path.length ? fromHere : path;
}
