/** Libraries of native code: each is loaded when it is first needed, and may have nothing for this machine. */
import { arch, platform } from 'node:os';
import { LabError } from '../../../text/errors.js';

/** `load`, but once, and with a LabError 'environment' if there is nothing of `packageName` for this machine. */
export function codecLibrary<Library>(
  codec: string,
  packageName: string,
  load: () => Library,
): () => Library {
  let library: Library | undefined;
  return () => {
    try {
      return (library ??= load());
    } catch (cause) {
      throw new LabError('environment', `${codec} is missing here: ${packageName} does not load.`, {
        hint: hintFor(codec),
        cause,
      });
    }
  };
}

function hintFor(codec: string): string {
  const why = `npm leaves it out with --omit=optional, and for some systems there is none (this is ${platform()} ${arch()}).`;
  const instead = codec === 'zstd' ? ' Node 22.15 and newer do without it.' : '';
  return `${why}${instead} Install kafka-lab again: npm install --global --include=optional kafka-lab`;
}
