import { expect, test } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import type { ServicePlan } from './cluster-plan.js';
import { temporaryHome } from '../../../testing/clusters/cluster-fixtures.js';
import { requireFreePorts } from './port-in-use.js';

test.each([
  ['broker', '--base-port'],
  ['zookeeper', '--zookeeper-port'],
] as const)(
  'a %s whose port is in use: the command in the hint can be typed as it stands',
  async (kind, option) => {
    const home = temporaryHome();
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const other = port < 50_000 ? port + 10_000 : port - 10_000;
    try {
      await expect(requireFreePorts('lab', [serviceAt(kind, port)], home.folders)).rejects.toMatchObject({
        code: 'environment',
        message: expect.stringMatching(`^Port ${port}, .* is in use by process ${process.pid} \\(`),
        hint: `End that process, or choose other ports: kafka-lab cluster up ${option} ${other}`,
      });
    } finally {
      server.close();
      home.remove();
    }
  },
);

test('a port that only root may open is said so before anything is started', async () => {
  const home = temporaryHome();
  const forbidden = () => Promise.resolve('forbidden' as const);
  await expect(
    requireFreePorts('two', [serviceAt('broker', 80)], home.folders, forbidden),
  ).rejects.toMatchObject({
    code: 'environment',
    message: expect.stringMatching(/^Port 80, .* may not be opened by this user/),
    hint: 'Choose other ports: kafka-lab cluster up --base-port 10080 --name two',
  });
  home.remove();
});

function serviceAt(kind: ServicePlan['kind'], port: number): ServicePlan {
  return {
    name: 'one',
    kind,
    id: 1,
    properties: {},
    jvmOptions: [],
    address: `localhost:${port}`,
    port,
    hostPorts: [port],
    hostListeners: [],
    aliases: [],
    mounts: [],
  };
}
