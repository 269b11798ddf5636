import { expect, test } from '@jest/globals';
import { platform } from 'node:os';
import { freePorts, listenOn, portOf } from '../../../testing/clusters/cluster-fixtures.js';
import { accepts, freePortFrom, isPortFree, listensOn, portApart, portHolder } from './ports.js';

test('a port that is taken, the process that has it, and free again', async () => {
  const server = await listenOn(0);
  const port = portOf(server);
  try {
    expect(await isPortFree(port)).toBe(false);
    expect(await accepts(port)).toBe(true);
    if (platform() === 'linux') {
      expect(await portHolder(port)).toMatchObject({ pid: process.pid });
      expect([await listensOn(process.pid, port), await listensOn(process.ppid, port)]).toEqual([
        true,
        false,
      ]);
    }
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

test.each([
  [9092, 26_092],
  [19_092, 9592],
  [29_092, 19_592],
  [60_000, 24_000],
])('beside %i is %i: outside of the range for outgoing connections', (port, apart) => {
  expect(portApart(port, 17_000)).toBe(apart);
});

test('the same from wherever a cluster may begin', () => {
  const all = Array.from({ length: 65_536 - 1024 }, (_, index) => index + 1024);
  const places = all.flatMap((port) => [portApart(port, 17_000), portApart(port, 18_000)]);
  expect(places.filter((port) => port <= 1024 || port >= 32_768)).toEqual([]);
});
