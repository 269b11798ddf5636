/** An image without what says where it comes from and which version of it is meant. */
import type { ComposeService } from './compose-file.js';

/** `apache/kafka`: without its registry, its tag and its digest. */
export function imageOf(service: ComposeService): string {
  const image = (service.image ?? '').replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  return image.split('/').slice(-2).join('/');
}
