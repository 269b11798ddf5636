/** Milliseconds that this process computed since `before`, of `process.cpuUsage()`: the same however busy the machine is. */
export function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
