/** `kafka-lab learn list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { lessons } from '../../practice/lessons/content/index.js';
import { placeIn } from '../../practice/lessons/progress.js';
import { languageFrom, mostSteps } from '../../practice/lessons/lesson.js';
import { modeNames } from '../shared/practice-cluster.js';
import { languageOption } from './_lesson-options.js';

export interface LessonLine {
  readonly number: number;
  readonly lesson: string;
  readonly title: string;
  readonly minutes: number;
  readonly steps: number;
  /** The only kind of cluster on which it can be taken. */
  readonly needs: 'zookeeper' | 'kraft' | null;
  /** Steps done of a lesson that was left. */
  readonly step: number;
  readonly doneAt: string | null;
}

export const learnList = defineCommand({
  path: ['learn', 'list'],
  summary: 'list the lessons, how long each takes, and which are done',
  effect: 'reads',
  isFor: 'people',
  options: z.object({ lang: languageOption }),
  examples: ['learn list', 'learn list --lang vi'],
  run({ folders, env }, { lang }): Promise<readonly LessonLine[]> {
    const language = lang ?? languageFrom(env);
    return Promise.resolve(
      lessons.map((lesson) => ({
        ...{ number: lesson.number, lesson: lesson.name, title: lesson.title[language] },
        ...{ minutes: lesson.minutes, steps: mostSteps(lesson) },
        needs: lesson.needs ?? null,
        ...placeIn(folders, lesson.name),
      })),
    );
  },
  view: (lines) => ({
    header: ['NUMBER', 'LESSON', 'TITLE', 'MINUTES', 'NEEDS', 'DONE'],
    rows: lines.map((line) => [
      ...[line.number, line.lesson, line.title, line.minutes],
      line.needs === null ? null : modeNames[line.needs],
      line.step > 0
        ? { text: `step ${line.step} of ${line.steps}`, tone: 'warn' as const }
        : line.doneAt === null
          ? { text: 'no', tone: 'muted' as const }
          : { text: 'yes', tone: 'good' as const },
    ]),
    notes: [
      'A lesson runs on the practice cluster lab, which it starts if need be, or on another: learn run NAME --cluster NAME',
      `Begin: kafka-lab learn run ${(lines.find(({ doneAt }) => doneAt === null) ?? lines[0])?.lesson ?? ''}`,
    ],
  }),
});
