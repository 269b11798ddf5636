/** `kafka-lab file-schema` */
import { z } from 'zod';
import { defineCommand } from '../contract/command.js';
import { toJson } from '../output/structured.js';
import { describedFiles, fileSchema, type DescribedFile } from './_file-schemas.js';

interface PrintedSchema {
  readonly file: DescribedFile;
  readonly isTerminal: boolean;
}

export const fileSchemaCommand = defineCommand({
  path: ['file-schema'],
  summary: 'print the JSON Schema of a file that people write, by which editors complete and check it',
  effect: 'reads',
  isFor: 'people',
  output: 'bytes',
  options: z.object({
    file: z.enum(describedFiles).meta({
      description:
        'connections (connections.yml), project (.kafka-lab.yml) or manifest (what export writes and apply reads)',
    }),
  }),
  positionals: ['file'],
  examples: ['file-schema connections', 'file-schema manifest > manifest.schema.json'],
  async run({ sink, isTerminal }, { file }): Promise<PrintedSchema> {
    await sink.write(toJson(fileSchema(file)));
    return { file, isTerminal };
  },
  // A redirected schema needs no lines beside it.
  view: ({ file, isTerminal }) => ({
    header: [],
    rows: [],
    notes: isTerminal
      ? [
          `To use it: kafka-lab file-schema ${file} > ${file}.schema.json, and begin the file with: # yaml-language-server: $schema=${file}.schema.json`,
        ]
      : [],
  }),
});
