/** The .proto files that need not be given: texts by the path they are imported by. */
import { confluentFiles } from './confluent.js';
import { descriptorFile } from './descriptor.js';
import { googleProtobuf } from './google-protobuf.js';
import { googleType } from './google-type.js';

const known: ReadonlyMap<string, string> = new Map(
  [googleProtobuf, descriptorFile, googleType, confluentFiles].flatMap((files) => Object.entries(files)),
);

/** Undefined for all others. Two paths are in use for Confluent's decimal. */
export function knownFile(path: string): { readonly path: string; readonly text: string } | undefined {
  const own = path === 'confluent/types/decimal.proto' ? 'confluent/type/decimal.proto' : path;
  const text = known.get(own);
  return text === undefined ? undefined : { path: own, text };
}
