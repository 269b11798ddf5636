/** An Avro schema's text, and the texts that it refers to, → its model. */
import { nearestNames } from '../../../text/nearest-names.js';
import type { SchemaSource } from '../../codec.js';
import { memberOf, readJsonTree, type JsonNode } from '../../json-tree.js';
import { logicalType } from './logical-types.js';
import {
  complexTypes,
  fullNameOf,
  isFullName,
  isName,
  namespaceOf,
  primitives,
  quoted,
  simpleNameOf,
} from './names.js';
import { notJson, schemaError, type NamedText } from './schema-error.js';
import {
  branchName,
  type AvroType,
  type Field,
  type Logical,
  type NamedType,
  type PrimitiveName,
  type PrimitiveType,
} from './types.js';

/** A size that Java's arrays have. */
const largestFixed = 2 ** 31 - 1;
/** Comparing a name with all of a large schema would take seconds. */
const mostCompared = 1000;

/** Throws LabError 'usage' that names line, column and path. */
export function parseAvroSchema({ text, name, references }: SchemaSource): AvroType {
  const names: Names = { known: new Map(), waiting: new Map(references) };
  const what = name === undefined ? 'The Avro schema' : `The Avro schema ${name}`;
  return new Parser({ text, what }, names).parse();
}

export interface AvroNames {
  readonly defined: ReadonlySet<string>;
  /** Full names of the types that it uses and does not define: what a registry wants as references. */
  readonly missing: readonly string[];
}

/** Of a text alone. Throws as `parseAvroSchema`. */
export function avroNamesIn(text: string, name: string): AvroNames {
  const missing = new Set<string>();
  const names: Names = { known: new Map(), waiting: new Map(), missing };
  new Parser({ text, what: `The Avro schema ${name}` }, names).parse();
  // What is used before it is defined is not elsewhere.
  return {
    defined: new Set(names.known.keys()),
    missing: [...missing].filter((each) => !names.known.has(each)),
  };
}

/** Shared by a schema and what it refers to. */
interface Names {
  readonly known: Map<string, NamedType>;
  /** Texts that nobody needed yet, by the name that refers to them. */
  readonly waiting: Map<string, string>;
  /** Collects the names of types that are not there, instead of an error. */
  readonly missing?: Set<string>;
}

class Parser {
  readonly #source: NamedText;
  readonly #names: Names;

  constructor(source: NamedText, names: Names) {
    this.#source = source;
    this.#names = names;
  }

  parse(): AvroType {
    const tree = readJsonTree(this.#source.text, (at, reason) => notJson(this.#source, at, reason));
    return this.#type(tree, '');
  }

  #type(node: JsonNode, namespace: string): AvroType {
    if (node.kind === 'string') return this.#named(node.text, namespace, node);
    if (node.kind === 'array') return this.#union(node.elements, namespace);
    if (node.kind !== 'object') throw this.#wrong(node, 'a type is a name, an object or a list');
    const type = memberOf(node, 'type');
    if (type === undefined) throw this.#wrong(node, 'this object has no "type"');
    if (type.kind !== 'string') return this.#type(type, namespace);
    switch (type.text) {
      case 'record':
      case 'error':
        return this.#record(node, namespace);
      case 'enum':
        return this.#enum(node, namespace);
      case 'fixed':
        return this.#fixed(node, namespace);
      case 'array':
        return { kind: 'array', items: this.#type(this.#need(node, 'items'), namespace) };
      case 'map':
        return { kind: 'map', values: this.#type(this.#need(node, 'values'), namespace) };
    }
    if (!primitives.has(type.text)) return this.#named(type.text, namespace, type);
    const kind = type.text as PrimitiveName;
    return withLogical<PrimitiveType>({ kind }, this.#logical(node, { kind }));
  }

  #named(name: string, namespace: string, node: JsonNode): AvroType {
    if (primitives.has(name)) return { kind: name as PrimitiveName };
    // In its namespace, or else without one, as Java's Avro has it.
    const found = this.#find(fullNameOf(name, namespace)) ?? this.#find(name);
    if (found !== undefined) return found;
    if (complexTypes.includes(name)) {
      throw this.#wrong(node, `${quoted(name)} needs an object: {"type": ${quoted(name)}, …}`);
    }
    const { missing } = this.#names;
    if (!missing) throw this.#wrong(node, `there is no type ${quoted(name)}`, this.#near(name));
    const fullName = fullNameOf(name, namespace);
    missing.add(fullName);
    return { kind: 'fixed', name: fullName, aliases: [], size: 1 };
  }

  /** By the last parts of names, in which people err. */
  #near(name: string): readonly string[] {
    const known = [...this.#names.known.keys()].slice(-mostCompared);
    const bySimpleName = new Map(
      [...primitives, ...complexTypes, ...known].map((each) => [simpleNameOf(each), each]),
    );
    const near = nearestNames(simpleNameOf(name), [...bySimpleName.keys()]);
    return near.map((each) => bySimpleName.get(each) ?? each);
  }

  #find(fullName: string): NamedType | undefined {
    const { known, waiting } = this.#names;
    if (known.has(fullName) || waiting.size === 0) return known.get(fullName);
    // The text that is called so, or else whichever defines it.
    const candidates = waiting.has(fullName) ? [fullName] : [...waiting.keys()];
    for (const name of candidates) {
      const text = waiting.get(name);
      if (text === undefined) continue;
      waiting.delete(name);
      new Parser(
        { text, what: `The Avro schema ${quoted(name)}, which is referred to,` },
        this.#names,
      ).parse();
      if (known.has(fullName)) break;
    }
    return known.get(fullName);
  }

  #union(elements: readonly JsonNode[], namespace: string): AvroType {
    const present = new Set<string>();
    const branches = elements.map((element) => {
      const branch = this.#type(element, namespace);
      if (branch.kind === 'union') throw this.#wrong(element, 'a union cannot hold a union');
      const name = branchName(branch);
      if (present.has(name)) throw this.#wrong(element, `this union has ${quoted(name)} twice`);
      present.add(name);
      return branch;
    });
    return { kind: 'union', branches };
  }

