/** Which messages are those of google.protobuf that JSON has a form of its own for. */
import { ProtoEnum, ProtoMessage, type ProtoField } from './model.js';

/** Their fields: number, type and `*` for several. Maps and messages by the last word of their names. */
const shapes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Any: '1string 2bytes',
    Timestamp: '1int64 2int32',
    Duration: '1int64 2int32',
    FieldMask: '1string*',
    Struct: '1FieldsEntry*',
    Value: '1NullValue 2double 3string 4bool 5Struct 6ListValue',
    ListValue: '1Value*',
    DoubleValue: '1double',
    FloatValue: '1float',
    Int64Value: '1int64',
    UInt64Value: '1uint64',
    Int32Value: '1int32',
    UInt32Value: '1uint32',
    BoolValue: '1bool',
    StringValue: '1string',
    BytesValue: '1bytes',
  }),
);
const prefix = 'google.protobuf.';

/** By its name and its fields: a stranger may call anything so. */
export function isWellKnown({ fullName, fields }: ProtoMessage): boolean {
  const shape = fullName.startsWith(prefix) ? shapes.get(fullName.slice(prefix.length)) : undefined;
  return shape !== undefined && fields.map(shapeOf).join(' ') === shape;
}

function shapeOf({ number, type, isRepeated, isDelimited }: ProtoField): string {
  const name = type instanceof ProtoMessage || type instanceof ProtoEnum ? type.name : type;
  return `${number}${name}${isRepeated ? '*' : ''}${isDelimited ? '!' : ''}`;
}
