/** Texts of files that say nothing that any command reads from a file, or say it wrongly. */

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h']
  .map(
    (name, index) =>
      `${name}: &${name} [${Array(9)
        .fill(`*${'abcdefg'.charAt(index)}`)
        .join(',')}]`,
  )
  .join('\n')}\n`;

/** No connection, cluster file, compose file, nor anything else that kafka-lab reads. */
export const wrongTexts: Readonly<Record<string, string | Buffer>> = {
  nul: '\0\0\0',
  'not utf-8': Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a]),
  'utf-16': Buffer.from('\ufeffconnections: {}\n', 'utf16le'),
  huge: 'x'.repeat(2_000_000),
  deep: '{"a":'.repeat(3000),
  bomb,
  'alias of nothing': 'connections: *nope\ntopics: *nope\nservices: *nope\n',
  'alias of itself': 'connections: &c {x: *c}\ntopics: &t {x: *t}\nservices: &s {x: *s}\n',
  merge: 'connections: {<<: 3}\ntopics: {<<: [1]}\nservices: {<<: 3}\n',
  tab: 'a:\n\t- b\n',
  list: '- 1\n- 2\n',
  number: '42\n',
  keys: '? [a, b]\n: 1\n',
  types: 'connections: 3\ntopics: [x]\nservices: {kafka: {image: [1], environment: 3}}\n',
  json: '{"partitions":',
};

/** Of a connection in a file, as YAML. */
export const wrongConnections: Readonly<Record<string, string>> = {
  address: 'bootstrapServers: "a:b:c"',
  type: 'bootstrapServers: {x: 1}',
  colour: 'bootstrapServers: "127.0.0.1:1", colour: puce, readonly: maybe, clientId: 3',
  authority: 'bootstrapServers: "127.0.0.1:1", tls: {ca: nope.pem}',
  folder: 'bootstrapServers: "127.0.0.1:1", tls: {ca: ".", cert: ".", key: "."}',
  pem: 'bootstrapServers: "127.0.0.1:1", tls: {cert: connections.yml, key: connections.yml}',
  secret: 'bootstrapServers: "127.0.0.1:1", sasl: {mechanism: PLAIN, username: u, password: "env:NOPE"}',
  program: 'bootstrapServers: "127.0.0.1:1", sasl: {mechanism: OAUTHBEARER, tokenCommand: "/nope x"}',
  'program with NUL':
    'bootstrapServers: "127.0.0.1:1", sasl: {mechanism: OAUTHBEARER, tokenCommand: ["a\\0b"]}',
  mechanism: 'bootstrapServers: "127.0.0.1:1", sasl: {username: u}',
};
