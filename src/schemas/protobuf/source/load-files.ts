/** A file and all that it imports, each once. */
import { nearestNames } from '../../../text/nearest-names.js';
import { knownFile } from '../known/known-files.js';
import { complaint } from './complaint.js';
import type { ProtoFile } from './model.js';
import { parseFile } from './parse-file.js';

/** A schema that imports more files than that is not meant well. */
const mostFiles = 2000;
const deepest = 200;

/** Where imported files come from: by path, as it is written there. */
export interface FileSource {
  file(path: string): ProtoFile | undefined;
  /** For near names. */
  readonly paths: readonly string[];
}

export function fromTexts(texts: ReadonlyMap<string, string>): FileSource {
  return {
    file: (path) => {
      const text = texts.get(path);
      return text === undefined ? undefined : parseFile(path, text);
    },
    paths: [...texts.keys()],
  };
}

export interface LoadedFiles {
  /** Behind those that they import; the first file is the last here. */
  readonly files: readonly ProtoFile[];
  /** Whose names a file may use: its own, those it imports, and what these import publicly. */
  readonly visible: ReadonlyMap<ProtoFile, ReadonlySet<ProtoFile>>;
}

/** Files that come with every compiler are built in. Throws LabError 'usage': a file is missing, or they import each other in a circle. */
export function loadFiles(first: ProtoFile, source: FileSource): LoadedFiles {
  const loaded = new Map<string, ProtoFile>();
  const files: ProtoFile[] = [];
  const publics = new Map<ProtoFile, Set<ProtoFile>>();
  const visible = new Map<ProtoFile, Set<ProtoFile>>();
  const load = (file: ProtoFile, path: readonly string[]): void => {
    const seen = new Set([file]);
    const passedOn = new Set([file]);
    for (const { path: wanted, isPublic, at } of file.imports) {
      if (path.includes(wanted) || wanted === file.path) {
        const circle = [...path.slice(path.indexOf(wanted)), file.path, wanted].join(' → ');
        throw complaint({ file, at }, `files import each other in a circle: ${circle}.`);
      }
      if (path.length > deepest || files.length > mostFiles) {
        throw complaint(
          { file, at },
          `more files are imported than are read: ${mostFiles}, ${deepest} deep.`,
        );
      }
      const known = knownFile(wanted);
      const imported = loaded.get(known?.path ?? wanted) ?? open(wanted);
      if (!imported)
        throw complaint({ file, at }, `"${wanted}" is imported here, and is not there.`, hint(wanted));
      if (!visible.has(imported)) {
        loaded.set(known?.path ?? wanted, imported);
        load(imported, [...path, file.path]);
      }
      for (const other of publics.get(imported) ?? []) {
        seen.add(other);
        if (isPublic) passedOn.add(other);
      }
    }
    publics.set(file, passedOn);
    visible.set(file, seen);
    files.push(file);
  };
  const open = (path: string): ProtoFile | undefined => {
    const known = knownFile(path);
    return known ? parseFile(known.path, known.text) : source.file(path);
  };
  const hint = (wanted: string): string => {
    const near = nearestNames(wanted, source.paths);
    if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
    return source.paths.length > 0
      ? `There are ${source.paths.slice(0, 5).join(', ')}${source.paths.length > 5 ? ', …' : ''}.`
      : 'It must be among the references of the schema, or below a folder named with --proto-path.';
  };
  load(first, []);
  return { files, visible };
}
