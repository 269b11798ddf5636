/**
 * What a schema in a file refers to → references of a registry. Each file that it refers to is a subject of its own, called as
 * the reference is: Confluent's serializers register them so (`DefaultReferenceSubjectNameStrategy`).
 */
import { unless } from '../../registry/refusal.js';
import type { Registry, SchemaReference, SchemaText } from '../../registry/registry.js';
import { commandLine, quotedWords } from '../../text/command-line.js';
import { LabError } from '../../text/errors.js';
import type { SchemaSource } from '../codec.js';
import type { ReferringSchema, ReferringText } from './referred-files.js';

/** A file that has to be registered before what refers to it. */
export interface UnregisteredFile {
  readonly subject: string;
  readonly file: string;
}

export interface RegisteredFile extends UnregisteredFile {
  readonly version: number;
  readonly id: number;
}

export interface ReferencePlan {
  /** Those that others refer to first. */
  readonly unregistered: readonly UnregisteredFile[];
  /** With the texts of all references, from files and from the registry. */
  source(): Promise<SchemaSource>;
  /** Of the schema itself. Throws as long as not all is registered. */
  text(): SchemaText;
  /** Registers what is not yet: what is told of each is told at once, as a later one may fail. Throws LabError. */
  register(registered: (file: RegisteredFile) => void): Promise<void>;
}

/**
 * `given`: where references are registered that are not to be taken from files. `subject`: that of the schema itself; the
 * others are in its context. Asks the registry, and changes nothing. Throws LabError if something is neither a file nor a
 * subject, if one of `given` is not there, and for files that refer to each other in a circle.
 */
export async function planReferences(
  { type, root, files }: ReferringSchema,
  given: readonly SchemaReference[],
  registry: Registry,
  subject: string,
): Promise<ReferencePlan> {
  const context = /^:\.[^:]*:/.exec(subject)?.[0] ?? '';
  const known = new Map(given.map((reference) => [reference.name, reference]));
  const unregistered = new Map<string, ReferringText>();
  /** Absolute URIs: a registry may know them otherwise. */
  const leftAlone = new Set<string>();
  const subjectOf = (name: string) => `${context}${name}`;
  const textOf = ({ text, refers }: ReferringText): SchemaText => ({
    type,
    text,
    references: refers.flatMap((name) => known.get(name) ?? []),
  });

  async function follow({ file, refers }: ReferringText, way: readonly string[]): Promise<void> {
    for (const name of refers) {
      if (way.includes(name)) throw circle([...way.slice(way.indexOf(name)), name]);
      if (known.has(name) || unregistered.has(name) || leftAlone.has(name)) continue;
      const found = files.get(name);
      if (found) await followFile(name, found, way);
      else await lookUp(name, file);
    }
  }

  async function followFile(name: string, file: ReferringText, way: readonly string[]): Promise<void> {
    await follow(file, [...way, name]);
    // It is not there if what it refers to is not.
    const isNew = file.refers.some((each) => unregistered.has(each));
    const found = isNew ? undefined : await registry.find(subjectOf(name), textOf(file));
    if (found?.version === undefined) unregistered.set(name, file);
    else known.set(name, { name, subject: subjectOf(name), version: found.version });
  }

  async function lookUp(name: string, from: string): Promise<void> {
    const found = await unless([40401], registry.version(subjectOf(name), 'latest'));
    if (found?.version !== undefined) {
      known.set(name, { name, subject: subjectOf(name), version: found.version });
    } else if (/^[a-z][a-z0-9+.-]*:/i.test(name)) leftAlone.add(name);
    else throw nowhere(name, from, registry.url);
  }

  // Registries do not say which reference they do not find.
  await Promise.all(given.map((each) => registry.version(each.subject, each.version, { deleted: true })));
  await follow(root, []);
  const used = new Set([root, ...files.values()].flatMap(({ refers }) => refers));
  const unused = given.filter(({ name }) => !used.has(name));
  return {
    unregistered: [...unregistered].map(([name, { file }]) => ({ subject: subjectOf(name), file })),
    async source() {
      const references = [...known.values()].filter(({ name }) => !files.has(name));
      const registered = await registry.sourceOf({ text: root.text, references });
      const ofFiles = [...files].map(([name, { text }]) => [name, text] as const);
      return {
        text: root.text,
        name: root.file,
        references: new Map([...registered.references, ...ofFiles]),
      };
    },
    text() {
      if (unregistered.size > 0) throw new Error('Not all that the schema refers to is registered.');
      const text = textOf(root);
      // What the text does not seem to need is for the registry to judge.
      return { ...text, references: [...text.references, ...unused] };
    },
    async register(registered) {
      for (const [name, file] of unregistered) {
        const text = textOf(file);
        const id = await registry.register(subjectOf(name), text);
        const version = (await registry.find(subjectOf(name), text))?.version;
        if (version === undefined) throw unversioned(subjectOf(name), registry.url);
        known.set(name, { name, subject: subjectOf(name), version });
        registered({ subject: subjectOf(name), file: file.file, version, id });
      }
      unregistered.clear();
    },
  };
}

function nowhere(name: string, from: string, url: string): LabError {
  return new LabError(
    'not-found',
    `${from} refers to ${name}, for which there is neither a file nor a subject at ${url}.`,
    {
      hint: `Put the file where it is looked for (see: kafka-lab schemas register --help), or say where it is registered: --reference ${quotedWords([`${name}=SUBJECT@VERSION`])}`,
    },
  );
}

function circle(names: readonly string[]): LabError {
  return new LabError('usage', `These schemas refer to each other in a circle: ${names.join(' → ')}.`, {
    hint: 'No registry takes such a circle.',
  });
}

function unversioned(subject: string, url: string): LabError {
  return new LabError(
    'failed',
    `The schema registry ${url} does not say which version of ${subject} it has.`,
    {
      hint: `What refers to it cannot be registered without. See: ${commandLine`schemas versions ${subject}`}`,
    },
  );
}
