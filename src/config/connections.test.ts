import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseConnection, type TargetGlobals } from './choose-connection.js';
import { changeUserFile } from './change-user-file.js';
import { parseConfig } from './config-file.js';
import { foldersFor } from './folders.js';
import { loadConnections, type ConfigPlaces } from './load-connections.js';
import { readProjectFile } from './project-file.js';
import { readUserFile, userFile } from './user-file.js';

let home: string;
let places: ConfigPlaces;
let notes: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-config-'));
  const folders = foldersFor('linux', { KAFKA_LAB_HOME: home }, home, home);
  mkdirSync(folders.config);
  mkdirSync(join(home, 'project', '.git'), { recursive: true });
  mkdirSync(join(home, 'project', 'deep', 'down'), { recursive: true });
  notes = [];
  places = {
    folders,
    cwd: join(home, 'project', 'deep', 'down'),
    env: {},
    note: (text) => void notes.push(text),
  };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const writeUser = (text: string, mode = 0o600) => writeFileSync(userFile(places.folders), text, { mode });
const writeProject = (text: string, ...folder: string[]) =>
  writeFileSync(join(home, ...folder, '.kafka-lab.yml'), text);

describe('what is wrong is told with its line and column', () => {
  test.each([
    ['connections:\n  a: [', 'f.yml:2:7: this is not valid YAML'],
    ['connections:\n  a: *nope', 'f.yml:2:6: this is not valid YAML (unresolved alias)'],
    ['hello', 'f.yml:1:1: it is not a map'],
    [
      'connections:\n  __proto__: {bootstrapServers: x:1, readonly: true}',
      'f.yml:2:3: connections.__proto__: this name cannot be used in a file',
    ],
    ['connections: [1]', 'f.yml:1:1: connections: it is not a map'],
    [
      'connections:\n  a: {bootstrapServers: 7}',
      'f.yml:2:7: connections.a.bootstrapServers: it is HOST:PORT,… or a list',
    ],
    ['connections:\n  a: {tls: true}', 'f.yml:2:3: connections.a.bootstrapServers: it is HOST:PORT'],
    [
      'connections:\n  a: {bootstrapServers: x, readonly: 1}',
      'f.yml:2:28: connections.a.readonly: it is not true or false',
    ],
    [
      'connections:\n  a: {bootstrapServers: x, sasl: {username: u}}',
      'f.yml:2:28: connections.a.sasl.mechanism: it is missing',
    ],
    [
      'connections:\n  a:\n    bootstrapServers: x\n    proxy: socks4://in-plain-sight@p:1',
      'f.yml:4:5: connections.a.proxy: it is not http://HOST:PORT, https://',
    ],
    ['connections:\n  a:\n    bootstrap: x:1\n', 'f.yml:2:3: connections.a.bootstrapServers'],
    [
      'connections:\n  a:\n    bootstrapServers: x:1\n    tsl: true\n',
      'f.yml:4:5: "tsl" is not a setting: did you mean tls or sasl?',
    ],
    ['connection:\n  a: x:1\n', 'f.yml:1:1: "connection" is not a setting: did you mean connections?'],
    [
      'connections:\n  a:\n    bootstrapServers: x:1\n    tls: {caFile: a, verify: no}\n',
      'f.yml:4:11: "caFile" is not a setting\nf.yml:4:22: "verify" is not a setting; there are ca, cert, key,',
    ],
    ['formats:\n  "a-*": {keys: long}\n', 'f.yml:2:11: "keys" is not a setting: did you mean key?'],
    [
      'connections:\n  a:\n    bootstrapServers: x:99999\n',
      'f.yml:3:5: connections.a.bootstrapServers: "x:99999" is not an address',
    ],
    [
      'connections:\n  a:\n    bootstrapServers: x\n    sasl:\n      mechanism: DIGEST-MD5\n',
      'f.yml:5:7: connections.a.sasl.mechanism: "DIGEST-MD5" is not one of PLAIN,',
    ],
    [
      'connections:\n  a:\n    bootstrapServers: x\n    sasl:\n      mechanism: GSSAPI\n',
      'f.yml:5:7: connections.a.sasl.mechanism: GSSAPI (Kerberos) is not supported',
    ],
    [
      'connections:\n  a:\n    bootstrapServers: x\n    sasl: {mechanism: PLAIN, username: u}\n',
      'f.yml:4:5: connections.a.sasl: PLAIN needs a password',
    ],
    [
      'connections:\n  a:\n    bootstrapServers: x\n    sasl: {mechanism: OAUTHBEARER}\n',
      'f.yml:4:5: connections.a.sasl: OAUTHBEARER needs a tokenCommand',
    ],
    ['connections:\n  a:\n    bootstrapServers: x\n    colour: pink\n', 'f.yml:4:5: connections.a.colour'],
    [
      'connections:\n  "a b":\n    bootstrapServers: x\n',
      'f.yml:2:3: connections.a b: a name is made of letters, digits,',
    ],
    [
      'connections:\n  "x\\e[2J\\n":\n    bootstrapServers: x\n',
      'f.yml:2:3: connections.x\\x1b[2J\\n: a name is made of letters, digits,',
    ],
  ])('%j', (text, message) => {
    let said = '';
    try {
      parseConfig(text, 'f.yml');
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain(message);
  });

  test('and never with a secret', () => {
    const text =
      'connections:\n  a:\n    bootstrapServers: x\n    sasl: {mechanism: PLAIN, username: u, password: 12345678}\n';
    expect(() => parseConfig(text, 'f.yml')).toThrow('a secret is text; put it in quotes');
    expect(() => parseConfig(text, 'f.yml')).not.toThrow(/12345678/);
    expect(() => parseConfig('a: "hunter-two\nb: 1', 'f.yml')).not.toThrow(/hunter/);
  });

  test('lists and texts of addresses and of words are the same', () => {
    const { config } = parseConfig(
      'connections: {a: {bootstrapServers: [x:1, y:2], sasl: {mechanism: oauthbearer, tokenCommand: get token}}}',
      'f',
    );
    expect(config.connections['a']).toEqual({
      bootstrapServers: 'x:1,y:2',
      sasl: { mechanism: 'OAUTHBEARER', tokenCommand: ['get', 'token'] },
    });
    expect(parseConfig('', 'f').config.connections).toEqual({});
    expect(parseConfig('connections:\n', 'f').config.connections).toEqual({});
  });
});

describe("the project's file", () => {
  test('a named pipe is refused, not read: it would wait for a writer', async () => {
    const path = join(home, 'project', '.kafka-lab.yml');
    execFileSync('mkfifo', [path]);
    await expect(readProjectFile(places.cwd, places.folders)).rejects.toThrow(
      `${path} cannot be read: it is not a file`,
    );
  });

  test('a file that is too large is refused before it is read; so is one of the user', async () => {
    const path = join(home, 'project', '.kafka-lab.yml');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 40);
    await expect(readProjectFile(places.cwd, places.folders)).rejects.toThrow(
      `${path} has 1.0 TiB; a configuration file has at most 1.0 MiB.`,
    );
    rmSync(path);
    const own = userFile(places.folders);
    writeFileSync(own, '');
    truncateSync(own, 1024 * 1024 + 1);
    await expect(readUserFile(places.folders)).rejects.toThrow('a configuration file has at most 1.0 MiB.');
    rmSync(own);
  });

  const text = 'connections: {here: {bootstrapServers: x:1}}';

  test('is found upward, to the root of the repository and not beyond', async () => {
    writeProject(text);
    expect(await readProjectFile(places.cwd, places.folders)).toBeUndefined();
    writeProject(text, 'project');
    expect((await readProjectFile(places.cwd, places.folders))?.path).toBe(
      join(home, 'project', '.kafka-lab.yml'),
    );
    writeProject(text, 'project', 'deep');
    expect((await readProjectFile(places.cwd, places.folders))?.path).toBe(
      join(home, 'project', 'deep', '.kafka-lab.yml'),
    );
    expect((await readProjectFile(home, places.folders))?.path).toBe(join(home, '.kafka-lab.yml'));
  });

  const oauth = (how: string) =>
    `mechanism: OAUTHBEARER, oidc: {tokenEndpoint: "https://x/t", clientId: c, ${how}}`;
  test.each([
    ['mechanism: OAUTHBEARER, tokenCommand: [rm, x]', 'cannot name a command to run'],
    [
      'mechanism: PLAIN, username: u, password: in-plain-sight',
      'would be read by everyone who has the project',
    ],
    [
      'mechanism: PLAIN, username: u, password: "plain:in-plain-sight"',
      'would be read by everyone who has the project',
    ],
    ['mechanism: PLAIN, username: u, password: "keyring:mine"', 'cannot ask for secrets of your keyring'],
    [
      'mechanism: PLAIN, username: u, password: "env:CLOUD_SECRET"',
      'with KAFKA in their names, and CLOUD_SECRET has not',
    ],
    ['mechanism: PLAIN, username: u, password: prompt', 'cannot use PLAIN without TLS'],
    ['mechanism: plain, username: u, password: "env:KAFKA_PASSWORD"', 'cannot use PLAIN without TLS'],
    ['mechanism: OAUTHBEARER, tokenProvider: google', 'cannot have tokens of your own login at google'],
    [oauth('clientSecret: in-plain-sight'), 'would be read by everyone who has the project'],
    [oauth('clientSecret: "keyring:mine"'), 'cannot ask for secrets of your keyring'],
    [oauth('clientSecret: "env:CLOUD_SECRET"'), 'with KAFKA in their names, and CLOUD_SECRET has not'],
    [oauth('privateKey: k.pem, privateKeyPassword: "env:X"'), 'with KAFKA in their names, and X has not'],
    [oauth('clientSecret: prompt'), 'cannot use OAUTHBEARER without TLS that verifies the broker'],
    ['mechanism: AWS_MSK_IAM', 'cannot use AWS_MSK_IAM without TLS that verifies the broker'],
  ])('is not trusted with {%s}', async (sasl, message) => {
    writeProject(`connections:\n  a:\n    bootstrapServers: x\n    sasl: {${sasl}}\n`, 'project');
    const refusal = await loadConnections(places).then(
      () => 'none',
      (error: unknown) => String(error),
    );
    expect(refusal).toContain(message);
    expect(refusal).toMatch(/\.kafka-lab\.yml:4:/);
    expect(refusal).not.toContain('in-plain-sight');
  });

  test.each([
    ['in-plain-sight', 'would be read by everyone who has the project'],
    ['keyring:mine', 'cannot ask for secrets of your keyring'],
    ['env:CLOUD_SECRET', 'with KAFKA in their names, and CLOUD_SECRET has not'],
  ])('is not trusted with a proxy and the password %s', async (password, message) => {
    writeProject(
      `connections:\n  a:\n    bootstrapServers: x\n    proxy: "http://u:${password}@p:1"\n`,
      'project',
    );
    const refusal = await loadConnections(places).then(
      () => 'none',
      (error: unknown) => String(error),
    );
    expect(refusal).toContain(message);
    expect(refusal).toMatch(/\.kafka-lab\.yml:4:/);
    expect(refusal).not.toContain('in-plain-sight');
  });

  test.each(['prompt', 'env:TEAM_KAFKA_PASSWORD'])('may say password: %s', async (password) => {
    writeProject(
      `connections: {a: {bootstrapServers: x, tls: true, sasl: {mechanism: PLAIN, username: u, password: "${password}"}}}`,
      'project',
    );
    expect((await loadConnections(places)).all).toHaveLength(1);
  });
});

