/** What one JVM of the java engine is started with: a properties file, a log configuration and an argument file. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { closeFolder, writePrivateFile } from '../../../files/private-file.js';
import { brokerOn, onThisMachine, type LocalPorts } from './broker-properties.js';
import { withImageSecrets } from './image-secrets.js';
import { registryArguments } from './registry-arguments.js';
import type { ClassData } from './class-data.js';
import type { ClusterPlan, ServicePlan } from '../state/cluster-plan.js';
import { propertiesText } from '../compose/properties.js';

export interface ServiceFiles {
  readonly arguments: string;
  readonly properties: string;
  readonly log: string;
  /** Output of the JVM itself, a crash for instance. */
  readonly output: string;
}

export function filesOf(folder: string, service: string): ServiceFiles {
  return {
    arguments: join(runFolder(folder), `${service}.args`),
    properties: join(runFolder(folder), `${service}.properties`),
    log: join(folder, 'logs', `${service}.log`),
    output: join(folder, 'logs', `${service}.out`),
  };
}

/** What the JVMs are started with. */
export const runFolder = (folder: string): string => join(folder, 'run');

export const dataFolderOf = (folder: string, service: string): string => join(folder, 'data', service);

const log4j = `log4j.rootLogger=INFO, file
log4j.appender.file=org.apache.log4j.RollingFileAppender
log4j.appender.file.File=\${kafka.lab.log}
log4j.appender.file.MaxFileSize=10MB
log4j.appender.file.MaxBackupIndex=1
log4j.appender.file.layout=org.apache.log4j.PatternLayout
log4j.appender.file.layout.ConversionPattern=[%d] %p %m (%c)%n
# Otherwise a line for every question about its health.
log4j.logger.org.apache.zookeeper.server.NIOServerCnxn=WARN
`;

/** A program, and the archive of its classes. */
interface Program {
  readonly folder: string;
  readonly classData: ClassData;
}

export interface ProgramPlaces {
  readonly kafka: Program;
  /** Only if a schema registry is among the services. */
  readonly registry: Program | undefined;
}

/** Writes the files of `services`. */
export async function writeServiceFiles(
  folder: string,
  plan: ClusterPlan,
  services: readonly ServicePlan[],
  options: ProgramPlaces & { readonly ports: LocalPorts },
): Promise<void> {
  await closeFolder(runFolder(folder));
  await closeFolder(join(folder, 'logs'));
  const log4jFile = join(runFolder(folder), 'log4j.properties');
  await writePrivateFile(log4jFile, log4j);
  for (const service of services) {
    const files = filesOf(folder, service.name);
    const data = dataFolderOf(folder, service.name);
    // A registry keeps nothing there but what an end by force left behind.
    if (service.kind === 'registry') await rm(data, { recursive: true, force: true });
    await closeFolder(data);
    if (service.kind === 'registry') {
      if (!options.registry) throw new Error(`${service.name} has no program`);
      await writePrivateFile(files.arguments, registryText(service, plan, folder, options.registry));
      continue;
    }
    const properties =
      service.kind === 'zookeeper'
        ? zookeeperOn(service, data)
        : await brokerOn(await withImageSecrets(service), plan, data, options.ports);
    await writePrivateFile(files.properties, propertiesText(properties));
    await writePrivateFile(
      files.arguments,
      argumentsText([
        ...jvmOptions(service),
        ...sharing(isMaker(service, plan), folder, options.kafka.classData),
        `-Dkafka.lab.log=${files.log}`,
        `-Dlog4j.configuration=file:${log4jFile}`,
        '-cp',
        join(options.kafka.folder, '*'),
        service.kind === 'zookeeper' ? 'org.apache.zookeeper.server.quorum.QuorumPeerMain' : 'kafka.Kafka',
        files.properties,
      ]),
    );
  }
}

const fourLetters = '-Dzookeeper.4lw.commands.whitelist=';

/** A file that says nothing about the collector or the compiler gets what starts fastest and needs least. */
function jvmOptions(service: ServicePlan): string[] {
  const given = service.jvmOptions.map((option) => onThisMachine(service, option));
  const has = (text: string) => given.some((option) => option.includes(text));
  return [
    ...(has('GC') ? [] : ['-XX:+UseSerialGC']),
    ...(has('TieredStopAtLevel') ? [] : ['-XX:TieredStopAtLevel=1']),
    ...(has('-Xmx') ? [] : ['-Xmx384m']),
    ...given,
    // Readiness is checked with four-letter words.
    ...(service.kind === 'zookeeper' && !has(fourLetters) ? [`${fourLetters}*`] : []),
  ];
}

/** One broker is enough to make the archive. */
const isMaker = (service: ServicePlan, plan: ClusterPlan): boolean =>
  service.name === plan.services.find(({ kind }) => kind === service.kind && kind !== 'zookeeper')?.name;

function sharing(isTheMaker: boolean, folder: string, { archive, fileName }: ClassData): string[] {
  // Its messages about single classes would hide the important ones.
  const quiet = '-Xlog:cds*=error';
  if (archive !== undefined) return [quiet, `-XX:SharedArchiveFile=${archive}`];
  return isTheMaker ? [quiet, `-XX:ArchiveClassesAtExit=${join(runFolder(folder), fileName)}`] : [];
}

/** The java launcher's argument file: one quoted argument a line. */
function argumentsText(args: readonly string[]): string {
  return args.map((arg) => `"${arg.replace(/["\\]/g, '\\$&')}"\n`).join('');
}

function registryText(service: ServicePlan, plan: ClusterPlan, folder: string, program: Program): string {
  const places = {
    app: program.folder,
    data: dataFolderOf(folder, service.name),
    log: filesOf(folder, service.name).log,
  };
  return argumentsText([
    ...jvmOptions(service),
    ...sharing(isMaker(service, plan), folder, program.classData),
    ...registryArguments(service, places),
  ]);
}

function zookeeperOn(service: ServicePlan, data: string): Record<string, string> {
  return {
    ...service.properties,
    dataDir: data,
    clientPort: String(service.port),
    clientPortAddress: '127.0.0.1',
    'admin.enableServer': 'false',
  };
}
