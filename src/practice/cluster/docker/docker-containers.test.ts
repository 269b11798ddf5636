import { expect, test } from '@jest/globals';
import { LabError } from '../../../text/errors.js';
import { parseContainers } from './docker-containers.js';

const kafka = { ID: 'a1', Service: 'kafka1', State: 'running', Health: 'healthy' };
const zookeeper = { ID: 'b2', Service: 'zookeeper', State: 'exited', Health: '' };

test('a line each, as newer versions of Compose print them', () => {
  expect(
    parseContainers(`${JSON.stringify({ ...kafka, Image: 'x' })}\n${JSON.stringify(zookeeper)}\n`),
  ).toEqual([kafka, zookeeper]);
});

test('one array, as older versions do', () => {
  expect(parseContainers(JSON.stringify([kafka, zookeeper]))).toEqual([kafka, zookeeper]);
});

test('no containers', () => {
  expect(parseContainers('\n')).toEqual([]);
  expect(parseContainers('[]')).toEqual([]);
});

test.each(['no JSON', '{"ID": "a1"}', '[null]', 'null', '{"ID": 1, "Service": "x", "State": "running"}'])(
  'another answer is told: %s',
  (text) => {
    expect(() => parseContainers(text)).toThrow(LabError);
    expect(() => parseContainers(text)).toThrow(/docker compose ps/);
  },
);