describe("the user's own file", () => {
  test('is UTF-8, as a server by another name is another server', async () => {
    writeFileSync(
      userFile(places.folders),
      Buffer.from('connections:\n  a: {bootstrapServers: "h\xff:1"}', 'latin1'),
    );
    await expect(loadConnections(places)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('line 2, byte 27: 0xff is not UTF-8'),
    });
  });

  test('names connections as they are typed', async () => {
    writeUser(
      'connections: {007: {bootstrapServers: x:1}, 2024.10: {bootstrapServers: x:2, readonly: true}}',
    );
    const { all, guarded } = await loadConnections(places);
    expect(all.map(({ name }) => name)).toEqual(['007', '2024.10']);
    expect(guarded.map(({ name }) => name)).toEqual(['2024.10']);
    changeUserFile(places.folders, (document) => void document.deleteIn(['connections', '007']));
    expect((await loadConnections(places)).all.map(({ name }) => name)).toEqual(['2024.10']);
  });

  test('that others may read is closed to them, and it is said', async () => {
    writeUser('connections: {}', 0o644);
    chmodSync(userFile(places.folders), 0o644);
    await loadConnections(places);
    expect(statSync(userFile(places.folders)).mode & 0o777).toBe(0o600);
    expect(notes).toEqual([expect.stringMatching(/could be read by others \(mode 644\); it is 600 now/)]);
    await loadConnections(places);
    expect(notes).toHaveLength(1);
  });

  test('is made for its owner alone, and keeps its comments', async () => {
    rmSync(places.folders.config, { recursive: true });
    const add = (name: string) =>
      changeUserFile(places.folders, (document) => {
        document.setIn(['connections', name], document.createNode({ bootstrapServers: 'x:1' }));
      });
    const path = add('one');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(places.folders.config).mode & 0o777).toBe(0o700);
    writeFileSync(path, `# mine\n${readFileSync(path, 'utf8')}`);
    add('two');
    expect(readFileSync(path, 'utf8')).toMatch(/^# mine\n/);
    expect(Object.keys((await readUserFile(places.folders))?.config.connections ?? {})).toEqual([
      'one',
      'two',
    ]);
    expect(() => changeUserFile(places.folders, (document) => document.set('connections', 7))).toThrow(
      'connections',
    );
    expect(readFileSync(path, 'utf8')).toContain('two');
  });

  test('paths in it are counted from its folder', async () => {
    writeUser(
      'connections: {a: {bootstrapServers: x, proxyCa: p.pem, tls: {ca: ca.pem, cert: ~/c.pem, key: /k.pem}}}',
    );
    const { all } = await loadConnections({ ...places, env: { HOME: '/home/me' } });
    expect(all[0]?.settings.proxyCa).toBe(join(places.folders.config, 'p.pem'));
    expect(all[0]?.settings.tls).toEqual({
      ca: join(places.folders.config, 'ca.pem'),
      cert: '/home/me/c.pem',
      key: '/k.pem',
    });
    writeUser(
      'connections: {a: {bootstrapServers: x, sasl: {mechanism: OAUTHBEARER, oidc: {tokenEndpoint: "https://x/t", clientId: c, privateKey: k.pem, ca: ~/ca.pem}}}}',
    );
    const [oauth] = (await loadConnections({ ...places, env: { HOME: '/home/me' } })).all;
    expect(oauth?.settings.sasl?.oidc).toMatchObject({
      privateKey: join(places.folders.config, 'k.pem'),
      ca: '/home/me/ca.pem',
    });
  });
});

