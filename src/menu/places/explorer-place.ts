/** The explorer as a place of the menu, and in the place of its home; line by line where nothing can be drawn. */
import type { RawOptions } from '../../contract/command.js';
import { globalsAsTyped } from '../../contract/globals-as-typed.js';
import { line } from '../../explorer/meaning/drill-down.js';
import { newestOf } from '../../explorer/records/question.js';
import { recordsByLines } from '../../explorer/records-by-lines.js';
import { explore } from '../../explorer/explore.js';
import { browseByLines } from '../../explorer/browse-by-lines.js';
import type { Menu } from '../form/menu-context.js';
import { withCluster } from './choose-cluster.js';

/** Nothing is drawn: for a screen reader, or on a terminal that cannot. */
export function isByLines({ context }: Menu): boolean {
  return context.globals.plain || !context.openScreen;
}

/** Resolves with the global options of another connection, undefined once it is left. */
export async function browseAt(
  menu: Menu,
  globals: RawOptions,
  words: readonly string[],
  isFromMenu = false,
): Promise<RawOptions | undefined> {
  if (isByLines(menu)) {
    await browseByLines(menu);
    return undefined;
  }
  const explored = await explore(menu, { words, globals: globalsAsTyped(globals), isFromMenu });
  return explored.to === 'quit' ? undefined : withCluster(globals, { connection: explored.name });
}

/** The newest records of a topic, or those to come. */
export async function recordsAt(
  menu: Menu,
  globals: RawOptions,
  topic: string,
  isFollowing: boolean,
): Promise<RawOptions | undefined> {
  const words = recordsWords(topic, isFollowing);
  if (!isByLines(menu)) return browseAt(menu, globals, words, true);
  if (isFollowing) await menu.runLine([...words, '--keys', '--partitions', '--offsets'], { ownsKeys: false });
  else await recordsByLines(menu, newestOf(topic));
  return undefined;
}

function recordsWords(topic: string, isFollowing: boolean): readonly string[] {
  return line('consume', [topic], isFollowing ? ['--follow'] : []);
}
