/** The environment of one command, made of plain values. */
import { Readable } from 'node:stream';
import { foldersFor } from '../../config/folders.js';
import type { Host } from '../../contract/host.js';
import { captureStream, type CaptureStream } from './capture-stream.js';

export interface FakeHost extends Host {
  readonly stdout: CaptureStream;
  readonly stderr: CaptureStream;
  /** The command lines that were invoked. */
  readonly invoked: readonly (readonly string[])[];
}

export interface FakeHostSettings {
  readonly env?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly signal?: AbortSignal;
  /** The user's answer; without it there is no terminal to ask on. */
  readonly answer?: (question: string, word: string) => boolean;
}

export function fakeHost(settings: FakeHostSettings = {}): FakeHost {
  const { env = {}, answer, signal = new AbortController().signal } = settings;
  const invoked: (readonly string[])[] = [];
  return {
    version: '0.0.0-test',
    env,
    cwd: '/nowhere',
    folders: foldersFor('linux', env, '/nowhere', '/nowhere/package'),
    stdin: Readable.from([]),
    stdout: captureStream(settings),
    stderr: captureStream(settings),
    signal,
    now: () => new Date('2026-01-15T12:00:00Z'),
    ask: answer ? (question, word) => Promise.resolve(answer(question, word)) : undefined,
    questions: undefined,
    memory: new Map(),
    settled: new Set(),
    invoke(argv) {
      invoked.push(argv);
      return Promise.resolve(0);
    },
    invoked,
  };
}
