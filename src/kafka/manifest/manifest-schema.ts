/** The format of a cluster file: topics, access rules, quotas and users, each section optional. */
import { z } from 'zod';
import { kebab } from '../../text/kebab.js';
import { aclOperation, aclResourceType } from '../../wire/requests/acl-enums.js';

/** YAML reads 3600000 as a number and false as a boolean; brokers take strings. */
const configValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const topic = z.strictObject({
  /** Absent: unchanged; a new topic gets the broker's default. */
  partitions: z.int().min(1).max(100_000).optional(),
  replicationFactor: z.int().min(1).max(32_767).optional(),
  configs: z.record(z.string(), configValue).default({}),
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
  operation: z.enum(operations, { error: `it is one of ${operations.join(', ')}` }),
  host: z.string().min(1).default('*'),
});

const entityName = z.string().min(1).nullable().exactOptional();

const quota = z
  .strictObject({
    /** Null: for all without one of their own. */
    user: entityName,
    'client-id': entityName,
    ip: entityName,
    limits: z.record(z.string(), z.number().positive()),
  })
  .refine((each) => ['user', 'client-id', 'ip'].some((key) => each[key as 'user'] !== undefined), {
    error: 'it names no user, client-id or ip',
  });

const credential = z.strictObject({
  iterations: z.int().min(4096).max(16_384).default(8192),
  /** Its source, for a new user: env:NAME, keyring:NAME or prompt. */
  password: z
    .string()
    .regex(
      /^(env:.+|keyring:.+|prompt)$/,
      'it is env:NAME, keyring:NAME or prompt, never the password itself',
    )
    .optional(),
});

export const manifestSchema = z.strictObject({
  topics: z
    .record(
      z.string(),
      topic.nullable().transform((each) => each ?? { configs: {} }),
    )
    .exactOptional(),
  acls: z.array(acl).exactOptional(),
  quotas: z.array(quota).exactOptional(),
  users: z
    .record(
      z.string(),
      z.strictObject({ 'SCRAM-SHA-256': credential.optional(), 'SCRAM-SHA-512': credential.optional() }),
    )
    .exactOptional(),
});

export type Manifest = z.output<typeof manifestSchema>;
export type ManifestAcl = z.output<typeof acl>;
