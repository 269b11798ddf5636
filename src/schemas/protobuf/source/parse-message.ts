/** Messages, enums, extensions and their fields in a .proto text. */
import { ProtoEnum, ProtoField, ProtoMessage, type ProtoFile } from './model.js';
import { readOption, readOptionList, takeFeature, type OptionValue } from './options.js';
import type { Tokens } from './tokens.js';

const [leastNumber, mostNumber] = [1, 2 ** 29 - 1];
const [leastInt, mostInt] = [-(2 ** 31), 2 ** 31 - 1];
/** protoc takes 32. */
const deepest = 100;

type Label = ProtoField['label'];

/** What a definition becomes part of: a file or a message. */
interface Scope {
  readonly messages: ProtoMessage[];
  readonly enums: ProtoEnum[];
  readonly extensions: ProtoField[];
}

export class MessageParser {
  readonly #tokens: Tokens;
  readonly #file: ProtoFile;

  constructor(tokens: Tokens, file: ProtoFile) {
    this.#tokens = tokens;
    this.#file = file;
  }

  /** A message, an enum or an `extend`; false if none begins here. `prefix`: the full name of what it is part of. */
  definition(scope: Scope, prefix: string, depth: number): boolean {
    const tokens = this.#tokens;
    // Who may use it (edition 2024).
    if (tokens.is('export') || tokens.is('local')) tokens.next();
    if (tokens.has('message')) scope.messages.push(this.#message(prefix, depth));
    else if (tokens.has('enum')) scope.enums.push(this.#enum(prefix));
    else if (tokens.has('extend')) this.#extend(scope, prefix, depth);
    else return false;
    return true;
  }

  /** A service: to behind the `}` that belongs to its first `{`. */
  skipService(): void {
    const tokens = this.#tokens;
    let depth = 0;
    tokens.name('a name');
    if (!tokens.is('{')) throw tokens.unexpected('"{"');
    do {
      if (tokens.kind === 'end') throw tokens.unexpected('"}"');
      if (tokens.is('{')) depth += 1;
      else if (tokens.is('}')) depth -= 1;
      tokens.next();
    } while (depth > 0);
  }

  #message(prefix: string, depth: number): ProtoMessage {
    const at = this.#tokens.at;
    const message = this.#newMessage(this.#tokens.name('the name of a message'), prefix, at);
    this.#messageBody(message, depth);
    return message;
  }

  #newMessage(name: string, prefix: string, at: number): ProtoMessage {
    return new ProtoMessage(name, joined(prefix, name), { file: this.#file, at });
  }

  #messageBody(message: ProtoMessage, depth: number): void {
    const tokens = this.#tokens;
    if (depth > deepest) throw tokens.complaint(`messages are nested more than ${deepest} deep.`);
    tokens.expect('{');
    while (!tokens.has('}')) {
      if (tokens.has(';')) continue;
      if (tokens.has('option')) {
        readOption(tokens, (name, value) => takeFeature(message.features, name, value));
        tokens.expect(';');
      } else if (tokens.has('extensions') || tokens.has('reserved')) this.#skipStatement();
      else if (tokens.has('oneof')) this.#oneof(message, depth);
      else if (!this.definition(message, message.fullName, depth + 1)) {
        message.fields.push(this.#field(message, message.fullName, depth));
      }
    }
  }

  /** Ranges and names, with options in brackets. */
  #skipStatement(): void {
    const tokens = this.#tokens;
    while (!tokens.has(';')) {
      if (tokens.is('[')) readOptionList(tokens, ignore);
      else if (tokens.kind === 'end' || tokens.is('}') || tokens.is('{')) throw tokens.unexpected('";"');
      else tokens.next();
    }
  }

  #oneof(message: ProtoMessage, depth: number): void {
    const tokens = this.#tokens;
    const oneof = { name: tokens.name('the name of a oneof'), features: {} };
    const index = message.oneofs.push(oneof) - 1;
    tokens.expect('{');
    while (!tokens.has('}')) {
      if (tokens.has(';')) continue;
      if (tokens.has('option')) {
        readOption(tokens, (name, value) => takeFeature(oneof.features, name, value));
        tokens.expect(';');
        continue;
      }
      const field = this.#field(message, message.fullName, depth);
      if (field.label !== 'none')
        throw tokens.complaint(`a field of a oneof is neither ${field.label} nor a map.`);
      field.oneof = index;
      message.fields.push(field);
    }
  }

