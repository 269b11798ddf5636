// Jest compares bytes one by one, with some calls for each.
import { Buffer } from 'node:buffer';
import { expect } from '@jest/globals';

expect.addEqualityTesters([
  (one, other) =>
    one instanceof Uint8Array && other instanceof Uint8Array && one.constructor === other.constructor
      ? Buffer.compare(one, other) === 0
      : undefined,
]);
