/** "Learn": the lessons, the progress of each, and the start of one. */
import type { Folders } from '../../view/world.js';
import { lessons } from '../../practice/lessons/content/index.js';
import {
  languageFrom,
  languages,
  mostSteps,
  type Language,
  type Lesson,
} from '../../practice/lessons/lesson.js';
import { phrases } from '../../practice/lessons/phrases.js';
import { placeIn, type Place } from '../../practice/lessons/progress.js';
import { howItEnded } from '../form/do-command.js';
import type { Menu } from '../form/menu-context.js';
import { practicePlace } from './practice-place.js';
import { withLine } from '../form/recent.js';
import { padTo, widthOf } from '../../view/width.js';
import type { Choice } from '../ui/ui.js';

/** Stays at the list until Esc. */
export async function chooseLesson(menu: Menu): Promise<void> {
  const { folders, env } = menu.context;
  const usual = languageFrom(env);
  let language = usual;
  let isAnew = false;
  let practice: Awaited<ReturnType<typeof practicePlace>>;
  const isDone = ({ name }: Lesson) => placeIn(folders, name).doneAt !== null;
  let at = Math.max(
    0,
    lessons.findIndex((lesson) => !isDone(lesson)),
  );
  for (;;) {
    const picked = await menu.ui.pick({
      title: `${phrases.whichLesson[language]}${isAnew ? ` (${phrases.fromStart[language]})` : ''}\n${menu.lineOf(['learn', 'list', ...inLanguage(language, usual)])}`,
      choices: lessonChoices(folders, language),
      keys: [
        { key: 's', label: phrases[isAnew ? 'whereLeft' : 'fromStart'][language] },
        { key: 'l', label: phrases.otherLanguage[language] },
      ],
      at,
    });
    if (picked === undefined || picked.kind === 'text') return;
    at = picked.at;
    if (picked.kind === 'key') {
      if (picked.key === 's') isAnew = !isAnew;
      else language = languages.find((each) => each !== language) ?? language;
      continue;
    }
    const lesson = lessons[at];
    practice ??= await practicePlace(menu);
    if (!lesson || !practice) continue;
    const before = placeIn(folders, lesson.name);
    const argv = [
      ...['learn', 'run', lesson.name],
      ...(isAnew ? ['--from-start'] : []),
      ...inLanguage(language, usual),
    ];
    menu.remember((recent) => withLine(recent, argv));
    isAnew = false;
    const exitCode = await menu.runLine(argv, { ...practice, ownsKeys: false });
    if (exitCode !== 0 && exitCode !== 130) menu.ui.say(howItEnded(exitCode), 'bad');
    if (placeIn(folders, lesson.name).doneAt !== before.doneAt) at = Math.min(at + 1, lessons.length - 1);
  }
}

/** What has to be typed for it. */
function inLanguage(language: Language, usual: Language): readonly string[] {
  return language === usual ? [] : ['--lang', language];
}

function lessonChoices(folders: Folders, language: Language): Choice<string>[] {
  const progress = lessons.map((lesson) => progressInWords(lesson, placeIn(folders, lesson.name), language));
  // So that the titles align.
  const width = Math.max(...progress.map(widthOf));
  return lessons.map(({ number, name, minutes, title }, index) => ({
    value: name,
    label: `${String(number).padStart(2)} ${name}`,
    detail: [
      `${minutes} ${phrases.minutes[language]}`,
      ...(width === 0 ? [] : [padTo(progress[index] ?? '', width)]),
      title[language],
    ].join('  '),
    about: `${number}. ${title[language]}. ${phrases.aboutLesson[language]}`,
  }));
}

function progressInWords(lesson: Lesson, { step, doneAt }: Place, language: Language): string {
  if (step > 0) return `${step}/${mostSteps(lesson)} ${phrases.steps[language]}`;
  return doneAt === null ? '' : phrases.lessonDone[language];
}
