/** The table of docs/requests.md, as data. */
import { readFileSync } from 'node:fs';

export interface RequestRow {
  readonly request: string;
  readonly key: number;
  /** `4–12`, `0` */
  readonly versions: string;
  /** The highest version that kafka-lab and this Kafka agree on; null for none. */
  readonly zookeeper: number | null;
  readonly kraft: number | null;
  readonly commands: readonly string[];
  readonly scripts: readonly string[];
  /** Paths from the docs folder. */
  readonly tests: readonly string[];
}

export function requestRows(): readonly RequestRow[] {
  const page = readFileSync(new URL('../../../docs/requests.md', import.meta.url), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows
    .filter(([, key = '']) => /^\d+$/.test(key))
    .map(([request = '', key, versions = '', zookeeper, kraft, commands = '', scripts = '', tests = '']) => ({
      ...{ request, key: Number(key), versions, zookeeper: versionOf(zookeeper), kraft: versionOf(kraft) },
      commands: between(commands, /`([^`]+)`/g),
      scripts: between(scripts, /`([^`]+)`/g),
      tests: between(tests, /\(([^)]+)\)/g),
    }));
}

function versionOf(cell: string | undefined): number | null {
  return cell === 'none' ? null : Number(cell);
}

function between(cell: string, marks: RegExp): readonly string[] {
  return [...cell.matchAll(marks)].map(([, text = '']) => text);
}
