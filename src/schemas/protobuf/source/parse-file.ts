/**
 * A .proto text → what it says (protobuf.com/docs/language-spec): proto2, proto3 and Editions. The parser is our own: schemas
 * come from strangers, and what is wrong with one is said with line and column. Nothing in it is keyed by an object's property.
 * It refuses what cannot be read; rules that only keep authors from mistakes (reserved names, say) are protoc's to check.
 */
import { complaint } from './complaint.js';
import { ProtoFile } from './model.js';
import { readOption, takeFeature } from './options.js';
import { MessageParser } from './parse-message.js';
import { Tokens } from './tokens.js';

const editions: ReadonlyMap<string, number> = new Map([
  ['2023', 1000],
  ['2024', 1001],
  ['2026', 1002],
]);

/** Throws LabError 'usage' with line and column. `path` is what others import it by. */
export function parseFile(path: string, text: string): ProtoFile {
  const file = new ProtoFile(path, text);
  const tokens = new Tokens(file);
  const parser = new MessageParser(tokens, file);
  while (tokens.kind !== 'end') {
    if (tokens.has(';')) continue;
    if (tokens.has('syntax')) readSyntax(tokens, file);
    else if (tokens.has('edition')) readEdition(tokens, file);
    else if (tokens.has('package')) {
      file.package = tokens.dottedName('the name of a package');
      tokens.expect(';');
    } else if (tokens.has('import')) readImport(tokens, file);
    else if (tokens.has('option')) {
      readOption(tokens, (name, value) => takeFeature(file.features, name, value));
      tokens.expect(';');
    } else if (tokens.has('service')) parser.skipService();
    else if (!parser.definition(file, file.package, 0)) {
      throw tokens.unexpected('message, enum, extend, service, import, option or package');
    }
  }
  return file;
}

function readSyntax(tokens: Tokens, file: ProtoFile): void {
  tokens.expect('=');
  const at = tokens.at;
  const syntax = tokens.text('"proto2" or "proto3"');
  if (syntax !== 'proto2' && syntax !== 'proto3')
    throw complaint({ file, at }, `syntax "${syntax}" is not known: proto2 and proto3 are.`);
  file.edition = syntax === 'proto2' ? 998 : 999;
  tokens.expect(';');
}

function readEdition(tokens: Tokens, file: ProtoFile): void {
  tokens.expect('=');
  const at = tokens.at;
  const name = tokens.text('an edition: "2023"');
  const edition = editions.get(name);
  if (edition === undefined)
    throw complaint({ file, at }, `edition "${name}" is not known: ${[...editions.keys()].join(', ')} are.`);
  file.edition = edition;
  tokens.expect(';');
}

function readImport(tokens: Tokens, file: ProtoFile): void {
  const at = tokens.at;
  // What only options need (edition 2024) is not looked for.
  const isForOptions = tokens.has('option');
  const isPublic = tokens.has('public');
  if (!isPublic) tokens.has('weak');
  const path = tokens.text('the path of a file in quotes');
  if (!isForOptions) file.imports.push({ path, isPublic, at });
  tokens.expect(';');
}
