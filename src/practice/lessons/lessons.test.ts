import { describe, expect, test } from '@jest/globals';
import { readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parseCommandLine } from '../../cli/cli.js';
import { commands, groups } from '../../commands/index.js';
import { shellWords } from '../../text/shell-words.js';
import { temporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { cleanUpLines, type Found } from './clean-up.js';
import { lessons } from './content/index.js';
import {
  languageFrom,
  languages,
  lessonSchema,
  mostSteps,
  stepsOn,
  type Lesson,
  type Text,
} from './lesson.js';
import { phrases } from './phrases.js';
import { keepPlace, placeIn } from './progress.js';
import { withClusterName } from './with-cluster-name.js';

const ownLetters = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i;
const folder = fileURLToPath(new URL('./content', import.meta.url));

/** Read from the folder, so that none is missing in the list. */
async function lessonsInFolder(): Promise<Lesson[]> {
  const files = readdirSync(folder).filter((name) => /^\d\d-.*\.ts$/.test(name));
  const modules = await Promise.all(
    files.sort().map(async (name) => (await import(join(folder, name))) as Record<string, Lesson>),
  );
  return modules.flatMap((module) => Object.values(module));
}

function textsOf(value: unknown): Text[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value || 'vi' in value) return [value as Text];
  return Object.values(value).flatMap(textsOf);
}

describe('the folder of lessons', () => {
  test('all of it is in the list, in order', async () => {
    expect((await lessonsInFolder()).map(({ name }) => name)).toEqual(lessons.map(({ name }) => name));
    const numbers = lessons.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
  });

  test.each(lessons.map((lesson) => [lesson.name, lesson] as const))('%s keeps the schema', (_, lesson) => {
    expect(lessonSchema.parse(lesson)).toEqual(lesson);
    expect(lesson.steps.filter(({ check }) => check).length).toBeGreaterThanOrEqual(1);
  });

  test('a step has the same number on both kinds of cluster, so that progress is valid on both', () => {
    const longer: string[] = [];
    for (const lesson of lessons) {
      const [keeper, kraft] = [stepsOn('zookeeper', lesson), stepsOn('kraft', lesson)];
      const twins = kraft.slice(0, keeper.length);
      // A step for one kind only stands beside one for the other.
      expect([lesson.name, twins.map(({ on }) => on !== undefined)]).toEqual([
        lesson.name,
        keeper.map(({ on }) => on !== undefined),
      ]);
      expect(mostSteps(lesson)).toBe(kraft.length);
      if (kraft.length === keeper.length) continue;
      longer.push(lesson.name);
      // With ZooKeeper the last step says that there would be more, and how to get it.
      const { on, say, notice } = keeper.at(-1)!;
      for (const language of languages) {
        expect([on, say[language], notice?.[language]]).toEqual([
          'zookeeper',
          expect.stringMatching(/Kafka 4 (without|không có) ZooKeeper/),
          expect.stringMatching(new RegExp(`cluster up --kraft .*learn run ${lesson.name} --cluster kraft$`)),
        ]);
      }
    }
    expect(longer).toEqual(['queues']);
    // At least one lesson differs.
    expect(lessons.flatMap(({ steps }) => steps).some(({ on }) => on === 'kraft')).toBe(true);
  });

  test('a step that shows only the first lines says so, in both languages', () => {
    const cut = lessons.flatMap(({ steps }) => steps).filter(({ lines }) => lines !== undefined);
    expect(cut.length).toBeGreaterThan(3);
    for (const { lines, say, notice } of cut) {
      expect(`${say.en} ${notice?.en ?? ''}`).toMatch(new RegExp(`first ${lines}\\b.* shown`));
      expect(`${say.vi} ${notice?.vi ?? ''}`).toMatch(new RegExp(`chỉ hiện ${lines}\\b`));
    }
  });

  test('a text without one of the languages violates the schema', () => {
    const [lesson] = lessons;
    const steps = lesson!.steps.map((step, index) =>
      index === 1 ? { ...step, say: { en: 'Only so.' } } : step,
    );
    expect(lessonSchema.safeParse({ ...lesson, steps }).success).toBe(false);
  });

  test('Vietnamese is Vietnamese: sentences have its letters, and no English is left over', () => {
    // Short ones may be Kafka's own words in both.
    const sentences = [...lessons.flatMap(textsOf), ...textsOf(phrases)].filter(({ en }) => en.length > 45);
    expect(sentences.length).toBeGreaterThan(100);
    const odd = sentences.filter(({ en, vi }) => en === vi || !ownLetters.test(vi));
    expect(odd).toEqual([]);
  });
});

const nothingFound: Found = { brokers: [], configs: new Map(), registry: false };

