/** How the changes of a file look: a diff, a line a change. */
import type { Cell, Scalar, Tone } from '../view/view.js';
import { entityText } from '../kafka/security/client-quotas.js';
import { takesAway, type Change } from '../kafka/manifest/changes.js';

export interface DiffLine {
  readonly sign: '+' | '~' | '-';
  readonly what: string;
  readonly before: Scalar;
  readonly after: Scalar;
}

export function diffLine(change: Change): DiffLine {
  const { what, before, after } = parts(change);
  return { sign: takesAway(change) ? '-' : before === null ? '+' : '~', what, before, after };
}

const tones: Readonly<Record<DiffLine['sign'], Tone>> = { '+': 'good', '~': 'warn', '-': 'bad' };

export function signCell({ sign }: DiffLine): Cell {
  return { text: sign, tone: tones[sign] };
}

function parts(change: Change): Omit<DiffLine, 'sign'> {
  switch (change.kind) {
    case 'new topic': {
      const { partitions, replicationFactor, configs } = change;
      const shape = `${partitions ?? 'default'} × ${replicationFactor ?? 'default'}`;
      const own = Object.entries(configs).map(([name, value]) => `${name}=${value}`);
      return { what: `topic ${change.topic}`, before: null, after: [shape, ...own].join(' ') };
    }
    case 'old topic':
      return { what: `topic ${change.topic}`, before: 'all its records', after: null };
    case 'partitions':
      return { what: `topic ${change.topic} partitions`, before: change.before, after: change.after };
    case 'replicas':
      return { what: `topic ${change.topic} replicas`, before: change.before, after: change.after };
    case 'config':
      return { what: `topic ${change.topic} ${change.name}`, before: change.before, after: change.after };
    case 'new acl':
    case 'old acl': {
      const { acl } = change;
      const pattern = acl.pattern === 'prefixed' ? '…' : '';
      const rule = `${acl.permission} ${acl.principal} ${acl.operation} from ${acl.host}`;
      const isNew = change.kind === 'new acl';
      return {
        what: `acl ${acl.resource} ${acl.name}${pattern}`,
        before: isNew ? null : rule,
        after: isNew ? rule : null,
      };
    }
    case 'quota':
      return {
        what: `quota ${entityText(change.whose)} ${change.limit}`,
        before: change.before,
        after: change.after,
      };
    case 'password':
      return {
        what: `user ${change.user} ${change.mechanism}`,
        before: change.before === null ? null : `${change.before} iterations`,
        after: `${change.iterations} iterations${change.password === null ? '' : `, ${change.password}`}`,
      };
    case 'old password':
      return { what: `user ${change.user} ${change.mechanism}`, before: 'a password', after: null };
  }
}
