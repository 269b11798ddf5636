/**
 * The features that a cluster without ZooKeeper has levels of (KIP-584, KIP-1022): what each is for, and which release a level
 * belongs to. From the enums MetadataVersion and Feature in kafka-server-common.jar of 3.9.1 and 4.4.0.
 */

interface FeatureWords {
  /** What depends on it, as the end of "without it there are no …". */
  readonly about: string;
  /** The release that sets level 1 in a new cluster, that of level 2, and so on. */
  readonly releases: readonly string[];
}

export const metadataVersion = 'metadata.version';

/** The names of the levels of `metadata.version`, from level 1 on: a release, and how many came before it in that release. */
const metadataVersions = [
  ...[
    '3.0-IV1',
    '3.1-IV0',
    '3.2-IV0',
    '3.3-IV0',
    '3.3-IV1',
    '3.3-IV2',
    '3.3-IV3',
    '3.4-IV0',
    '3.5-IV0',
    '3.5-IV1',
  ],
  ...[
    '3.5-IV2',
    '3.6-IV0',
    '3.6-IV1',
    '3.6-IV2',
    '3.7-IV0',
    '3.7-IV1',
    '3.7-IV2',
    '3.7-IV3',
    '3.7-IV4',
    '3.8-IV0',
  ],
  ...[
    '3.9-IV0',
    '4.0-IV0',
    '4.0-IV1',
    '4.0-IV2',
    '4.0-IV3',
    '4.1-IV0',
    '4.1-IV1',
    '4.2-IV0',
    '4.2-IV1',
    '4.3-IV0',
  ],
  ...['4.4-IV0', '4.4-IV1', '4.4-IV2'],
];

const features: Readonly<Record<string, FeatureWords>> = {
  [metadataVersion]: { about: "the format of the cluster's metadata", releases: metadataVersions },
  'kraft.version': { about: 'controllers that join and leave the quorum (KIP-853)', releases: ['3.9'] },
  'transaction.version': {
    about: 'transactions: 1 newer records of their state, 2 an epoch for each (KIP-890)',
    releases: ['4.0', '4.0'],
  },
  'group.version': { about: 'groups of the protocol "consumer" (KIP-848)', releases: ['4.0'] },
  'eligible.leader.replicas.version': {
    about: 'leaders from outside of the ISR that lose nothing (KIP-966)',
    releases: ['4.1'],
  },
  'share.version': {
    about: 'share groups (KIP-932), with 2 dead letter queues (KIP-1191)',
    releases: ['4.2', '4.4'],
  },
  'streams.version': { about: 'streams groups (KIP-1071)', releases: ['4.2'] },
};

/** Undefined for a feature that is not known here. */
export function featureAbout(name: string): string | undefined {
  return Object.hasOwn(features, name) ? features[name]?.about : undefined;
}

/** `4.4-IV2` for a level of metadata.version, `4.2` for others; undefined for 0, and for what is not known here. */
export function releaseOfLevel(name: string, level: number): string | undefined {
  return Object.hasOwn(features, name) ? features[name]?.releases[level - 1] : undefined;
}
