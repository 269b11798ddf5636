/** Questions in lines, for terminals that cannot draw (TERM=dumb): what is typed is echoed, and nothing is redrawn. */
import { keyboardOf } from '../../output/screen/keyboard.js';
import { LabError } from '../../text/errors.js';
import { printable, printableLines } from '../../text/printable.js';
import { takesEscapes } from '../../view/escapes.js';
import type { World } from '../../view/world.js';
import { requireOneLine } from './one-line.js';
import { createPrompter, type Prompter } from './prompter.js';

type PrompterWorld = Pick<World, 'stdin' | 'stderr' | 'signal'>;

export function prompterFor(world: PrompterWorld & Pick<World, 'env'>): Prompter {
  return takesEscapes(world.env) ? createPrompter(world) : createLinePrompter(world);
}

export function createLinePrompter({ stdin, stderr, signal }: PrompterWorld): Prompter {
  const line = (text: string) => void stderr.write(`${printableLines(text)}\n`);

  function ask(question: string, isSecret = false): Promise<string> {
    stderr.write(`${printableLines(question)} `);
    return new Promise((resolve, reject) => {
      let typed = '';
      const interrupt = () => {
        end();
        reject(new LabError('interrupted', 'Nothing was changed.'));
      };
      const stop = keyboardOf(stdin).read(({ name, sequence }) => {
        if (name === 'enter') {
          end();
          resolve(typed);
        } else if (name === 'escape' || name === 'ctrl-c' || name === 'ctrl-d') {
          interrupt();
        } else if (name === 'backspace') {
          if (typed !== '' && !isSecret) stderr.write('\b \b');
          typed = typed.slice(0, -1);
        } else if (name !== '' && name === sequence) {
          typed += sequence;
          if (!isSecret) stderr.write(sequence);
        }
      });
      const end = () => {
        stop();
        signal.removeEventListener('abort', interrupt);
        stderr.write('\n');
      };
      signal.addEventListener('abort', interrupt);
      if (signal.aborted) interrupt();
    });
  }

  async function text(question: string, { initial = '', validate }: Parameters<Prompter['text']>[1] = {}) {
    for (;;) {
      const standard = initial === '' ? '' : ` (Enter alone: ${printable(initial)})`;
      const answer = (await ask(`${question}${standard}:`)) || initial;
      const problem = validate?.(answer);
      if (problem === undefined) return answer;
      line(problem);
    }
  }

  return {
    text,
    typeWord: async (question, word) => (await ask(`${question} Type ${word} to go on:`)).trim() === word,
    // An editor would draw.
    editor: (question, initial) => text(question, { initial }),
    async secret(question) {
      const answer = await ask(question, true);
      await requireOneLine(stdin);
      return answer;
    },
    async choice(question, choices) {
      line(question);
      for (const [index, { name }] of choices.entries()) line(`${index + 1}. ${printable(name)}`);
      for (;;) {
        const chosen = choices[Number(await ask('Number:')) - 1];
        if (chosen) return chosen.value;
      }
    },
    async yesNo(question, initial) {
      for (;;) {
        const answer = (await ask(`${question} (${initial ? 'Y/n' : 'y/N'})`)).trim().toLowerCase();
        if (answer === '') return initial;
        if (['y', 'yes'].includes(answer)) return true;
        if (['n', 'no'].includes(answer)) return false;
      }
    },
  };
}
