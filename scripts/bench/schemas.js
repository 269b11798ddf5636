// The rows about keys and values that a schema explains. Each is compared with what this program takes for the same records without.

const fields = ['id', 'customer', 'amount', 'currency', 'note'];
const avro = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: ['long', 'string', 'double', 'string', 'string'].map((type, index) => ({
    name: fields[index],
    type,
  })),
});
const protobuf = `syntax = "proto3";
message Order { ${['int64', 'string', 'double', 'string', 'string']
  .map((type, index) => `${type} ${fields[index]} = ${index + 1};`)
  .join(' ')} }
`;

/** @type {import('./types.js').Row[]} */
export const rows = [
  decoded('Avro', 'avro:', 'order.avsc', avro, ''),
  decoded('Protobuf', 'protobuf:', 'order.proto', protobuf, '#Order'),
  {
    group: 'schemas',
    work: "1M Avro records, `--filter 'value.amount > 100'`",
    against: 'the same records as JSON',
    mustBe: 2.5,
    aim: 1.5,
    needsRegistry: true,
    runs: 3,
    async prepare(context) {
      const topic = await encoded(context, 'avro:', 'order.avsc', avro, '');
      const plain = await context.topics.filled({ kind: 'orders' });
      const search = "--from-beginning --exit --filter 'value.amount > 100'";
      return {
        ours: `exec ${context.lab} --registry ${context.registry} -q consume ${topic} ${search}`,
        peer: `exec ${context.lab} -q consume ${plain} ${search}`,
      };
    },
  },
];

/**
 * @param {string} type
 * @param {string} format
 * @param {string} file
 * @param {string} schema
 * @param {string} message
 * @returns {import('./types.js').Row}
 */
function decoded(type, format, file, schema, message) {
  return {
    group: 'schemas',
    work: `1M ${type} records of five fields, one JSON object a record`,
    against: '`--no-decode`: their bytes in base64',
    mustBe: 2.5,
    aim: 1.5,
    needsRegistry: true,
    runs: 3,
    async prepare(context) {
      const topic = await encoded(context, format, file, schema, message);
      const line = `exec ${context.lab} --registry ${context.registry} -q consume ${topic} --from-beginning --exit -o jsonl`;
      return { ours: line, peer: `${line} --no-decode` };
    },
  };
}

/**
 * A topic of orders that are encoded so.
 * @param {import('./types.js').Context} context
 * @param {string} format
 * @param {string} file
 * @param {string} schema
 * @param {string} message
 */
function encoded({ topics, lab, registry }, format, file, schema, message) {
  const lines = topics.lines('orders');
  const path = topics.text(file, schema);
  return topics.filledBy(
    file,
    (topic) =>
      `exec ${lab} --registry ${registry} -q produce ${topic} --file ${lines} --register --encode 'value=${format}${path}${message}'`,
  );
}
