/** Whether a terminal obeys escape sequences, which colours, spinners and everything drawn in place need. */
import type { Environment } from './world.js';

/** TERM=dumb, as Emacs's shell and many log viewers have it, shows them as text. */
export function takesEscapes(env: Environment): boolean {
  return env['TERM'] !== 'dumb';
}

/** Colours are wished for and possible; whether the stream is a terminal is another question. */
export function hasColor(env: Environment, isWished: boolean): boolean {
  return isWished && !env['NO_COLOR'] && takesEscapes(env);
}
