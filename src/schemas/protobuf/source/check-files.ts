/** What no decoder could make sense of in files that can be read. */
import { complaint } from './complaint.js';
import { ProtoMessage, type ProtoEnum, type ProtoField } from './model.js';

const mostNumber = 2 ** 29 - 1;
const keyTypes = /^(?:u?int(?:32|64)|sint(?:32|64)|s?fixed(?:32|64)|bool|string)$/;

export function checkField(field: ProtoField, parent: ProtoMessage | undefined): void {
  const { name, number, place } = field;
  if (!Number.isInteger(number) || number < 1 || number > mostNumber) {
    throw complaint(place, `${number} cannot be the number of a field: 1 to ${mostNumber}.`);
  }
  if (field.isRequired && place.file.edition === 999) {
    throw complaint(place, `${name} is required: proto3 has no required fields.`);
  }
  if (field.jsonName !== undefined && /^[[#@]/.test(field.jsonName)) {
    throw complaint(
      place,
      `${name} has a json_name that begins with ${field.jsonName.charAt(0)}, which means something else.`,
    );
  }
  if (field.isGroup && !(field.type instanceof ProtoMessage))
    throw complaint(place, `${name} is not a message.`);
  if (parent?.isMapEntry === true) checkEntry(field, parent);
}

function checkEntry(field: ProtoField, entry: ProtoMessage): void {
  const isKey = field.number === 1;
  if (entry.fields.length !== 2 || field.isRepeated || (!isKey && field.number !== 2)) {
    throw complaint(entry.place, `${entry.fullName} is not an entry of a map.`);
  }
  if (isKey && !(typeof field.type === 'string' && keyTypes.test(field.type))) {
    throw complaint(
      field.place,
      `${field.typeName} cannot be the key of a map: whole numbers, bool and string can.`,
    );
  }
}

/** After all files were linked. */
export function checkMessage(message: ProtoMessage): void {
  const numbers = new Map<number, ProtoField>();
  const names = new Set<string>();
  for (const field of [...message.fields, ...message.extendedBy]) {
    const other = numbers.get(field.number);
    if (other) {
      const what = `${field.name} has the number ${field.number} of ${other.name}, in ${message.fullName}.`;
      throw complaint(field.place, what);
    }
    numbers.set(field.number, field);
  }
  for (const { name, place } of message.fields) {
    if (names.has(name)) throw complaint(place, `${message.fullName} has two fields named ${name}.`);
    names.add(name);
  }
}

export function checkEnum({ fullName, values, place }: ProtoEnum): void {
  if (values.length === 0) throw complaint(place, `${fullName} has no values.`);
  const names = new Set<string>();
  for (const { name } of values) {
    if (names.has(name)) throw complaint(place, `${fullName} has two values named ${name}.`);
    names.add(name);
  }
}
