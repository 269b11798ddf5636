/** `kafka-lab api-versions` */
import { z } from 'zod';
import { defineCommand } from '../contract/command.js';
import type { Cell, View } from '../view/view.js';
import { apiSupport, type ApiSupport, type ApiVersionsReport } from '../kafka/brokers/api-versions.js';
import type { VersionRange } from '../wire/protocol/connection.js';

export const apiVersions = defineCommand({
  path: ['api-versions'],
  summary: 'show which requests the brokers answer, in which versions, and what kafka-lab uses of them',
  effect: 'reads',
  options: z.object({
    all: z.boolean().default(false).meta({ description: 'also requests that kafka-lab never sends' }),
  }),
  examples: ['api-versions', 'api-versions --all -o json'],
  async run(context, { all }): Promise<ApiVersionsReport> {
    const report = await apiSupport(await context.kafka());
    return all ? report : { ...report, apis: report.apis.filter(({ ours }) => ours !== null) };
  },
  view: ({ apis, brokers }): View => ({
    title: brokers
      .map(({ id, versionGuess }) => `broker ${id}: Kafka ${versionGuess ?? 'unknown'}`)
      .join(' · '),
    header: ['KEY', 'REQUEST', 'KAFKA-LAB', ...groupsOf(apis).map(headingOf), 'USED'],
    rows: apis.map((api) => [
      api.apiKey,
      api.name,
      range(api.ours),
      ...groupsOf(apis).map(([id]) => range(api.brokers[Number(id)] ?? null)),
      usedCell(api),
    ]),
    failures: brokers.flatMap(({ id, problem }) => (problem === null ? [] : [`Broker ${id}: ${problem}`])),
  }),
  items: ({ apis }) => apis,
  failed: ({ brokers }) => brokers.some(({ problem }) => problem !== null),
});

/** Brokers that speak the same share a column, as nearly always all do. */
function groupsOf(apis: readonly ApiSupport[]): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const id of Object.keys(apis[0]?.brokers ?? {})) {
    const spoken = apis.map(({ brokers }) => range(brokers[Number(id)] ?? null)).join();
    groups.set(spoken, [...(groups.get(spoken) ?? []), id]);
  }
  return [...groups.values()];
}

function headingOf(ids: readonly string[]): string {
  return `${ids.length === 1 ? 'BROKER' : 'BROKERS'} ${ids.join(',')}`;
}

function range(versions: VersionRange | null): string | null {
  if (!versions) return null;
  if (versions.min > versions.max) return `unknown (${versions.min}–${versions.max})`;
  return versions.min === versions.max ? `${versions.min}` : `${versions.min}–${versions.max}`;
}

function usedCell({ ours, used }: ApiSupport): Cell {
  if (used !== null) return { text: used, tone: 'good' };
  return ours === null ? null : { text: 'none', tone: 'warn' };
}