  #extend(scope: Scope, prefix: string, depth: number): void {
    const tokens = this.#tokens;
    const extendee = tokens.dottedName('the message to extend');
    tokens.expect('{');
    while (!tokens.has('}')) {
      if (tokens.has(';')) continue;
      const field = this.#field(scope, prefix, depth);
      field.extendee = extendee;
      scope.extensions.push(field);
    }
  }

  #field(scope: Scope, prefix: string, depth: number): ProtoField {
    const tokens = this.#tokens;
    const label = this.#label();
    if (label === 'none' && tokens.is('map')) return this.#map(scope, prefix);
    const typeAt = tokens.at;
    const typeName = tokens.dottedName('a field, or "}",');
    if (typeName === 'map' && tokens.is('<')) throw tokens.complaint('a map has no label.');
    if (typeName === 'group' && tokens.kind === 'name')
      return this.#group(scope, prefix, label, typeAt, depth);
    const field = this.#nameAndNumber(prefix, label);
    field.typeName = typeName;
    this.#options(field);
    tokens.expect(';');
    return field;
  }

  #label(): Label {
    const tokens = this.#tokens;
    for (const label of ['optional', 'required', 'repeated'] as const) if (tokens.has(label)) return label;
    return 'none';
  }

  #nameAndNumber(prefix: string, label: Label, rename = (name: string) => name): ProtoField {
    const tokens = this.#tokens;
    const at = tokens.at;
    const name = rename(tokens.name('the name of a field'));
    tokens.expect('=');
    const number = tokens.whole('the number of a field', leastNumber, mostNumber);
    const field = new ProtoField(name, number, joined(prefix, name), { file: this.#file, at });
    field.label = label;
    return field;
  }

  #options(field: ProtoField): void {
    readOptionList(this.#tokens, (name, value) => takeFieldOption(field, name, value));
  }

  /** `optional group Item = 1 { … }`: a message Item and a field item. */
  #group(scope: Scope, prefix: string, label: Label, at: number, depth: number): ProtoField {
    const { word } = this.#tokens;
    const field = this.#nameAndNumber(prefix, label, (name) => name.toLowerCase());
    field.typeName = word;
    field.isGroup = true;
    this.#options(field);
    const message = this.#newMessage(word, prefix, at);
    this.#messageBody(message, depth + 1);
    scope.messages.push(message);
    return field;
  }

  /** A map stands for a repeated message with a key and a value. */
  #map(scope: Scope, prefix: string): ProtoField {
    const tokens = this.#tokens;
    const at = tokens.at;
    tokens.next();
    if (!('mapEntries' in scope)) throw tokens.complaint('an extension cannot be a map.');
    tokens.expect('<');
    const keyType = tokens.name('the type of a key');
    tokens.expect(',');
    const valueType = tokens.dottedName('the type of a value');
    tokens.expect('>');
    const field = this.#nameAndNumber(prefix, 'repeated');
    this.#options(field);
    tokens.expect(';');
    const name = `${field.defaultJsonName.replace(/^./, (first) => first.toUpperCase())}Entry`;
    const entry = this.#newMessage(name, prefix, at);
    entry.isMapEntry = true;
    for (const [each, typeName, number] of [
      ['key', keyType, 1],
      ['value', valueType, 2],
    ] as const) {
      const member = new ProtoField(each, number, joined(entry.fullName, each), { file: this.#file, at });
      member.typeName = typeName;
      member.label = 'optional';
      entry.fields.push(member);
    }
    (scope as ProtoMessage).mapEntries.push(entry);
    field.typeName = `.${entry.fullName}`;
    return field;
  }

  #enum(prefix: string): ProtoEnum {
    const tokens = this.#tokens;
    const place = { file: this.#file, at: tokens.at };
    const name = tokens.name('the name of an enum');
    const found = new ProtoEnum(name, joined(prefix, name), place);
    tokens.expect('{');
    while (!tokens.has('}')) {
      if (tokens.has(';')) continue;
      if (tokens.has('option')) {
        readOption(tokens, (option, value) => takeFeature(found.features, option, value));
        tokens.expect(';');
      } else if (tokens.has('reserved')) this.#skipStatement();
      else {
        const value = tokens.name('the name of a value');
        tokens.expect('=');
        found.values.push({ name: value, number: tokens.whole('the number of a value', leastInt, mostInt) });
        readOptionList(tokens, ignore);
        tokens.expect(';');
      }
    }
    return found;
  }
}

function takeFieldOption(field: ProtoField, name: string, value: OptionValue): void {
  if (name === 'json_name' && typeof value === 'string') field.jsonName = value;
  else if (name === 'packed') field.packedOption = value === 'true';
  else takeFeature(field.features, name, value);
}

function ignore(): void {
  // An option that decoding does not need.
}

/** The full name of what is declared inside; '' is no package. */
export function joined(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}
