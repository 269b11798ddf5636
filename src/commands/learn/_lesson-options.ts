/** What the commands about lessons have in common: the language, and finding a lesson by what was typed. */
import { z } from 'zod';
import { LabError } from '../../text/errors.js';
import { lessons } from '../../practice/lessons/content/index.js';
import { languages, type Lesson } from '../../practice/lessons/lesson.js';
import { nearestNames } from '../../text/nearest-names.js';

export const languageOption = z
  .enum(languages)
  .optional()
  .meta({ description: 'language of the texts: English or Vietnamese (default: from LANG)' });

/** By name or number. Throws LabError 'not-found'. */
export function requireLesson(typed: string): Lesson {
  const found = lessons.find(({ name, number }) => name === typed || String(number) === typed);
  if (found) return found;
  const names = lessons.map(({ name }) => name);
  const near = nearestNames(typed, names);
  throw new LabError('not-found', `There is no lesson "${typed}".`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.join(', ')}?`
        : `There are ${names.join(', ')}; more about each: kafka-lab learn list`,
  });
}
