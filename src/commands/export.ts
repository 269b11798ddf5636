/** `kafka-lab export` */
import { z } from 'zod';
import { defineCommand } from '../contract/command.js';
import type { View } from '../view/view.js';
import { counted, firstNames } from '../view/counted.js';
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
    schema: z
      .string()
      .regex(/^[\x21-\x7e]+$/, 'A path or an address of printable ASCII, without spaces.')
      .optional()
      .meta({
        description:
          'begin with the line by which editors find the schema: its path from where the file will be, or its address',
        placeholder: 'FILE',
        completes: 'file',
      }),
  }),
  examples: [
    'export > cluster.yml',
    'export --only topics | kafka-lab apply --dry-run -c other',
    'export --schema manifest.schema.json > cluster.yml',
  ],
  async run(context, { only, schema }): Promise<Exported> {
    const sections = only.length > 0 ? only : manifestSections;
    const session = await context.kafka();
    const { manifest, missing, unknownConfigs } = await readManifest(session, sections, { internal: false });
    await context.sink.write(`# ${schemaLine(schema)}\n${await toYaml(manifest)}`);
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
        .map(([section, count]) => counted(count, nouns[section as ManifestSection]))
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

const nouns: Readonly<Record<ManifestSection, string>> = {
  topics: 'topic',
  acls: 'access rule',
  quotas: 'quota',
  users: 'user',
};

/** An editor complains of a schema that is not there, and nobody knows yet where this file will be: so only what was typed. */
function schemaLine(typed: string | undefined): string {
  return typed === undefined
    ? 'For apply. Its JSON Schema, for editors: kafka-lab file-schema manifest'
    : `yaml-language-server: $schema=${typed}`;
}
