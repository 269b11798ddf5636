/** The formats of keys and values as they are typed: `long`, `avro:order.avsc`, `protobuf:shop.proto#shop.Order`. */
import { LabError } from '../text/errors.js';
import { nearestNames } from '../text/nearest-names.js';

export const plainFormatNames = [
  'int',
  'long',
  'double',
  'uuid',
  'text',
  'hex',
  'base64',
  'json',
  'msgpack',
] as const;
export type PlainFormatName = (typeof plainFormatNames)[number];

export type Format =
  /** Whatever the frame says; for writing, which schema: the latest of the topic's subject, a subject's, or that of an id. */
  | {
      readonly kind: 'registry';
      readonly subject?: string;
      readonly version?: number;
      readonly id?: number;
      /** Of Protobuf, which message of the schema. */
      readonly message?: string;
    }
  | { readonly kind: 'plain'; readonly name: PlainFormatName }
  | { readonly kind: 'avro' | 'json-schema'; readonly file: string }
  | { readonly kind: 'protobuf'; readonly file: string; readonly message: string }
  /** Field numbers instead of names. */
  | { readonly kind: 'raw-protobuf' }
  /** Each line says itself how it was read. */
  | { readonly kind: 'as-read' };

const words = [
  'registry',
  'avro:FILE.avsc',
  'protobuf:FILE.proto#pkg.Message',
  'protobuf',
  ...plainFormatNames,
];

/** `key=long`, `value=registry` …: those that need no file. */
export function formatChoices(use: 'decode' | 'encode'): readonly string[] {
  const names = ['registry', ...(use === 'decode' ? ['protobuf'] : ['as-read']), ...plainFormatNames];
  return ['key', 'value'].flatMap((part) => names.map((name) => `${part}=${name}`));
}

/** `option`: begins the message. Throws LabError 'usage'. */
export function parseFormat(text: string, option: string): Format {
  const at = text.indexOf(':');
  const [word, rest] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  if (rest === undefined) {
    const name = plainFormatNames.find((each) => each === word);
    if (name) return { kind: 'plain', name };
    if (word === 'as-read') return { kind: 'as-read' };
    if (word === 'protobuf') return { kind: 'raw-protobuf' };
  }
  if (word === 'registry' || word.startsWith('registry#')) return registryFormat(text, option);
  switch (word) {
    case 'avro':
      if (rest) return { kind: 'avro', file: rest };
      throw new LabError('usage', `${option}: avro needs a file: avro:FILE.avsc`);
    case 'json':
      if (rest) return { kind: 'json-schema', file: rest };
      break;
    case 'protobuf': {
      const hash = rest?.lastIndexOf('#') ?? -1;
      const [file, message] = [rest?.slice(0, hash) ?? '', rest?.slice(hash + 1) ?? ''];
      if (hash > 0 && message !== '') return { kind: 'protobuf', file, message };
      throw new LabError('usage', `${option}: which message of the file? protobuf:FILE.proto#pkg.Message`);
    }
    default:
  }
  const [near] = nearestNames(word, ['registry', 'avro', 'protobuf', ...plainFormatNames], 1);
  throw new LabError('usage', `${option}: "${text}" is not a format.`, {
    hint: `${near === undefined ? '' : `Did you mean ${near}? `}It is one of ${words.join(', ')}.`,
  });
}

/** `registry`, then `:SUBJECT`, `:SUBJECT@VERSION` or `:#ID`, then the message of a Protobuf schema: `#pkg.Message`. */
function registryFormat(text: string, option: string): Format {
  const [, whose = '', message] = /^registry(.*?)(?:#([A-Za-z_][\w.]*))?$/s.exec(text) ?? [];
  const of = message === undefined ? {} : { message };
  if (whose === '') return { kind: 'registry', ...of };
  const id = /^:#(\d{1,10})$/.exec(whose)?.[1];
  if (id !== undefined) return { kind: 'registry', id: Number(id), ...of };
  const subject = /^:(.+?)(?:@(\d{1,10}|latest))?$/s.exec(whose);
  if (!subject || whose.startsWith(':#')) {
    throw new LabError('usage', `${option}: "${text}" does not say which schema.`, {
      hint: 'It looks like: registry, registry:orders-value, registry:orders-value@3, registry:#7; Protobuf: registry#shop.Order',
    });
  }
  const [, name = '', version] = subject;
  const isLatest = version === undefined || version === 'latest';
  return { kind: 'registry', subject: name, ...(isLatest ? {} : { version: Number(version) }), ...of };
}

/** Key and value as typed: `key=long`, `value=avro:order.avsc`; what comes later counts. Throws LabError 'usage'. */
export function parseFormats(
  typed: readonly string[],
  option: string,
): { readonly key?: Format; readonly value?: Format } {
  const formats: { key?: Format; value?: Format } = {};
  for (const each of typed) {
    const [, part, format] = /^(key|value)=(.*)$/s.exec(each) ?? [];
    if (format === undefined || (part !== 'key' && part !== 'value')) {
      throw new LabError('usage', `${option}: "${each}" does not say of what.`, {
        hint: `It looks like: ${option} value=${/=|^(key|value)?$/.test(each) ? 'registry' : each}`,
      });
    }
    formats[part] = parseFormat(format, `${option} ${part}`);
  }
  return formats;
}

/** Whether it is a schema in a file. */
export function namesFile(format: Format): boolean {
  return 'file' in format;
}

/** For messages. */
export function nameOfFormat(format: Format): string {
  switch (format.kind) {
    case 'plain':
      return format.name;
    case 'avro':
      return `Avro of ${format.file}`;
    case 'json-schema':
      return 'json';
    case 'protobuf':
      return `${format.message} of ${format.file}`;
    case 'raw-protobuf':
      return 'protobuf';
    case 'registry':
    case 'as-read':
      return format.kind;
  }
}
