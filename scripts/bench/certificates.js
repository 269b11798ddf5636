// Certificates for the listeners with TLS, made as the tests make theirs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { root } from './run.js';

const source = join(root, 'src', 'testing', 'clusters', 'certificates.ts');

/** @returns {Promise<typeof import('../../src/testing/clusters/certificates.js')>} */
export async function certificates() {
  const { code } = await transform(readFileSync(source, 'utf8'), { loader: 'ts', format: 'esm' });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
