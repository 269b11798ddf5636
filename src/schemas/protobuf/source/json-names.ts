/** What fields are called in JSON. */
import type { ProtoField, ProtoMessage } from './model.js';

/** The name that ProtoJSON has for each field. Both of two that would have the same keep their own. */
export function jsonNames(message: ProtoMessage): ReadonlyMap<ProtoField, string> {
  const owners = new Map<string, number>();
  const wanted = new Map(message.fields.map((field) => [field, field.jsonName ?? field.defaultJsonName]));
  for (const name of wanted.values()) owners.set(name, (owners.get(name) ?? 0) + 1);
  const names = new Map(
    [...wanted].map(([field, name]) => [field, owners.get(name) === 1 ? name : field.name]),
  );
  for (const field of message.extendedBy) names.set(field, `[${field.fullName}]`);
  return names;
}
