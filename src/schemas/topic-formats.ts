/** `formats:` in the configuration: what keys and values are, by the names of their topics. */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { named } from '../files/named.js';
import { parseFormat, type Format } from './format-name.js';
import { LabError } from '../text/errors.js';
import type { Environment } from '../view/world.js';

/** As they are written in a file: `orders-*: { key: long, value: avro:order.avsc }`. */
export function formatsSchema() {
  const format = z.string().superRefine((text, context) => {
    try {
      if (parseFormat(text, 'formats').kind === 'as-read') context.addIssue('it is not a format for reading');
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      context.addIssue(error.message.replace(/^formats: |\.$/g, ''));
    }
  });
  return named(
    z.strictObject({ key: format.optional(), value: format.optional() }),
    z.string().min(1, 'a topic, or a pattern with * for any text'),
  );
}

export type FormatsByTopic = z.output<ReturnType<typeof formatsSchema>>;

/** Of the topics whose names fit. */
export interface TopicFormats {
  readonly pattern: string;
  /** The configuration file that says so. */
  readonly path: string;
  readonly key: Format | undefined;
  readonly value: Format | undefined;
  /** The absolute path of a file that a format names. Throws LabError 'refused' for one that the configuration must not name. */
  resolve(file: string): string;
}

/** `path`: the configuration file, which its files are relative to; those of a project's have to lie below its folder. */
export function topicFormats(
  formats: FormatsByTopic,
  {
    path,
    source,
    env,
  }: { readonly path: string; readonly source: 'project' | 'user'; readonly env: Environment },
): TopicFormats[] {
  const parsed = (text: string | undefined) => (text === undefined ? undefined : parseFormat(text, path));
  return Object.entries(formats).map(([pattern, { key, value }]) => ({
    pattern,
    path,
    key: parsed(key),
    value: parsed(value),
    resolve: source === 'project' ? (file) => belowProject(path, file) : (file) => ofUser(path, file, env),
  }));
}

function ofUser(path: string, file: string, env: Environment): string {
  const home = env['HOME'];
  return file.startsWith('~/') && home ? join(home, file.slice(2)) : resolve(dirname(path), file);
}

/** A repository that was cloned must not have other files read. Links are followed, so that none leads out of it. */
function belowProject(path: string, file: string): string {
  const folder = realpathSync(dirname(path));
  const asked = resolve(folder, file);
  const found = real(asked);
  const way = relative(folder, found);
  if (way.startsWith('..') || isAbsolute(way)) {
    throw new LabError(
      'refused',
      `a project file can only name files below its folder, and ${file} is not.`,
      {
        hint: 'Put the file into the project, or the format into your own file of connections.',
      },
    );
  }
  return found;
}

/** A file that is not there is told by whoever reads it. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The first whose pattern fits and which says something of that part. */
export function formatFor(
  formats: readonly TopicFormats[],
  topic: string,
  part: 'key' | 'value',
): (TopicFormats & { readonly format: Format }) | undefined {
  for (const each of formats) {
    const format = each[part];
    if (format && fits(each.pattern, topic)) return { ...each, format };
  }
  return undefined;
}

/** `*` stands for any text, and for none. */
function fits(pattern: string, name: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  const end = name.length - last.length;
  let at = first.length;
  for (const each of others) {
    const found = name.indexOf(each, at);
    if (found < 0 || found + each.length > end) return false;
    at = found + each.length;
  }
  return true;
}
