/** What the fields of loaded files are of: their types found as protoc finds them, and what Editions leave to be inherited. */
import { nearestNames } from '../../../text/nearest-names.js';
import { checkEnum, checkField, checkMessage } from './check-files.js';
import { complaint } from './complaint.js';
import type { LoadedFiles } from './load-files.js';
import type { ProtoEnum } from './model.js';
import {
  ProtoMessage,
  scalarTypes,
  type Features,
  type ProtoField,
  type ProtoFile,
  type ScalarType,
} from './model.js';

type Named = ProtoMessage | ProtoEnum;

/** All messages and extensions by full name. */
export interface LinkedFiles {
  readonly messages: ReadonlyMap<string, ProtoMessage>;
  readonly extensions: ReadonlyMap<string, ProtoField>;
}

/** Fills the fields. Throws LabError 'usage' with the place. */
export function linkFiles(loaded: LoadedFiles): LinkedFiles {
  const names = new Names(loaded);
  const extensions = new Map<string, ProtoField>();
  for (const file of loaded.files) {
    const features = { ...defaultsOf(file.edition), ...file.features };
    const linkScope = (
      scope: ProtoFile | ProtoMessage,
      inherited: Required<Features>,
      prefix: string,
    ): void => {
      for (const found of scope.enums) checkEnum(found);
      for (const field of scope.extensions) {
        linkField(field, undefined, inherited, prefix, names);
        const extendee = names.typeOf(field, field.extendee ?? '', prefix);
        if (!(extendee instanceof ProtoMessage))
          throw complaint(field.place, `"${field.extendee}" is not a message.`);
        extendee.extendedBy.push(field);
        extensions.set(field.fullName, field);
      }
      for (const message of scope.messages) {
        linkMessage(message, { ...inherited, ...message.features });
      }
    };
    const linkMessage = (message: ProtoMessage, own: Required<Features>): void => {
      for (const field of message.fields) linkField(field, message, own, message.fullName, names);
      for (const entry of message.mapEntries) {
        for (const field of entry.fields) linkField(field, entry, own, message.fullName, names);
      }
      linkScope(message, own, message.fullName);
    };
    linkScope(file, features, file.package);
  }
  for (const message of names.messages.values()) checkMessage(message);
  return { messages: names.messages, extensions };
}

const legacy = {
  presence: 'EXPLICIT',
  enumType: 'CLOSED',
  repeatedEncoding: 'EXPANDED',
  messageEncoding: 'LENGTH_PREFIXED',
};
const third = { ...legacy, presence: 'IMPLICIT', enumType: 'OPEN', repeatedEncoding: 'PACKED' };

function defaultsOf(edition: number): Required<Features> {
  if (edition < 999) return legacy;
  return edition === 999 ? third : { ...third, presence: 'EXPLICIT' };
}

function linkField(
  field: ProtoField,
  parent: ProtoMessage | undefined,
  inherited: Required<Features>,
  prefix: string,
  names: Names,
): void {
  const oneof = field.oneof === undefined ? undefined : parent?.oneofs[field.oneof];
  const features = { ...inherited, ...oneof?.features, ...field.features };
  const { typeName, label } = field;
  field.type = scalarTypes.has(typeName) ? (typeName as ScalarType) : names.typeOf(field, typeName, prefix);
  const isMessage = field.type instanceof ProtoMessage;
  field.isRepeated = label === 'repeated';
  field.isRequired = label === 'required' || (features.presence === 'LEGACY_REQUIRED' && !field.isRepeated);
  field.hasPresence =
    !field.isRepeated &&
    (isMessage ||
      parent === undefined ||
      parent.isMapEntry ||
      field.oneof !== undefined ||
      label !== 'none' ||
      features.presence !== 'IMPLICIT');
  const isPackable = !isMessage && field.type !== 'string' && field.type !== 'bytes';
  field.isPacked =
    field.isRepeated && isPackable && (field.packedOption ?? features.repeatedEncoding === 'PACKED');
  const isInMap =
    parent?.isMapEntry === true || (field.type instanceof ProtoMessage && field.type.isMapEntry);
  field.isDelimited = isMessage && !isInMap && (field.isGroup || features.messageEncoding === 'DELIMITED');
  checkField(field, parent);
}

/** Names as they are written → what they are of. */
class Names {
  readonly messages = new Map<string, ProtoMessage>();
  readonly #types = new Map<string, Named>();
  readonly #visible: LoadedFiles['visible'];

  constructor({ files, visible }: LoadedFiles) {
    this.#visible = visible;
    for (const file of files) this.#addAll(file);
  }

  #addAll(scope: ProtoFile | ProtoMessage): void {
    for (const found of scope.enums) this.#add(found);
    const entries = scope instanceof ProtoMessage ? scope.mapEntries : [];
    for (const message of [...scope.messages, ...entries]) {
      this.#add(message);
      if (!message.isMapEntry) this.messages.set(message.fullName, message);
      this.#addAll(message);
    }
  }

  #add(found: Named): void {
    const other = this.#types.get(found.fullName);
    if (other)
      throw complaint(found.place, `"${found.fullName}" is also defined in ${other.place.file.path}.`);
    this.#types.set(found.fullName, found);
  }

  /** Innermost scope first. Throws LabError 'usage'. */
  typeOf(field: ProtoField, name: string, prefix: string): Named {
    const { file } = field.place;
    const found = name.startsWith('.') ? this.#seen(name.slice(1), file) : this.#inScopes(name, prefix, file);
    if (found) return found;
    const full = name.replace(/^\./, '');
    const hidden = [...this.#types.values()].find(
      ({ fullName }) => fullName === full || fullName.endsWith(`.${full}`),
    );
    if (hidden && !this.#isVisible(hidden, file)) {
      const path = hidden.place.file.path;
      throw complaint(field.place, `"${full}" is defined in ${path}, which this file does not import.`);
    }
    const near = nearestNames(full, [
      ...scalarTypes,
      ...this.#types.keys(),
      ...[...this.#types.values()].map((each) => each.name),
    ]);
    throw complaint(
      field.place,
      `"${full}", the type of ${field.name}, is not defined.`,
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : undefined,
    );
  }

  #inScopes(name: string, prefix: string, file: ProtoFile): Named | undefined {
    const first = name.split('.', 1)[0] ?? '';
    for (let scope = prefix; ; scope = parentOf(scope)) {
      const inScope = (each: string) => (scope === '' ? each : `${scope}.${each}`);
      const found = this.#seen(inScope(name), file);
      if (found) return found;
      // As in protoc: a message whose name is the first part hides those further out.
      if (first !== name && this.#seen(inScope(first), file) instanceof ProtoMessage) return undefined;
      if (scope === '') return undefined;
    }
  }

  #seen(fullName: string, file: ProtoFile): Named | undefined {
    const found = this.#types.get(fullName);
    return found && this.#isVisible(found, file) ? found : undefined;
  }

  #isVisible(found: Named, file: ProtoFile): boolean {
    return this.#visible.get(file)?.has(found.place.file) ?? false;
  }
}

function parentOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}
