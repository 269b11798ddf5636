/** SaslHandshake: names a mechanism, and learns which ones the listener takes. */
import { array, int16, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_SaslHandshake. UNSUPPORTED_SASL_MECHANISM comes with the mechanisms
 * that there are; ILLEGAL_SASL_STATE from a listener without SASL.
 */
export const saslHandshake = defineRequest({
  apiKey: 17,
  name: 'SaslHandshake',
  versions: [0, 1],
  request: { mechanism: string() },
  response: { errorCode: int16(), mechanisms: array(string()) },
});
