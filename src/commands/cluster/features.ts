/** `kafka-lab cluster features` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell, View } from '../../view/view.js';
import {
  featureOf,
  readFeatures,
  type FeatureReport,
  type FeatureState,
  type NodeFeatures,
} from '../../kafka/brokers/features.js';
import { groupBy } from '../../text/group-by.js';
import { metadataVersion, releaseOfLevel } from '../../words/features.js';

export const clusterFeatures = defineCommand({
  path: ['cluster', 'features'],
  summary: 'show which features of Kafka are on, at which level, and which levels each node supports',
  effect: 'reads',
  options: z.object({}),
  examples: ['cluster features', 'cluster features -b localhost:9092 -o json'],
  async run(context) {
    return readFeatures(await context.kafka());
  },
  view: (report: FeatureReport): View => {
    const alike = nodesAlike(report);
    return {
      title: titleOf(report),
      header: ['FEATURE', 'LEVEL', 'SINCE', ...alike.map(headingOf), 'ABOUT'],
      rows: report.features.map((feature) => [
        feature.name,
        levelCell(feature),
        feature.release,
        ...alike.map(([node]) => node && rangeText(node, feature.name)),
        feature.about,
      ]),
      spare: ['ABOUT'],
      notes: [...levelNotes(report), ...nodeNotes(report)],
      failures: report.nodes.flatMap((node) =>
        node.problem !== null && node.role === 'broker' ? [`${nameOf(node)}: ${node.problem}`] : [],
      ),
    };
  },
  items: ({ features }) => features,
  // Controllers are often out of reach for clients.
  failed: ({ nodes }) => nodes.some(({ role, problem }) => role === 'broker' && problem !== null),
});

function titleOf({ clusterId, epoch }: FeatureReport): string {
  const cluster = clusterId === null ? 'Features' : `Features of cluster ${clusterId}`;
  return epoch === null ? cluster : `${cluster} · epoch ${epoch}`;
}

function isLow({ level, max }: FeatureState): boolean {
  return level !== null && max !== null && level < max;
}

function levelCell(feature: FeatureState): Cell {
  const { level } = feature;
  if (level === null) return { text: 'unknown', tone: 'warn' };
  if (isLow(feature)) return { text: level, tone: 'warn' };
  return { text: level, tone: level === 0 ? 'muted' : 'good' };
}

/** `0–2`, `7–33 (4.4-IV2)`; null if the node does not know the feature. */
function rangeText(node: NodeFeatures, name: string): string | null {
  const { min, max } = featureOf(node, name) ?? { min: null, max: null };
  if (min === null || max === null) return null;
  const levels = min === max ? `${min}` : `${min}–${max}`;
  const newest = name === metadataVersion ? releaseOfLevel(name, max) : undefined;
  return newest === undefined ? levels : `${levels} (${newest})`;
}

/** Nodes that support the same share a column, as nearly always all do; those that cannot be asked have none. */
function nodesAlike({ features, nodes }: FeatureReport): readonly (readonly NodeFeatures[])[] {
  const answering = nodes.filter(({ problem }) => problem === null);
  const supports = (node: NodeFeatures) => features.map(({ name }) => rangeText(node, name) ?? '').join();
  return [...groupBy(answering, (node) => `${node.role} ${supports(node)}`).values()];
}

function headingOf(nodes: readonly NodeFeatures[]): string {
  const noun = nodes[0]?.role === 'controller' ? 'CONTROLLER' : 'BROKER';
  const ids = nodes.flatMap(({ id }) => id ?? []);
  return ids.length === 0 ? noun : `${noun}${ids.length === 1 ? '' : 'S'} ${ids.join(',')}`;
}

function nameOf({ id, role }: NodeFeatures): string {
  const noun = role === 'broker' ? 'Broker' : 'Controller';
  return id === null ? noun : `${noun} ${id}`;
}

function levelNotes({ features, nodes }: FeatureReport): readonly string[] {
  if (features.length === 0 && nodes.every(({ problem }) => problem === null)) {
    return ['The brokers have no features: a cluster with ZooKeeper has no levels of them.'];
  }
  const low = features.filter(isLow).map(({ name, level, max }) => `${name} (${level} of ${max})`);
  if (low.length === 0) return [];
  return [
    `Not as high as every node supports: ${low.join(', ')}. What a higher level brings is off until that is raised: a step of upgrading Kafka, for its own script, kafka-features.sh.`,
  ];
}

/** Nodes that have not heard of the newest levels yet, and controllers out of reach. */
function nodeNotes({ features, nodes }: FeatureReport): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.problem !== null) {
      return node.role === 'controller' ? [`${nameOf(node)} is left out: ${node.problem}`] : [];
    }
    const own = features.flatMap(({ name, level }) => {
      const other = featureOf(node, name)?.level ?? 0;
      return level === null || other === level ? [] : [`${name} ${other}`];
    });
    return own.length === 0 ? [] : [`${nameOf(node)} has not heard of all levels yet: ${own.join(', ')}.`];
  });
}
