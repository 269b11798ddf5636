/** Requests to servers that give tokens: what to do where one of them does not answer. */
import type { FailureHints } from '../net/http/network-failure.js';

export const tokenEndpointHints: FailureHints = {
  down: 'Is the provider up, and the port right?',
  certificate:
    'If its certificate is of an authority of your own, name that: oidc.ca, or NODE_EXTRA_CA_CERTS for the whole program.',
  tooLong: 'That is no token. Is it the address of the token endpoint?',
};
