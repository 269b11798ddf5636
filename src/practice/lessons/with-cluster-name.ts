/** The commands that start and stop a practice cluster name it themselves; all others find it by `--cluster`, which is passed on. */

const takesNoName = /^cluster quorum\b/;

/** The command line for the practice cluster of this name. */
export function withClusterName(line: string, cluster: string): string {
  const isNamed = line.startsWith('cluster ') && !takesNoName.test(line);
  return isNamed && cluster !== 'lab' ? `${line} --name ${cluster}` : line;
}
