/** Paths of a filter that led nowhere in any record: usually a name that is typed wrongly. */
import { nearestNames } from '../text/nearest-names.js';
import type { Path } from './filter-parser.js';

/** Names beyond these are not looked at. */
const mostNames = 200;

export class AbsentFields {
  readonly #paths: { readonly path: Path; isFound: boolean; isTried: boolean; names: Set<string> }[] = [];

  /** The returned function is to be called for each record in which the path is followed. */
  watch(path: Path): (isFound: boolean, siblings: () => readonly string[]) => void {
    const watched = { path, isFound: false, isTried: false, names: new Set<string>() };
    if (path.steps.length > 0) this.#paths.push(watched);
    return (isFound, siblings) => {
      watched.isTried = true;
      if (isFound) watched.isFound = true;
      if (watched.isFound || watched.names.size >= mostNames) return;
      for (const name of siblings()) watched.names.add(name);
    };
  }

  /** Sentences, one for each path. */
  describe(): string[] {
    const absent = this.#paths.filter(({ isFound, isTried }) => isTried && !isFound);
    const said = absent.map(({ path: { root, steps }, names }) => {
      const near = nearestNames(String(steps.at(-1)), [...names]);
      const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
      return `No record has ${[root, ...steps].join('.')}.${meant}`;
    });
    return [...new Set(said)];
  }
}
