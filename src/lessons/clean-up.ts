/** Takes away what a lesson made, also after ^C, and starts the brokers that it has stopped. */
import type { Context } from '../command.js';
import { shellWords } from '../completion/shell-words.js';
import type { Lesson } from './lesson.js';
import { withClusterName } from './with-cluster-name.js';

/** The commands that do it, as a person would type them; those about things that are not there simply fail. */
export function cleanUpLines(lesson: Lesson, cluster: string): readonly string[] {
  return [
    ...(lesson.breaksBrokers ? ['cluster up'] : []),
    ...lesson.groups.map((group) => `groups delete ${group} --yes`),
    ...lesson.topics.map((topic) => `topics delete ${topic} --yes`),
    ...(lesson.cleanUp ?? []),
  ].map((line) => withClusterName(line, cluster));
}

export async function cleanUp(lesson: Lesson, context: Context, cluster: string): Promise<void> {
  // ^C has ended the lesson, not this.
  const { signal } = new AbortController();
  for (const line of cleanUpLines(lesson, cluster)) {
    await context.invoke(shellWords(`kafka-lab ${line} `).before, { signal, silent: true });
  }
}
