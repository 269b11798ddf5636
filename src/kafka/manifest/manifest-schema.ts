/** The format of a cluster file: topics, access rules, quotas and users, each section optional. */
import { z } from 'zod';
import { kebab } from '../../text/letter-case.js';
import { named } from '../../files/named.js';
import { topicNamePattern, wrongInTopicName } from '../session/topic-names.js';
import { aclOperation, aclResourceType } from '../../wire/requests/acl-enums.js';

/** Numbers arrive as they are typed; brokers take strings. */
const configValue = z.union([z.string(), z.boolean()]).transform(String);

const asNumber = (given: unknown) =>
  typeof given === 'string' && given.trim() !== '' && !Number.isNaN(Number(given)) ? Number(given) : given;

/** An object whose `x-…` members are for the file itself: anchors that others refer to. */
function extensible<T extends z.ZodType>(object: T) {
  return z
    .preprocess(
      (given) =>
        typeof given === 'object' && given !== null && !Array.isArray(given)
          ? Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('x-')))
          : given,
      object,
    )
    .meta({ patternProperties: { '^x-': {} } });
}

const topic = extensible(
  z.strictObject({
    partitions: z
      .preprocess(asNumber, z.int().min(1).max(100_000))
      .optional()
      .describe('Absent: unchanged; a new topic gets the default of the broker.'),
    replicationFactor: z
      .preprocess(asNumber, z.int().min(1).max(32_767))
      .optional()
      .describe('Absent: unchanged; a new topic gets the default of the broker.'),
    configs: named(configValue).default({}),
  }),
)
  .nullable()
  .transform((each) => each ?? { configs: {} });

/** A plan must not promise a topic that the brokers would refuse, after others were made. */
const topics = named(topic, z.string().meta({ pattern: topicNamePattern })).superRefine((each, context) => {
  for (const name of Object.keys(each)) {
    const wrong = wrongInTopicName(name);
    if (wrong !== undefined) {
      context.addIssue({ code: 'custom', message: `it is not a valid topic name: ${wrong}`, path: [name] });
    }
  }
});

const words = (numbers: Readonly<Record<string, number>>) =>
  Object.keys(numbers)
    .filter((name) => name !== 'any')
    .map(kebab);
const operations = words(aclOperation);

const acl = z.strictObject({
  resource: z.enum(words(aclResourceType)),
  name: z.string().min(1),
  pattern: z.enum(['literal', 'prefixed']).default('literal'),
  principal: z.string().regex(/^[^:]+:./, 'a principal looks like User:alice'),
  permission: z.enum(['allow', 'deny']),
  operation: z.enum(operations, { error: `it is not one of ${operations.join(', ')}` }),
  host: z.string().min(1).default('*'),
});

const entityName = z
  .string()
  .min(1)
  .nullable()
  .exactOptional()
  .describe('Null: for all without a quota of their own.');

const entityKinds = ['user', 'client-id', 'ip'] as const;

const quota = z
  .strictObject({
    user: entityName,
    'client-id': entityName,
    ip: entityName,
    limits: named(z.preprocess(asNumber, z.number().positive())),
  })
  .refine((each) => entityKinds.some((kind) => each[kind] !== undefined), {
    error: 'it names no user, client-id or ip',
  })
  .meta({ anyOf: entityKinds.map((kind) => ({ required: [kind] })) });

const credential = z.strictObject({
  iterations: z.preprocess(asNumber, z.int().min(4096).max(16_384)).default(8192),
  password: z
    .string()
    .regex(
      /^(env:.+|keyring:.+|prompt)$/,
      'it is env:NAME, keyring:NAME or prompt, never the password itself',
    )
    .optional()
    .describe('Where the password of a new user comes from: env:NAME, keyring:NAME or prompt.'),
});

export const manifestSchema = extensible(
  z.strictObject({
    topics: topics.exactOptional(),
    acls: z.array(acl).exactOptional(),
    quotas: z.array(quota).exactOptional(),
    users: named(
      z.strictObject({ 'SCRAM-SHA-256': credential.optional(), 'SCRAM-SHA-512': credential.optional() }),
    ).exactOptional(),
  }),
);

export type Manifest = z.output<typeof manifestSchema>;
export type ManifestAcl = z.output<typeof acl>;
