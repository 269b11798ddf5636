/** `kafka-lab __complete`: what the completion scripts of the shells ask; its answers are for them alone. */
import { parseDurationMs } from '../../text/duration.js';
import { candidatesFor, type Answer, type CandidateSources } from './candidates.js';
import type { ConfigPlaces } from '../../config/load-connections.js';
import { namesOf } from './names.js';
import { quotedForBash, shellWords } from '../../text/shell-words.js';
import { readLine } from '../typed-line.js';

/** A longer wait would be felt while typing; the cluster is then treated as down. A remote one may be given longer. */
const usualDeadline = '200ms';

/**
 * `-- WORD… CURRENT`, or `--bash LINE TEXT`, where TEXT is the part of the last word that bash will replace.
 * The first line is `words` or `files`; then a line for each word, with its description after a tab.
 * Never throws: whatever goes wrong, there is nothing to offer.
 */
export async function answerShell(
  argv: readonly string[],
  commands: Pick<CandidateSources, 'entries' | 'groups'>,
  host: ConfigPlaces,
): Promise<string> {
  try {
    return argv[0] === '--bash' ? await forBash(argv[1] ?? '', argv[2] ?? '') : await forWords(argv.slice(1));
  } catch {
    return 'words\n';
  }

  async function forBash(line: string, text: string): Promise<string> {
    const { before, current, quote } = shellWords(line);
    const answer = await complete(before, current, false);
    // `localhost:90` is three words to bash, of which it replaces the last; with its quotes, as it was typed.
    const replaced = shellWords(`_ ${quote}${text}`).current;
    const kept = current.endsWith(replaced) ? current.length - replaced.length : 0;
    return written(answer, ({ value }) => quotedForBash(value.slice(kept), quote));
  }

  async function forWords(words: readonly string[]): Promise<string> {
    const answer = await complete(words.slice(0, -1), words.at(-1) ?? '', true);
    return written(answer, ({ value, description }) =>
      description === '' ? value : `${value}\t${description}`,
    );
  }

  function deadlineMs(): number {
    return parseDurationMs(host.env['KAFKA_LAB_COMPLETION_TIMEOUT'] || usualDeadline);
  }

  async function complete(before: readonly string[], current: string, describes: boolean): Promise<Answer> {
    return candidatesFor(await readLine(before, commands.entries), current, {
      ...commands,
      describes,
      names: (kind, line, part) => namesOf(kind, line, part, host, deadlineMs()),
    });
  }
}

type Words = Extract<Answer, { kind: 'words' }>['candidates'];

/** A candidate without a line is left out. */
function written(answer: Answer, asLine: (candidate: Words[number]) => string | undefined): string {
  const lines = answer.kind === 'words' ? answer.candidates.flatMap((each) => asLine(each) ?? []) : [];
  return [answer.kind, ...lines].map((line) => `${line}\n`).join('');
}
