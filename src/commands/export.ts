/** `kafka-lab export` */
import { z } from 'zod';
import { defineCommand } from '../contract/command.js';
import type { View } from '../view/view.js';
import { firstNames } from '../view/counted.js';
import { toYaml } from '../output/structured.js';
import { manifestSections, readManifest, type ManifestSection } from '../kafka/manifest/read-manifest.js';

interface Exported {
  readonly counts: Readonly<Partial<Record<ManifestSection, number>>>;
  readonly missing: readonly { readonly section: string; readonly problem: string }[];
  /** Topics whose configs may not be read: the file has none of theirs. */
  readonly unknownConfigs: readonly string[];
}

export const exportCluster = defineCommand({
  path: ['export'],
  summary: 'write topics, configs, access rules, quotas and users of the cluster as one YAML file',
  effect: 'reads',
  output: 'bytes',
  options: z.object({
    only: z
      .array(
        z.enum(manifestSections, {
          error: ({ input }) => `"${String(input)}" is not one of ${manifestSections.join(', ')}.`,
        }),
      )
      .default([])
      .meta({ description: `only this section: ${manifestSections.join(', ')}; may be repeated` }),
  }),
  examples: ['export > cluster.yml', 'export --only topics | kafka-lab apply --dry-run -c other'],
  async run(context, { only }): Promise<Exported> {
    const sections = only.length > 0 ? only : manifestSections;
    const session = await context.kafka();
    const { manifest, missing, unknownConfigs } = await readManifest(session, sections, { internal: false });
    await context.sink.write(await toYaml(manifest));
    return {
      counts: Object.fromEntries(
        Object.entries(manifest).map(([section, content]) => [section, Object.keys(content).length]),
      ),
      missing: Object.entries(missing).map(([section, { message }]) => ({ section, problem: message })),
      unknownConfigs,
    };
  },
  view: ({ counts, missing, unknownConfigs }): View => ({
    header: [],
    rows: [],
    notes: [
      `${Object.entries(counts)
        .map(([section, count]) => `${count} ${section}`)
        .join(', ')}. A cluster does not reveal passwords; a file may say where they are.`,
      ...missing.map(({ section, problem }) => `No ${section}: ${problem}`),
      ...(unknownConfigs.length > 0
        ? [
            `Without configs, which this login may not read: ${firstNames(unknownConfigs)}. Applied as it is, the file would take configs from ${unknownConfigs.length === 1 ? 'it' : 'them'}.`,
          ]
        : []),
    ],
  }),
});
