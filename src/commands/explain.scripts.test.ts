import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { explainedError } from '../words/error-advice.js';
import { kafkaClientsJars } from '../testing/peers/kafka-clients-jar.js';
import { runCli } from '../testing/program/run-cli.js';
import { testCluster } from '../testing/clusters/test-cluster.js';
import { errorCodes } from '../wire/protocol/error-codes.js';

interface KafkaError {
  readonly code: number;
  readonly name: string;
  readonly retriable: boolean;
  readonly exception: string;
  readonly message: string;
}

/** Asks Kafka's own class. */
const program = `
for (var error : org.apache.kafka.common.protocol.Errors.values()) {
  var exception = error.exception();
  System.out.println(String.join("\\t", "" + error.code(), error.name(),
    "" + (exception instanceof org.apache.kafka.common.errors.RetriableException),
    exception == null ? "" : exception.getClass().getName(), "" + error.message()));
}
/exit
`;

async function errorsOfKafka(): Promise<readonly KafkaError[]> {
  const [zookeeper, kraft] = await kafkaClientsJars();
  const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-errors-'));
  const file = join(folder, 'errors.jsh');
  writeFileSync(file, program);
  const jar = testCluster().mode === 'kraft' ? kraft! : zookeeper!;
  // Its exceptions are compiled against slf4j, which lies beside it.
  const classPath = join(jar, '..', '*');
  const home = process.env['JAVA_HOME'];
  const jshell = home ? join(home, 'bin', 'jshell') : 'jshell';
  const { stdout } = await promisify(execFile)(jshell, ['-s', '--class-path', classPath, file]);
  rmSync(folder, { recursive: true });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [code, name, retriable, exception, message] = line.split('\t');
      return {
        code: Number(code),
        name: name!,
        retriable: retriable === 'true',
        exception: exception!,
        message: message!,
      };
    });
}

test('every error of this Kafka is known by number, name and exception, and explained in other words', async () => {
  const theirs = await errorsOfKafka();
  expect(theirs.length).toBeGreaterThan(125);
  expect(theirs.map(({ code, name, retriable }) => ({ code, name, retriable }))).toEqual(
    errorCodes.slice(0, theirs.length).map(({ code, name, retriable }) => ({ code, name, retriable })),
  );
  for (const { code, name, exception, message } of theirs) {
    expect(explainedError(String(code))?.name).toBe(name);
    const ours = explainedError(name)!;
    if (code === 0) continue;
    expect([exception, explainedError(exception)?.name]).toEqual([exception, name]);
    const words = message.toLowerCase().replace(/\.$/, '');
    for (const text of [ours.meaning, ours.cause, ours.advice])
      expect(text.toLowerCase()).not.toContain(words);
  }
  const { stdout } = await runCli(['explain', theirs.at(-1)!.exception, '-o', 'json']);
  expect(JSON.parse(stdout)).toMatchObject([{ error: { code: theirs.at(-1)!.code } }]);
});
