/** The messages that ProtoJSON has a form of their own for, from that form: the other way of `special-writers.ts`. */
import { jsonElements } from '../../../text/source/json-source.js';
import { EncodeError } from '../../codec.js';
import { encodeAny } from './encode-any.js';
import { encodeMap } from './encode-object.js';
import type { ContentEncoder, EncodePlan, FieldEncoder } from './encode-plan.js';
import { encodeDuration, encodeFieldMask, encodeTimestamp } from './encode-times.js';
import { isWellKnown } from '../source/well-known.js';
import { wires } from '../decode/wire.js';

/** Undefined for all others. `planOf`: of the message with that full name, for Any. */
export function specialEncoderOf(
  plan: EncodePlan,
  planOf: (fullName: string) => EncodePlan | undefined,
): ContentEncoder | undefined {
  if (!isWellKnown(plan.message)) return undefined;
  const name = plan.message.fullName.replace('google.protobuf.', '');
  if (name === 'Timestamp') return orObject(plan, encodeTimestamp);
  if (name === 'Duration') return orObject(plan, encodeDuration);
  if (name === 'FieldMask') return orObject(plan, encodeFieldMask);
  if (name === 'Any') return encodeAny(plan, planOf);
  if (name === 'Struct') {
    const field = plan.fields[0] as FieldEncoder;
    return (source, path, to, depth) => encodeMap(field, source, path, to, depth);
  }
  if (name === 'ListValue') {
    return (source, path, to, depth) => {
      if (!source.startsWith('[')) throw new EncodeError(path, 'is not a list');
      const value = plan.fields[0]?.message as EncodePlan;
      for (const [index, element] of jsonElements(source).entries()) {
        to.varint(8 + wires.length);
        const start = to.length;
        value.encode(element, `${path}[${index}]`, to, depth + 1);
        to.lengthSince(start);
      }
    };
  }
  if (name === 'Value') return encodeValue(plan);
  return name.endsWith('Value') ? orObject(plan, wrapperEncoder(plan)) : undefined;
}

/** What the form of its own cannot say was written as an object. */
function orObject(plan: EncodePlan, own: ContentEncoder): ContentEncoder {
  return (source, path, to, depth) => {
    if (source.startsWith('{')) plan.encodeObject(source, path, to, depth);
    else own(source, path, to, depth);
  };
}

function wrapperEncoder({ fields: [field] }: EncodePlan): ContentEncoder {
  const { tag, scalar } = field as FieldEncoder;
  return (source, path, to, depth) => {
    const before = to.length;
    to.varint(tag);
    const start = to.length;
    scalar?.(source, path, to, depth);
    if (to.isZeroSince(start)) to.rewind(before);
  };
}

const [nullField, numberField, textField, boolField, structField, listField] = [0, 1, 2, 3, 4, 5];

function encodeValue({ fields }: EncodePlan): ContentEncoder {
  return (source, path, to, depth) => {
    const first = source.charAt(0);
    const kind =
      first === 'n'
        ? nullField
        : first === '"'
          ? textField
          : first === 't' || first === 'f'
            ? boolField
            : first === '{'
              ? structField
              : first === '['
                ? listField
                : numberField;
    const { tag, scalar, message } = fields[kind] as FieldEncoder;
    to.varint(tag);
    if (scalar) {
      scalar(source, path, to, depth);
      return;
    }
    const start = to.length;
    message?.encode(source, path, to, depth + 1);
    to.lengthSince(start);
  };
}
