/** Rounds in a file, one line of JSON each: written as they come, read back at once. */
import { open, readFile } from 'node:fs/promises';
import { LabError } from '../../text/errors.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { snapshotSchema } from './snapshot-schema.js';
import type { Snapshot } from './snapshot.js';

export interface Recorder {
  add(snapshot: Snapshot): Promise<void>;
  close(): Promise<void>;
}

/** Throws LabError 'exists' rather than overwrite a file, and 'environment' if it cannot write. */
export async function openRecorder(file: string): Promise<Recorder> {
  const handle = await open(file, 'wx').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new LabError('exists', `${file} exists already.`, {
        hint: 'Recordings are not overwritten: choose another name, or delete it first.',
      });
    }
    throw new LabError('environment', `${file} cannot be written: ${asLabError(error).message}`, {
      cause: error,
    });
  });
  return {
    async add(snapshot) {
      await handle.write(`${JSON.stringify(snapshot)}\n`);
    },
    close: () => handle.close(),
  };
}

/** In the order of their times. Throws LabError 'not-found', or 'failed' that names the line. */
export async function readRecording(file: string): Promise<readonly Snapshot[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const what = isMissing
      ? `There is no file ${file}.`
      : `${file} cannot be read: ${asLabError(error).message}`;
    throw new LabError('not-found', what, {
      cause: error,
      hint: 'Make a recording with: kafka-lab monitor --record FILE',
    });
  });
  const lines = text.split('\n');
  const snapshots = lines.flatMap((line, index): Snapshot[] => {
    if (line.trim() === '') return [];
    const snapshot = parsed(line);
    if (snapshot) return [snapshot];
    // A recording whose last line is incomplete is still valid.
    if (index === lines.length - 1) return [];
    throw new LabError('failed', `${file}, line ${index + 1}: not a round of a recording.`);
  });
  if (snapshots.length === 0) throw new LabError('failed', `${file} holds no rounds.`);
  return snapshots.sort((one, other) => one.at - other.at);
}

function parsed(line: string): Snapshot | undefined {
  try {
    return snapshotSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
