/** What Docker reports of containers: their state, start time and memory. */
import { docker, type DockerOptions } from './docker-command.js';

export interface Container {
  readonly ID: string;
  readonly Service: string;
  /** `running`, `exited`, `restarting` … */
  readonly State: string;
  /** `healthy`, `starting`, `unhealthy`, or empty without a health check. */
  readonly Health: string;
}

export const isHealthy = ({ State, Health }: Container): boolean =>
  State === 'running' && (Health === 'healthy' || Health === '');

/** Older versions of Compose print one array, newer ones an object a line. */
export function parseContainers(text: string): Container[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) return JSON.parse(trimmed) as Container[];
  return trimmed
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Container);
}

export async function startTimes(
  ids: readonly string[],
  env: DockerOptions['env'],
): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map();
  const text = await docker(['inspect', '--format', '{{.Id}} {{.State.StartedAt}}', ...ids], { env });
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, 12), new Date(line.split(' ')[1] ?? '')]),
  );
}

const units: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

export async function memoryOf(
  ids: readonly string[],
  env: DockerOptions['env'],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const text = await docker(
    ['stats', '--no-stream', '--no-trunc', '--format', '{{.ID}} {{.MemUsage}}', ...ids],
    { env },
  );
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line) => {
        const [, number, unit] = /^\S+ ([\d.]+)\s*(\w+)/.exec(line) ?? [];
        return [line.slice(0, 12), Number(number) * (units[unit ?? ''] ?? 1)];
      }),
  );
}
