/** `kafka-lab learn list` */
import { z } from 'zod';
import { defineCommand } from '../../command.js';
import { lessons } from '../../lessons/content/index.js';
import { placeIn } from '../../lessons/progress.js';
import { languageFrom } from '../../lessons/lesson.js';
import { languageOption } from './lesson-options.js';

export interface LessonLine {
  readonly number: number;
  readonly lesson: string;
  readonly title: string;
  readonly minutes: number;
  readonly steps: number;
  /** Steps done of a lesson that was left. */
  readonly step: number;
  readonly doneAt: string | null;
}

export const learnList = defineCommand({
  path: ['learn', 'list'],
  summary: 'list the lessons, how long each takes, and which are done',
  effect: 'reads',
  options: z.object({ lang: languageOption }),
  examples: ['learn list', 'learn list --lang vi'],
  run({ folders, env }, { lang }): Promise<readonly LessonLine[]> {
    const language = lang ?? languageFrom(env);
    return Promise.resolve(
      lessons.map(({ number, name, title, minutes, steps }) => ({
        ...{ number, lesson: name, title: title[language], minutes, steps: steps.length },
        ...placeIn(folders, name),
      })),
    );
  },
  view: (lines) => ({
    header: ['NUMBER', 'LESSON', 'TITLE', 'MINUTES', 'DONE'],
    rows: lines.map((line) => [
      ...[line.number, line.lesson, line.title, line.minutes],
      line.step > 0
        ? { text: `step ${line.step} of ${line.steps}`, tone: 'warn' as const }
        : line.doneAt === null
          ? { text: 'no', tone: 'muted' as const }
          : { text: 'yes', tone: 'good' as const },
    ]),
    notes: [
      `Begin: kafka-lab learn run ${(lines.find(({ doneAt }) => doneAt === null) ?? lines[0])?.lesson ?? ''}`,
    ],
  }),
});
