/** Takes away what a lesson made, also after ^C, and starts the brokers that it has stopped. */
import type { Context } from '../command.js';
import { shellWords } from '../completion/shell-words.js';
import type { Lesson } from './lesson.js';

/** The commands that do it, as a person would type them; those about things that are not there simply fail. */
export function cleanUpLines(lesson: Lesson, cluster: string): readonly string[] {
  const name = cluster === 'lab' ? '' : ` --name ${cluster}`;
  return [
    ...(lesson.breaksBrokers ? [`cluster up${name}`] : []),
    ...lesson.groups.map((group) => `groups delete ${group} --yes`),
    ...lesson.topics.map((topic) => `topics delete ${topic} --yes`),
    ...(lesson.cleanUp ?? []).map((line) => (line.startsWith('cluster ') ? `${line}${name}` : line)),
  ];
}

export async function cleanUp(lesson: Lesson, context: Context, cluster: string): Promise<void> {
  // ^C has ended the lesson, not this.
  const { signal } = new AbortController();
  for (const line of cleanUpLines(lesson, cluster)) {
    await context.invoke(shellWords(`kafka-lab ${line} `).before, { signal, silent: true });
  }
}
