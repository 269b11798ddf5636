/** SaslAuthenticate: one message of a login, and what the broker says to it. */
import { bytes, int16, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_SaslAuthenticate, after SaslHandshake v1. `sessionLifetimeMs` (KIP-368) stands
 * in the last answer of a login: within so long the client has to log in again on this connection; 0 for never.
 */
export const saslAuthenticate = defineRequest({
  apiKey: 36,
  name: 'SaslAuthenticate',
  versions: [0, 2],
  flexibleSince: 2,
  request: { authBytes: bytes() },
  response: {
    errorCode: int16(),
    errorMessage: string().nullable(),
    authBytes: bytes(),
    sessionLifetimeMs: int64().since(1).default(0).ignorable(),
  },
});