describe('command lines of lessons', () => {
  const lines = lessons.flatMap((lesson) =>
    lesson.steps
      .flatMap((step) => [...(step.run ?? []), ...(step.beside ?? []).map(({ run }) => run)])
      .concat(cleanUpLines(lesson, 'lab', nothingFound, [1, 2]))
      .map((line) => line.replace(/\{[^}]*\}/g, '1')),
  );

  test.each([...new Set(lines)])('%s', async (line) => {
    const words = shellWords(`kafka-lab ${line} `).before;
    const request = await parseCommandLine([...words], {
      entries: commands,
      groups,
      version: '',
      columns: 80,
    });
    expect(request.kind).toBe('run');
  });

  test('on another cluster than lab', () => {
    const broken = lessons.find(({ breaksBrokers }) => breaksBrokers)!;
    expect(cleanUpLines(broken, 'two', nothingFound, [])).toContain('cluster up --name two');
    expect(withClusterName('cluster quorum', 'two')).toBe('cluster quorum');
    expect(withClusterName('topics list', 'two')).toBe('topics list');
  });
});

describe('cleanup at the end of a lesson', () => {
  const named = (wanted: string) => lessons.find(({ name }) => name === wanted)!;

  test('only brokers that were added during the lesson are removed', () => {
    const linesWith = (before: readonly number[], now: readonly number[]) =>
      cleanUpLines(named('scaling'), 'lab', { ...nothingFound, brokers: before }, now);
    expect(linesWith([1, 2, 3], [1, 2, 3, 4, 5]).slice(-2)).toEqual([
      'cluster remove 5 --yes',
      'cluster remove 4 --yes',
    ]);
    expect(linesWith([1, 2, 3, 4], [1, 2, 3, 4]).join()).not.toContain('cluster remove');
  });

  test('a registry that was there only loses the subjects, one that came for the lesson goes as a whole', () => {
    const linesWith = (registry: boolean) =>
      cleanUpLines(named('schemas'), 'lab', { ...nothingFound, registry }, []);
    const [subject] = named('schemas').subjects ?? [];
    expect(linesWith(true)).toContain(`schemas delete ${subject} --permanent --yes`);
    expect(linesWith(true).join()).not.toContain('cluster remove');
    expect(linesWith(false)).toContain('cluster remove registry --yes');
    expect(linesWith(false).join()).not.toContain('schemas delete');
  });

  test('configs of a group are unset before the group is deleted, as they would outlive it', () => {
    const lines = cleanUpLines(named('queues'), 'lab', nothingFound, []);
    const [unset, deleted] = ['groups config learn-cooks unset ', 'groups delete learn-cooks '].map((start) =>
      lines.findIndex((line) => line.startsWith(start)),
    );
    expect(unset).toBeGreaterThanOrEqual(0);
    expect(unset).toBeLessThan(deleted!);
    const set = stepsOn('kraft', named('queues'))
      .flatMap(({ run = [] }) => run)
      .flatMap((line) => /^groups config learn-cooks set (.*)/.exec(line)?.[1]?.split(' ') ?? [])
      .map((change) => change.split('=')[0]!);
    expect(set.length).toBeGreaterThan(2);
    expect(lines[unset!]!.split(' ').slice(4, -1).sort()).toEqual(set.sort());
  });

  test('a cluster-wide config gets its former value', () => {
    const name = 'log.cleaner.backoff.ms';
    const lineWith = (configs: Found['configs']) =>
      cleanUpLines(named('retention'), 'lab', { ...nothingFound, configs }, []).at(-1);
    expect(lineWith(new Map())).toBe(`brokers config --cluster-wide unset ${name} --yes`);
    expect(lineWith(new Map([[name, '2000']]))).toBe(`brokers config --cluster-wide set ${name}=2000 --yes`);
  });
});

describe('progress', () => {
  test('is kept, and a damaged file is ignored', () => {
    const home = temporaryHome();
    try {
      expect(placeIn(home.folders, 'keys')).toEqual({ step: 0, doneAt: null });
      keepPlace(home.folders, 'keys', { step: 3, doneAt: null });
      keepPlace(home.folders, 'topics', { step: 0, doneAt: '2026-01-15T10:00:00.000Z' });
      expect(placeIn(home.folders, 'keys')).toEqual({ step: 3, doneAt: null });
      rmSync(join(home.folders.data, 'lessons.json'));
      expect(placeIn(home.folders, 'keys').step).toBe(0);
    } finally {
      home.remove();
    }
  });

  test.each([
    [{ LANG: 'vi_VN.UTF-8' }, 'vi'],
    [{ LANG: 'vi_VN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'vi_VN' }, 'vi'],
    [{}, 'en'],
  ])('language of %j: %s', (env, language) => expect(languageFrom(env)).toBe(language));
});
