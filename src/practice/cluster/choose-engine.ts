/** Which engine runs a cluster on this machine. */
import { platform } from 'node:os';
import { LabError } from '../../text/errors.js';
import { whyNoDocker } from './docker/docker.js';
import { findJava } from './java/java.js';
import type { EngineName } from './state/state.js';
import type { Environment } from '../../view/world.js';

/**
 * `auto` is the engine that holds the cluster's data (`before`) if it can be used, else Docker, else
 * Java. Throws `environment` if the machine has neither, or not the requested one.
 */
export async function chooseEngine(
  wanted: 'auto' | EngineName,
  env: Environment,
  before: EngineName | undefined,
  system: string = platform(),
): Promise<EngineName> {
  // There, a process cannot be asked to end, nor be paused, and Maven is a script for another shell.
  const hasJavaEngine = system !== 'win32';
  if (wanted === 'java') {
    if (!hasJavaEngine) throw notOnWindows('The java engine does not run on Windows.');
    if (await findJava(env)) return 'java';
    throw new LabError(
      'environment',
      'The java engine was requested, but there is no Java on this machine.',
      {
        hint: 'Install Java 17 or newer, or set JAVA_HOME to one.',
      },
    );
  }
  if (hasJavaEngine && wanted === 'auto' && before === 'java' && (await findJava(env).catch(() => undefined)))
    return 'java';
  const noDocker = await whyNoDocker(env);
  if (noDocker === undefined) return 'docker';
  if (!hasJavaEngine) throw notOnWindows(`On Windows a practice cluster needs Docker: ${noDocker}`);
  if (wanted === 'docker') {
    throw new LabError('environment', `The docker engine was requested, but it cannot be used: ${noDocker}`, {
      hint: 'Start Docker (check with `docker info`), or use Java: kafka-lab cluster up --engine java',
    });
  }
  if (await findJava(env)) return 'java';
  throw new LabError(
    'environment',
    'A practice cluster needs Docker or Java, and this machine has neither.',
    {
      hint: [
        'There are three ways:',
        '  Docker: install it with Compose and start it; no more is needed',
        '  Java:   install Java 17 or newer and Maven (or set KAFKA_HOME to an unpacked Kafka)',
        '  neither: use a cluster that exists already: kafka-lab -b HOST:PORT topics list',
      ].join('\n'),
    },
  );
}

function notOnWindows(what: string): LabError {
  return new LabError('environment', what, {
    hint: [
      'There are three ways:',
      '  Docker: install Docker Desktop and start it, then: kafka-lab cluster up --engine docker',
      '  WSL:    install and run kafka-lab in Linux, where either engine works',
      '  neither: use a cluster that exists already: kafka-lab -b HOST:PORT topics list',
    ].join('\n'),
  });
}
