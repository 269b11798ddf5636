/** What a command line, the configuration and the connection say of keys and values → what the records are read through. */
import { resolve } from 'node:path';
import type { Registry } from '../../../registry/registry.js';
import { parseFormats } from '../../../schemas/format-name.js';
import { isDecodedByName } from '../../../schemas/internal/internal-topic-names.js';
import { formatFor, type TopicFormats } from '../../../schemas/topic-formats.js';
import { LabError } from '../../../text/errors.js';
import type { Progress } from '../../../view/progress.js';
import type { ChosenFormat, Decoding } from './decoding.js';
import type { Part } from './part-decoder.js';
import { unusable } from './unusable.js';

/** What a command's context has. */
export interface DecodingPlaces {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly progress: Pick<Progress, 'note'>;
  registry(): Promise<Registry | undefined>;
  namesRegistry(): Promise<boolean>;
  formats(): Promise<readonly TopicFormats[]>;
}

export interface DecodeChoice {
  readonly decode: readonly string[];
  readonly noDecode: boolean;
  readonly protoPath: readonly string[];
}

/** What a menu decodes by, which is told nothing. */
export const decodeByItself: DecodeChoice = { decode: [], noDecode: false, protoPath: [] };

/** Undefined if nothing of these topics is decoded: records are then read the shortest way. Throws LabError. */
export async function openDecoding(
  context: DecodingPlaces,
  topics: readonly string[],
  { decode, noDecode, protoPath }: DecodeChoice,
  follows: boolean,
): Promise<Decoding | undefined> {
  if (noDecode && decode.length > 0) {
    throw new LabError('usage', '--decode and --no-decode contradict each other.');
  }
  if (noDecode) return undefined;
  const typed = parseFormats(decode, '--decode');
  if (typed.key?.kind === 'as-read' || typed.value?.kind === 'as-read') {
    throw new LabError('usage', '--decode: as-read is for produce --encode.');
  }
  const named = context.namesRegistry().catch((error: unknown) => {
    throw unusable(error);
  });
  const [namesRegistry, formats] = await Promise.all([named, context.formats()]);
  const isByName = topics.some(isDecodedByName);
  if (!namesRegistry && formats.length === 0 && decode.length === 0 && !isByName) return undefined;
  const chosen = (part: Part): ChosenFormat | undefined => {
    const format = typed[part];
    return format && { format, isRequired: true, resolve: (file) => resolve(context.cwd, file) };
  };
  const [key, value] = [chosen('key'), chosen('value')];
  const { Decoding: Implementation } = await import('./decoding.js');
  return new Implementation({
    formatOf(topic, part) {
      const typedFor = part === 'key' ? key : value;
      if (typedFor) return typedFor;
      const configured = formatFor(formats, topic, part);
      // A pattern for many topics does not mean Kafka's own.
      const isMeant = !isDecodedByName(topic) || configured?.pattern === topic;
      if (!isMeant || !configured) return undefined;
      const { pattern, path } = configured;
      return { isRequired: false, origin: `${path}: formats.${pattern}.${part}`, ...configured };
    },
    registry: namesRegistry ? () => context.registry() : undefined,
    protoPaths: protoPath.map((each) => resolve(context.cwd, each)),
    signal: context.signal,
    follows,
    note: (text) => context.progress.note(text),
  });
}
