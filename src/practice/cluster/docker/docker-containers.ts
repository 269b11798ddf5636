/** What Docker reports of containers: their state, start time and memory. */
import { z } from 'zod';
import { LabError } from '../../../text/errors.js';
import { docker, type DockerOptions } from './docker-command.js';

const containerSchema = z.object({
  ID: z.string(),
  Service: z.string(),
  /** `running`, `exited`, `restarting` … */
  State: z.string(),
  /** `healthy`, `starting`, `unhealthy`, or empty without a health check. */
  Health: z.string().default(''),
});

export type Container = Readonly<z.output<typeof containerSchema>>;

export const isHealthy = ({ State, Health }: Container): boolean =>
  State === 'running' && (Health === 'healthy' || Health === '');

/** Older versions of Compose print one array, newer ones an object a line. Throws `environment` for anything else. */
export function parseContainers(text: string): readonly Container[] {
  try {
    const values: unknown = JSON.parse(
      text.trim().startsWith('[') ? text : `[${text.trim().split('\n').join(',')}]`,
    );
    return z.array(containerSchema).parse(values);
  } catch (cause) {
    throw new LabError('environment', 'What docker compose ps says of the containers cannot be read.', {
      hint: 'Is it Docker Compose 2? `docker compose version` tells. Without it: kafka-lab cluster up --engine java',
      cause,
    });
  }
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
