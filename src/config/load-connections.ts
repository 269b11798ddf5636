/** Every connection there is: the project's before the user's own of the same name. */
import { isAbsolute, join, resolve, dirname } from 'node:path';
import type { Connection } from './connection.js';
import type { World } from '../view/world.js';
import { readProjectFile } from './project-file.js';
import { topicFormats, type TopicFormats } from '../schemas/topic-formats.js';
import { readUserFile } from './user-file.js';

export interface NamedConnection {
  readonly name: string;
  /** Paths of certificates are absolute. */
  readonly settings: Connection;
  readonly source: 'project' | 'user';
  /** The file it is written in. */
  readonly path: string;
  /** May its secrets be looked up? True for the user's own file. */
  readonly isTrusted: boolean;
  /** Of the project file's text; '' for the user's own file. */
  readonly sha256: string;
  /** Its own, then those of all: what comes first counts. */
  readonly formats: readonly TopicFormats[];
}

export interface Connections {
  /** In the order of their names. */
  readonly all: readonly NamedConnection[];
  /** Those that are readonly or protected; also the user's own that a project's of the same name replace. */
  readonly guarded: readonly NamedConnection[];
  /** What is used when none is named, and which file says so. */
  readonly current: { readonly name: string; readonly path: string } | undefined;
  /** What keys and values are on any cluster: the project's before the user's own. */
  readonly formats: readonly TopicFormats[];
}

export type ConfigPlaces = Pick<World, 'env' | 'cwd' | 'folders'> & {
  /** Is called with what was found wrong and corrected. */
  readonly note?: (text: string) => void;
};

/** Throws LabError 'usage' with the place of what is wrong in a file. */
export async function loadConnections({ folders, cwd, env, note }: ConfigPlaces): Promise<Connections> {
  const user = await readUserFile(folders);
  if (user?.note !== undefined) note?.(user.note);
  const project = await readProjectFile(cwd, folders);
  const byName = new Map<string, NamedConnection>();
  const guarded: NamedConnection[] = [];
  const formatsOf = (
    source: 'project' | 'user',
    file: typeof user | typeof project,
    own = file?.config.formats,
  ) => (own && file ? topicFormats(own, { path: file.path, source, env }) : []);
  const formats = [...formatsOf('project', project), ...formatsOf('user', user)];
  for (const [source, file] of [
    ['user', user],
    ['project', project],
  ] as const) {
    const trust =
      source === 'user' || !project
        ? { isTrusted: true, sha256: '' }
        : { isTrusted: project.isTrusted, sha256: project.sha256 };
    for (const [name, settings] of Object.entries(file?.config.connections ?? {})) {
      const path = file?.path ?? '';
      // As a whole: a project must not send a user's password to other servers.
      const connection: NamedConnection = {
        name,
        settings: withPaths(settings, dirname(path), env),
        source,
        path,
        ...trust,
        formats: settings.formats ? [...formatsOf(source, file, settings.formats), ...formats] : formats,
      };
      byName.set(name, connection);
      if (settings.readonly || settings.protected) guarded.push(connection);
    }
  }
  const file = project?.config.current === undefined ? user : project;
  const name = file?.config.current;
  return {
    all: [...byName.values()].sort((one, other) => one.name.localeCompare(other.name)),
    guarded,
    current: file && name !== undefined ? { name, path: file.path } : undefined,
    formats,
  };
}

function withPaths(settings: Connection, folder: string, env: ConfigPlaces['env']): Connection {
  const { tls, sasl, schemaRegistry } = settings;
  const absolute = (path: string) =>
    path.startsWith('~/') && env['HOME']
      ? join(env['HOME'], path.slice(2))
      : isAbsolute(path)
        ? path
        : resolve(folder, path);
  const withAbsolute = <K extends string, T extends { readonly [key in K]?: string | undefined }>(
    given: T,
    keys: readonly K[],
  ): T => ({
    ...given,
    ...Object.fromEntries(
      keys.flatMap((key) => {
        const path = given[key];
        return path === undefined ? [] : [[key, absolute(path)]];
      }),
    ),
  });
  const files = ['ca', 'cert', 'key'] as const;
  return {
    ...withAbsolute(settings, ['proxyCa']),
    ...(typeof tls === 'object' ? { tls: withAbsolute(tls, files) } : {}),
    ...(schemaRegistry?.tls
      ? { schemaRegistry: { ...schemaRegistry, tls: withAbsolute(schemaRegistry.tls, files) } }
      : {}),
    ...(sasl?.oidc ? { sasl: { ...sasl, oidc: withAbsolute(sasl.oidc, ['ca', 'privateKey']) } } : {}),
  };
}
