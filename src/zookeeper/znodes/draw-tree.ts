/** The branches of a tree, drawn in front of the names. */
import { nameOf } from '../../net/znode-path.js';

export interface TreeLine {
  readonly path: string;
  /** 0 for the root, whose whole path is shown. */
  readonly depth: number;
}

/** One text for each of the nodes, which come depth first. */
export function drawTree(nodes: readonly TreeLine[]): readonly string[] {
  // From the last line up: at each depth, whether another node of the same parent follows.
  const follows: boolean[] = [];
  const lines: string[] = [];
  for (const { path, depth } of [...nodes].reverse()) {
    follows.length = depth + 1;
    const trunk = Array.from({ length: Math.max(0, depth - 1) }, (_, level) =>
      follows[level + 1] ? '│  ' : '   ',
    );
    const branch = depth === 0 ? path : `${follows[depth] ? '├─ ' : '└─ '}${nameOf(path)}`;
    lines.push(trunk.join('') + branch);
    follows[depth] = true;
  }
  return lines.reverse();
}
