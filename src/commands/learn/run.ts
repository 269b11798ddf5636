/** `kafka-lab learn run` */
import { z } from 'zod';
import { defineCommand, type Context } from '../../contract/command.js';
import { brokersIn } from '../../practice/lessons/clean-up.js';
import { LabError } from '../../text/errors.js';
import { lessons } from '../../practice/lessons/content/index.js';
import { languageFrom, stepsOn } from '../../practice/lessons/lesson.js';
import { phrases } from '../../practice/lessons/phrases.js';
import { keepPlace, placeIn } from '../../practice/lessons/progress.js';
import { runLesson, type LessonReport } from '../../practice/lessons/run-lesson.js';
import { practiceClusterOf, worksOn } from '../shared/practice-cluster.js';
import { languageOption, requireLesson } from './_lesson-options.js';
import { commandLine } from '../../text/command-line.js';

export const learnRun = defineCommand({
  path: ['learn', 'run'],
  summary: 'take a lesson on the practice cluster: every step a real command, every result checked',
  effect: 'writes',
  changes: 'machine',
  output: 'report',
  options: z.object({
    lesson: z
      .string()
      .meta({ description: 'its name or number: learn list', placeholder: 'LESSON', completes: 'lesson' }),
    auto: z.boolean().default(false).meta({ description: 'run it unattended' }),
    fromStart: z.boolean().default(false).meta({ description: 'start over, not where you left off' }),
    lang: languageOption,
  }),
  positionals: ['lesson'],
  examples: ['learn run topics', 'learn run 7 --lang vi', 'learn run replication --auto'],
  async run(
    context,
    { lesson: typed, auto, fromStart, lang },
  ): Promise<LessonReport & { readonly next: string | null; readonly language: 'en' | 'vi' }> {
    const lesson = requireLesson(typed);
    const language = lang ?? languageFrom(context.env);
    if (!auto && !context.questions) {
      throw new LabError('usage', 'A lesson asks between its steps, and there is no terminal here.', {
        hint: `Run it on a terminal, or unattended: ${commandLine`learn run ${lesson.name} --auto`}`,
      });
    }
    const need = lesson.needs && {
      ...{ what: `Lesson ${lesson.name}`, command: `learn run ${lesson.name}`, mode: lesson.needs },
    };
    const needsRegistry = lesson.subjects !== undefined;
    const { name: cluster, mode, hadRegistry } = await practiceClusterOf(context, need, needsRegistry);
    const place = placeIn(context.folders, lesson.name);
    const steps = stepsOn(mode, lesson);
    requireBrokers(context, lesson.name, cluster, steps);
    context.say(`${lesson.number}. ${lesson.title[language]}`, 'strong');
    context.say(`${phrases.cluster[language]} ${cluster}: ${phrases[mode][language]}`, 'muted');
    const report = await runLesson(lesson, context, {
      ...{ language, auto, cluster, mode, hadRegistry },
      from: fromStart || auto ? 0 : Math.min(place.step, steps.length - 1),
      keepPlace: (step) => keepPlace(context.folders, lesson.name, { ...place, step }),
    });
    if (report.finished) {
      keepPlace(context.folders, lesson.name, { step: 0, doneAt: context.now().toISOString() });
    }
    const next = lessons.find((each) => each.number > lesson.number && worksOn(mode, each))?.name ?? null;
    return { ...report, next, language };
  },
  view: ({ finished, next, language, lesson }) => ({
    header: [],
    rows: [],
    notes: finished
      ? [
          '',
          phrases.done[language],
          ...(next === null ? [] : [`${phrases.next[language]}: ${commandLine`learn run ${next}`}`]),
        ]
      : [commandLine`learn run ${lesson}`],
  }),
  interrupted: ({ interrupted }) => interrupted,
});

/** Topics with three replicas need as many brokers: better said before the first step than in the middle. */
function requireBrokers(
  context: Context,
  name: string,
  cluster: string,
  steps: readonly { readonly run?: readonly string[] | undefined }[],
): void {
  const needed = steps.some(({ run = [] }) => run.some((line) => line.includes('--replication-factor 3')))
    ? 3
    : 1;
  const present = brokersIn(context, cluster).length;
  if (present >= needed) return;
  throw new LabError(
    'refused',
    `Lesson ${name} needs ${needed} brokers, and the cluster ${cluster} has ${present}.`,
    {
      hint: `Add one: ${commandLine`cluster add --name ${cluster}`}`,
    },
  );
}
