/** A secret is one line: what is pasted with more is neither half taken nor left for the shell, which would run and keep it. */
import { keyboardOf } from '../../output/screen/keyboard.js';
import { LabError } from '../../text/errors.js';
import type { TerminalInput } from '../../view/world.js';

/** What is pasted comes within that time after its first line; what is typed does not. */
const pasteMs = 80;

/** To be called after the Enter of a secret. Throws LabError 'usage' if more keys come at once, after all of them. */
export async function requireOneLine(stdin: TerminalInput): Promise<void> {
  const hasMore = await dropKeys(stdin);
  if (!hasMore) return;
  throw new LabError(
    'usage',
    'More than one line was pasted; a secret is one line. Nothing of it was used.',
    {
      hint: 'Copy it without its line ends, or take it from a file: read -r PASSWORD < FILE; export PASSWORD, and env:PASSWORD',
    },
  );
}

/** Until none has come for a while. */
function dropKeys(stdin: TerminalInput): Promise<boolean> {
  return new Promise((resolve) => {
    let hasMore = false;
    const end = () => {
      stop();
      resolve(hasMore);
    };
    const timer = setTimeout(end, pasteMs);
    const stop = keyboardOf(stdin).read(() => {
      hasMore = true;
      timer.refresh();
    });
  });
}
