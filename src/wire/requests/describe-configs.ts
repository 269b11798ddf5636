/** DescribeConfigs: settings of topics, brokers and groups, with where each value comes from. */
import { array, bool, int16, int32, int8, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** What a config belongs to; groups since KIP-848, client metrics since KIP-714. */
export const configResourceType = {
  topic: 2,
  broker: 4,
  brokerLogger: 8,
  clientMetrics: 16,
  group: 32,
} as const;

/** Where a value comes from. */
export const configSource = {
  unknown: 0,
  dynamicTopic: 1,
  dynamicBroker: 2,
  dynamicDefaultBroker: 3,
  staticBroker: 4,
  default: 5,
  dynamicBrokerLogger: 6,
  clientMetrics: 7,
  group: 8,
} as const;

/** The names of `configType`, by its number. */
export const configTypes = [
  'unknown',
  'boolean',
  'string',
  'int',
  'short',
  'long',
  'double',
  'list',
  'class',
  'password',
] as const;

/**
 * https://kafka.apache.org/protocol#The_Messages_DescribeConfigs (KIP-133, types and documentation KIP-569). A broker resource is asked of that broker, or with
 * resource name '' for the cluster-wide defaults.
 */
export const describeConfigs = defineRequest({
  apiKey: 32,
  name: 'DescribeConfigs',
  versions: [1, 4],
  flexibleSince: 4,
  request: {
    resources: array({
      resourceType: int8(),
      resourceName: string(),
      /** null: all of them. */
      configurationKeys: array(string()).nullable().default(null),
    }),
    includeSynonyms: bool().default(false),
    includeDocumentation: bool().since(3).default(false),
  },
  response: {
    throttleTimeMs: int32(),
    results: array({
      errorCode: int16(),
      errorMessage: string().nullable(),
      resourceType: int8(),
      resourceName: string(),
      configs: array({
        name: string(),
        value: string().nullable(),
        readOnly: bool(),
        configSource: int8(),
        isSensitive: bool(),
        synonyms: array({ name: string(), value: string().nullable(), source: int8() }),
        configType: int8().since(3).default(0).ignorable(),
        documentation: string().since(3).nullable().ignorable(),
      }),
    }),
  },
});
