/** FindCoordinator as the only broker of a test answers it: broker 1 coordinates every group. */

export function coordinatedByBroker1(
  { coordinatorKeys }: { readonly coordinatorKeys: readonly string[] },
  version: number,
) {
  return {
    throttleTimeMs: 0,
    errorCode: 0,
    errorMessage: null,
    nodeId: version < 4 ? 1 : 0,
    host: '',
    port: 0,
    coordinators: coordinatorKeys.map((key) => ({
      key,
      nodeId: 1,
      host: 'fake',
      port: 9092,
      errorCode: 0,
      errorMessage: null,
    })),
  };
}
