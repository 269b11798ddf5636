/** AlterUserScramCredentials: give or take a user's SCRAM password. */
import { array, bytes, int16, int32, int8, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_AlterUserScramCredentials (KIP-554), to the controller. `saltedPassword` is the PBKDF2 of the password. */
export const alterUserScramCredentials = defineRequest({
  apiKey: 51,
  name: 'AlterUserScramCredentials',
  versions: [0, 0],
  flexibleSince: 0,
  request: {
    deletions: array({ name: string(), mechanism: int8() }).default([]),
    upsertions: array({
      name: string(),
      mechanism: int8(),
      iterations: int32(),
      salt: bytes(),
      saltedPassword: bytes(),
    }).default([]),
  },
  response: {
    throttleTimeMs: int32(),
    results: array({ user: string(), errorCode: int16(), errorMessage: string().nullable() }),
  },
});
