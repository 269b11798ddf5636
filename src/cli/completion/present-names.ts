/** The names there are at present, for completion and for choices: asked of a cluster, or kept on this machine. */
import { existsSync, readdirSync } from 'node:fs';
import { readState } from '../../practice/cluster/state/find-cluster.js';
import { clusterFolder, clustersFolder } from '../../practice/cluster/state/cluster-folder.js';
import { isBroker } from '../../practice/cluster/state/state.js';
import type { ConfigPlaces } from '../../config/load-connections.js';
import type { Completable } from '../../contract/fields.js';
import { formatChoices } from '../../schemas/format-name.js';
import type { ConfigQuestion } from './config-words.js';
import type { Registry } from '../../registry/registry.js';
import type { KafkaSession } from '../../kafka/session/session.js';

const practiceCluster = 'lab';

export interface NameSources {
  readonly places: ConfigPlaces;
  /** The practice cluster that services belong to. */
  readonly cluster: string | undefined;
  /** What is typed of the name already. */
  readonly part: string;
  /** For configs: whose they are, and the words before this one. */
  readonly configs: ConfigQuestion;
  /** Asks the cluster that is meant. */
  ask(question: (session: KafkaSession) => Promise<readonly string[]>): Promise<readonly string[]>;
  /** Its schema registry; undefined if it has none. */
  registry(): Promise<NamingRegistry | undefined>;
}

export type NamingRegistry = Pick<Registry, 'subjects' | 'versions'>;

/** In no order. Rejects if there is no answer. */
export async function presentNames(
  kind: Exclude<Completable, 'file'>,
  { places, cluster = practiceCluster, part, configs, ask, registry }: NameSources,
): Promise<readonly string[]> {
  const { folders } = places;
  switch (kind) {
    case 'topic':
      return ask(async (session) => (await session.metadata(null)).topics.map(({ name }) => name));
    case 'group':
      return ask(async (session) => {
        const { groupIds } = await import('../../kafka/groups/group-ids.js');
        return groupIds(session);
      });
    case 'broker':
      return ask(async (session) => (await session.metadata([])).brokers.map(({ id }) => String(id)));
    case 'subject':
      return subjectsLike(part, registry);
    case 'decode-format':
      return formatChoices('decode');
    case 'encode-format': {
      const [, prefix, subject] = /^((?:key|value)=registry:)(.*)$/s.exec(part) ?? [];
      return prefix === undefined || subject === undefined
        ? formatChoices('encode')
        : (await subjectsLike(subject, registry)).map((each) => prefix + each);
    }
    case 'cluster':
      return existsSync(clustersFolder(folders)) ? readdirSync(clustersFolder(folders)) : [];
    case 'service':
      // By their names, and by their numbers if a digit was typed first.
      return (readState(clusterFolder(folders, cluster))?.services ?? [])
        .filter((service) => !/^\d/.test(part) || isBroker(service))
        .map(({ id, name }) => (/^\d/.test(part) ? String(id) : name));
    case 'lesson': {
      const { lessons } = await import('../../practice/lessons/content/index.js');
      return lessons.map(({ name }) => name);
    }
    case 'term': {
      const { glossary } = await import('../../words/glossary.js');
      return glossary.map(({ term }) => term);
    }
    case 'config':
    case 'config-change':
    case 'config-value':
      return ask(async (session) => {
        const { configWords } = await import('./config-words.js');
        return configWords(kind, configs, session);
      });
    case 'connection': {
      const { loadConnections } = await import('../../config/load-connections.js');
      return (await loadConnections(places)).all.map(({ name }) => name);
    }
  }
}

/** Subjects; behind an `@`, the versions of the one before it. */
async function subjectsLike(part: string, registry: NameSources['registry']): Promise<readonly string[]> {
  const opened = await registry();
  const subjects = (await opened?.subjects()) ?? [];
  const subject = part.slice(0, part.lastIndexOf('@'));
  if (!opened || !part.includes('@') || !subjects.includes(subject)) return subjects;
  return (await opened.versions(subject)).map((version) => `${subject}@${version}`);
}

/** Whose configs a command is about, by its first word. */
export function ownerOfConfigs(noun: string | undefined): ConfigQuestion['of'] {
  if (noun === 'brokers') return 'broker';
  return noun === 'groups' ? 'group' : 'topic';
}
