/** DescribeUserScramCredentials: which users can log in by SCRAM. */
import { array, int16, int32, int8, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

export const scramMechanism = { 'SCRAM-SHA-256': 1, 'SCRAM-SHA-512': 2 } as const;

/** https://kafka.apache.org/protocol#The_Messages_DescribeUserScramCredentials (KIP-554). */
export const describeUserScramCredentials = defineRequest({
  apiKey: 50,
  name: 'DescribeUserScramCredentials',
  versions: [0, 0],
  flexibleSince: 0,
  request: {
    /** null: all. */
    users: array({ name: string() }).nullable(),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16(),
    errorMessage: string().nullable(),
    results: array({
      user: string(),
      errorCode: int16(),
      errorMessage: string().nullable(),
      credentialInfos: array({ mechanism: int8(), iterations: int32() }),
    }),
  },
});
