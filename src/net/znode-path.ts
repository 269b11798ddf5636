/** Paths of znodes, as typed by users, and their parts. */
import { LabError } from '../text/errors.js';

/** `brokers/ids/` → `/brokers/ids`. Throws LabError 'usage' if ZooKeeper would not accept the path. */
export function parseZnodePath(typed: string): string {
  const parts = typed.trim().replace(/^\//, '').replace(/\/$/, '').split('/');
  if (parts.length === 1 && parts[0] === '') return '/';
  const wrong = parts.find((part) => part === '' || part === '.' || part === '..' || /\p{Cc}/u.test(part));
  if (wrong !== undefined) {
    throw new LabError('usage', `"${typed}" is not a path of a znode.`, {
      hint: 'It looks like: /brokers/ids; "//", "." and ".." have no meaning in ZooKeeper.',
    });
  }
  return `/${parts.join('/')}`;
}

/** `('/', 'brokers')` → `/brokers` */
export function childPath(parent: string, name: string): string {
  return parent === '/' ? `/${name}` : `${parent}/${name}`;
}

/** `/brokers/ids` → `/brokers`; the root is its own parent. */
export function parentPath(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

export function nameOf(path: string): string {
  return path === '/' ? '/' : path.slice(path.lastIndexOf('/') + 1);
}

export function isBelow(path: string, ancestor: string): boolean {
  return path !== ancestor && (ancestor === '/' || path.startsWith(`${ancestor}/`));
}
