/** References to the schemas of schemas: what they describe is not checked. */

export const metaSchemaUris = /^https?:\/\/json-schema\.org\/(?:draft-0[467]|draft\/20(?:19-09|20-12))\//;
