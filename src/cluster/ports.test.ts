import { expect, test } from '@jest/globals';
import { platform } from 'node:os';
import { freePorts, listenOn, portOf } from '../testing/cluster-fixtures.js';
import { accepts, freePortFrom, isPortFree, portHolder } from './ports.js';

test('a port that is taken, by whom, and free again', async () => {
  const server = await listenOn(0);
  const port = portOf(server);
  try {
    expect(await isPortFree(port)).toBe(false);
    expect(await accepts(port)).toBe(true);
    if (platform() === 'linux') expect(await portHolder(port)).toMatchObject({ pid: process.pid });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  expect(await isPortFree(port)).toBe(true);
  expect(await accepts(port)).toBe(false);
  expect(await portHolder(port)).toBeUndefined();
});

test('the next free port leaves out those that are taken and those that are spoken for', async () => {
  const base = await freePorts(3);
  const server = await listenOn(base);
  try {
    expect(await freePortFrom(base, new Set([base + 1]))).toBe(base + 2);
  } finally {
    server.close();
  }
});