describe('which connection', () => {
  beforeEach(() => {
    writeUser(
      'current: mine\nconnections: {mine: {bootstrapServers: m:1}, both: {bootstrapServers: u:1, readonly: true}}',
    );
  });
  const chosen = async (globals: TargetGlobals) =>
    (await chooseConnection(globals, places))?.settings.bootstrapServers;

  test("-c, else the project's current, else one's own, and none beside an address or a practice cluster", async () => {
    expect(await chosen({})).toBe('m:1');
    expect(await chosen({ connection: 'both' })).toBe('u:1');
    expect(await chosen({ bootstrapServer: 'x:1' })).toBeUndefined();
    expect(await chosen({ cluster: 'lab' })).toBeUndefined();
    expect(await chosen({ bootstrapServer: 'x:1', connection: 'mine' })).toBe('m:1');
    writeProject('current: both\nconnections: {both: {bootstrapServers: p:1}}', 'project');
    expect(await chosen({})).toBe('p:1');
    expect(await chosen({ connection: 'mine' })).toBe('m:1');
  });

  test('a project replaces a connection as a whole, so that no password goes to its servers', async () => {
    writeUser(
      'connections: {both: {bootstrapServers: u:1, sasl: {mechanism: PLAIN, username: u, password: mine-alone}}}',
    );
    writeProject('connections: {both: {bootstrapServers: p:1}}', 'project');
    expect((await loadConnections(places)).all).toMatchObject([
      { settings: { bootstrapServers: 'p:1' }, source: 'project' },
    ]);
    expect((await loadConnections(places)).all[0]?.settings.sasl).toBeUndefined();
  });

  test('an unknown name', async () => {
    await expect(chosen({ connection: 'mime' })).rejects.toThrow('There is no connection "mime".');
    writeUser('current: gone\nconnections: {}');
    await expect(chosen({})).rejects.toThrow(
      /There is no connection "gone", which .*connections\.yml names as the current one/,
    );
  });

  test("guards of the user's own file count, also if a project's connection of the same name replaces it", async () => {
    writeProject(
      'connections: {both: {bootstrapServers: p:1}, p: {bootstrapServers: q:1, protected: true}}',
      'project',
    );
    const { all, guarded } = await loadConnections(places);
    expect(all.find(({ name }) => name === 'both')?.source).toBe('project');
    expect(guarded.map(({ name, source }) => [name, source])).toEqual([
      ['both', 'user'],
      ['p', 'project'],
    ]);
  });
});