  #record(node: JsonNode, outer: string): AvroType {
    const fields: Field[] = [];
    const named = this.#name(node, outer);
    const record = this.#define(node, { kind: 'record', ...named, fields });
    const namespace = namespaceOf(named.name);
    const list = this.#need(node, 'fields');
    if (list.kind !== 'array') throw this.#wrong(list, '"fields" is not a list');
    const present = new Set<string>();
    for (const element of list.elements) {
      const field = this.#field(element, namespace);
      if (present.has(field.name)) {
        throw this.#wrong(element, `${quoted(named.name)} has the field ${quoted(field.name)} twice`);
      }
      present.add(field.name);
      fields.push(field);
    }
    return record;
  }

  #field(node: JsonNode, namespace: string): Field {
    const name = this.#text(node, 'name');
    const fallback = memberOf(node, 'default');
    const type = this.#type(this.#need(node, 'type'), namespace);
    const aliases = this.#texts(node, 'aliases');
    const field: Field = { name, aliases, type };
    return fallback === undefined
      ? field
      : { ...field, default: this.#source.text.slice(fallback.at, fallback.end) };
  }

  #enum(node: JsonNode, namespace: string): AvroType {
    const named = this.#name(node, namespace);
    const list = this.#need(node, 'symbols');
    const symbols = this.#texts(node, 'symbols');
    const odd = symbols.find((symbol) => !isName(symbol));
    if (odd !== undefined) throw this.#wrong(list, `the symbol ${quoted(odd)} is not a name`);
    if (new Set(symbols).size < symbols.length) throw this.#wrong(list, 'a symbol is there twice');
    const fallback = memberOf(node, 'default');
    if (fallback === undefined) return this.#define(node, { kind: 'enum', ...named, symbols });
    if (fallback.kind !== 'string' || !symbols.includes(fallback.text)) {
      throw this.#wrong(fallback, 'the default is not one of the symbols');
    }
    return this.#define(node, { kind: 'enum', ...named, symbols, default: fallback.text });
  }

  #fixed(node: JsonNode, namespace: string): AvroType {
    const named = this.#name(node, namespace);
    const place = this.#need(node, 'size');
    const size = this.#number(place) ?? -1;
    if (size < 0 || size > largestFixed) throw this.#wrong(place, '"size" is not a number of bytes');
    const logical = this.#logical(node, { kind: 'fixed', size });
    return this.#define(node, withLogical({ kind: 'fixed', ...named, size }, logical));
  }

  #name(node: JsonNode, outer: string): { readonly name: string; readonly aliases: readonly string[] } {
    const own = memberOf(node, 'namespace');
    const namespace = own?.kind === 'string' ? own.text : outer;
    const name = fullNameOf(this.#text(node, 'name', isFullName), namespace);
    const aliases = this.#texts(node, 'aliases').map((alias) => fullNameOf(alias, namespaceOf(name)));
    return { name, aliases };
  }

  #define<Type extends NamedType>(node: JsonNode, type: Type): Type {
    const { known } = this.#names;
    const place = memberOf(node, 'name') ?? node;
    if (primitives.has(simpleNameOf(type.name)) && !type.name.includes('.')) {
      throw this.#wrong(place, `${quoted(type.name)} is the name of a type of Avro`);
    }
    if (known.has(type.name)) throw this.#wrong(place, `${quoted(type.name)} is defined twice`);
    known.set(type.name, type);
    return type;
  }

  #logical(node: JsonNode, base: Parameters<typeof logicalType>[1]): Logical | undefined {
    const name = memberOf(node, 'logicalType');
    if (name?.kind !== 'string') return undefined;
    return logicalType(name.text, base, (attribute) => {
      const value = memberOf(node, attribute);
      return value && this.#number(value);
    });
  }

  #need(node: JsonNode, name: string): JsonNode {
    const value = memberOf(node, name);
    if (value !== undefined) return value;
    const there = node.kind === 'object' ? node.members.map((member) => member.name) : [];
    throw this.#wrong(node, `this object has no "${name}"`, nearestNames(name, there.slice(0, mostCompared)));
  }

  #text(node: JsonNode, name: string, isGood = isName): string {
    const value = this.#need(node, name);
    if (value.kind !== 'string') throw this.#wrong(value, `"${name}" is not a string`);
    if (isGood(value.text)) return value.text;
    throw this.#wrong(value, `${quoted(value.text)} is not a name: letters, digits and _ make one`);
  }

  #texts(node: JsonNode, name: string): readonly string[] {
    const list = memberOf(node, name);
    if (list === undefined) return [];
    if (list.kind !== 'array') throw this.#wrong(list, `"${name}" is not a list`);
    return list.elements.map((element) => {
      if (element.kind !== 'string') throw this.#wrong(element, `"${name}" has something else than strings`);
      return element.text;
    });
  }

  /** Undefined for what is not a whole number. */
  #number(node: JsonNode): number | undefined {
    const value = node.kind === 'number' ? Number(this.#source.text.slice(node.at, node.end)) : NaN;
    return Number.isSafeInteger(value) ? value : undefined;
  }

  #wrong(node: JsonNode, reason: string, near: readonly string[] = []): Error {
    return schemaError(this.#source, node.at, reason, near);
  }
}

function withLogical<Type extends AvroType>(type: Type, logical: Logical | undefined): Type {
  return logical === undefined ? type : { ...type, logical };
}
