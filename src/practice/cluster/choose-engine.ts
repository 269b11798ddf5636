/** Which engine runs a cluster on this machine. */
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
): Promise<EngineName> {
  if (wanted === 'java') {
    if (await findJava(env)) return 'java';
    throw new LabError(
      'environment',
      'The java engine was requested, but there is no Java on this machine.',
      {
        hint: 'Install Java 17 or newer, or set JAVA_HOME to one.',
      },
    );
  }
  if (wanted === 'auto' && before === 'java' && (await findJava(env).catch(() => undefined))) return 'java';
  const noDocker = await whyNoDocker(env);
  if (noDocker === undefined) return 'docker';
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
