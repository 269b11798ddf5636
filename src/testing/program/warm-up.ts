/**
 * `warm-up.js BUNDLE HASH`: runs the commands that are typed most, against a broker made up in this process, and leaves what V8
 * compiled for them, and the pages of help, beside the bundle. For scripts/build.js.
 */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { argv } from 'node:process';
import type * as Run from '../../run.js';
import { shippedCacheFile, writeCodeCache, type CacheKind } from '../../start/code-cache.js';
import { helpPageFile, helpWidths } from '../../start/help-page.js';
import { loadProgram } from '../../start/load-program.js';
import { answersMetadata, partitionState, topicState } from '../brokers/cluster-state.js';
import { listening } from '../brokers/listening.js';
import { ScriptedBroker } from '../brokers/scripted-broker.js';
import { serveLogs } from '../brokers/serve-logs.js';
import { batchOf } from '../wire/record-batches.js';
import { fakeHost } from './fake-host.js';

interface Program {
  readonly run: () => Promise<typeof Run>;
}

/** In this order: each of them loads what those before it do not need. */
const lines: Readonly<Record<CacheKind, readonly string[]>> = {
  command: ['topics list'],
  records: ['consume warm --from -10 --exit', 'consume warm --from-beginning --exit -o jsonl'],
  help: ['--help', 'topics list --help'],
};

const [path = '', id = ''] = argv.slice(2);
const broker = new ScriptedBroker();
const server = listening(broker).listen(0, 'localhost');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
answersMetadata(broker, () => ({
  brokers: [{ id: 1, host: 'localhost', port, rack: null }],
  topics: [topicState('warm', [partitionState(0, [1]), partitionState(1, [1])])],
}));
const records = Array.from({ length: 20 }, (_, index) => ({ value: `record ${index}` }));
serveLogs(broker, new Map([0, 1].map((partition) => [`warm/${partition}`, { batches: [batchOf(records)] }])));

const bundle = { path, id };
const { program, compiled } = loadProgram(bundle, createRequire(path), []);
const { run } = await (program as Program).run();
for (const kind of ['command', 'records', 'help'] as const) {
  for (const line of lines[kind]) {
    await printed(['-b', `localhost:${port}`, ...line.split(' ')]);
  }
  writeCodeCache(shippedCacheFile(bundle, kind), compiled(), 0o644);
}
for (const columns of helpWidths)
  writeFileSync(helpPageFile(dirname(path), columns), await printed(['--help'], columns));
server.close();

async function printed(line: readonly string[], columns?: number): Promise<string> {
  const host = fakeHost(columns === undefined ? {} : { isTerminal: true, columns });
  if ((await run(line, host)) !== 0) throw new Error(`${line.join(' ')}: ${host.stderr.text()}`);
  return host.stdout.text();
}
