/** The same random schemas as descriptors, for referees that read no text. */
import { create, toBinary } from '@bufbuild/protobuf';
import {
  Edition,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorSetSchema,
  DescriptorProtoSchema,
  FieldDescriptorProtoSchema,
  type DescriptorProto,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import {
  isPackable,
  jsonNameOf,
  spaced,
  typeName,
  type FieldShape,
  type NamedField,
  type SchemaShape,
  type Syntax,
} from './arbitrary-protobuf.js';

/** What `create` is given for a field, as far as it is used here. */
interface FieldInit {
  readonly name?: string;
  readonly number?: number;
  readonly jsonName?: string;
  readonly label?: Label;
  readonly type?: Type;
  readonly typeName?: string;
  readonly oneofIndex?: number;
  readonly proto3Optional?: boolean;
  readonly options?: {
    packed?: boolean;
    features?: { repeatedFieldEncoding?: number; fieldPresence?: number };
  };
}

/** google.protobuf.FileDescriptorSet with one file: `textOf` the same schema. */
export function descriptorOf({ syntax, messages, enumNumbers }: SchemaShape): Uint8Array {
  const values = enumNumbers.map((number, index) => ({ name: `V${index}`, number }));
  const edition =
    syntax === '2023'
      ? { syntax: 'editions', edition: Edition.EDITION_2023 }
      : syntax === 'proto3'
        ? { syntax }
        : {};
  const file = {
    name: 'any.proto',
    package: 'any.thing',
    ...edition,
    enumType: [{ name: 'E0', value: [{ name: 'ZERO', number: 0 }, ...values] }],
    messageType: messages.map((fields, index) => messageOf(spaced(fields), index, syntax)),
  };
  return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [file] }));
}

function messageOf(fields: readonly NamedField[], index: number, syntax: Syntax): DescriptorProto {
  const oneofs = fields.filter(({ kind }) => kind === 'oneof').map(({ name }) => `of_${name}`);
  const optional = fields.filter(({ kind }) => kind === 'optional' && syntax === 'proto3');
  const all = [...oneofs, ...optional.map(({ name }) => `_${name}`)];
  return create(DescriptorProtoSchema, {
    name: `M${index}`,
    oneofDecl: all.map((name) => ({ name })),
    nestedType: fields.flatMap(nestedOf),
    field: fields.flatMap((field) => fieldsFor(field, index, syntax, all)).map(fieldOf),
  });
}

function typesOf(type: FieldShape['type']): FieldInit {
  if (typeof type === 'string') return { type: Type[type.toUpperCase() as keyof typeof Type] };
  return { type: 'message' in type ? Type.MESSAGE : Type.ENUM, typeName: `.any.thing.${typeName(type)}` };
}

function fieldOf(init: FieldInit): FieldDescriptorProto {
  return create(FieldDescriptorProtoSchema, init);
}

function nestedOf({ kind, number, key, type }: NamedField): DescriptorProto[] {
  const one = { label: Label.OPTIONAL };
  if (kind === 'group') {
    const inside = { name: 'inside', number: 1, ...one, type: Type.INT32, jsonName: 'inside' };
    return [create(DescriptorProtoSchema, { name: `Group${number}`, field: [fieldOf(inside)] })];
  }
  if (kind !== 'map') return [];
  const field = [
    { name: 'key', number: 1, ...one, ...typesOf(key), jsonName: 'key' },
    { name: 'value', number: 2, ...one, ...typesOf(type), jsonName: 'value' },
  ];
  const name = `Field${number}xEntry`;
  return [create(DescriptorProtoSchema, { name, options: { mapEntry: true }, field: field.map(fieldOf) })];
}

function fieldsFor(
  field: NamedField,
  message: number,
  syntax: Syntax,
  oneofs: readonly string[],
): FieldInit[] {
  const { kind, name, number, type } = field;
  const own = { name, number, jsonName: jsonNameOf(field) };
  const nested = `.any.thing.M${message}.`;
  if (kind === 'group') {
    return [{ ...own, label: Label.OPTIONAL, type: Type.GROUP, typeName: `${nested}Group${number}` }];
  }
  if (kind === 'map') {
    return [{ ...own, label: Label.REPEATED, type: Type.MESSAGE, typeName: `${nested}Field${number}xEntry` }];
  }
  const label = kind === 'repeated' ? Label.REPEATED : Label.OPTIONAL;
  if (kind === 'oneof') {
    const oneofIndex = oneofs.indexOf(`of_${name}`);
    const other = { name: `alt_${name}`, number: number + 1, jsonName: jsonNameOf({ name: `alt_${name}` }) };
    return [
      { ...own, label, oneofIndex, ...typesOf(type) },
      { ...other, label, oneofIndex, type: Type.STRING },
    ];
  }
  const isProto3Optional = kind === 'optional' && syntax === 'proto3';
  const presence = isProto3Optional ? { proto3Optional: true, oneofIndex: oneofs.indexOf(`_${name}`) } : {};
  return [{ ...own, label, ...typesOf(type), ...optionsOf(field, syntax), ...presence }];
}

function optionsOf({ kind, type, packed }: NamedField, syntax: Syntax): FieldInit {
  const isMessage = typeof type === 'object' && 'message' in type;
  if (kind === 'repeated' && isPackable(type) && packed !== undefined) {
    if (syntax !== '2023') return { options: { packed } };
    return packed ? {} : { options: { features: { repeatedFieldEncoding: 2 } } };
  }
  const isImplicit = kind === 'single' && syntax === '2023' && !isMessage;
  return isImplicit ? { options: { features: { fieldPresence: 2 } } } : {};
}
