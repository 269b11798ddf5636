// `node scripts/package/address.js https://github.com/OWNER/NAME TAG`: for a release, which knows where it is made. Writes that
// address into package.json, and makes links and pictures of README.md absolute, as a registry shows that page without the
// files beside it. Neither is committed: no file of the project names a host.
import { readFileSync, writeFileSync } from 'node:fs';

const [address = '', tag = ''] = process.argv.slice(2);
if (!/^https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(address) || !/^[\w.-]+$/.test(tag)) {
  console.error('Which repository, and at which tag? https://HOST/OWNER/NAME TAG');
  process.exit(2);
}

const description = JSON.parse(readFileSync('package.json', 'utf8'));
Object.assign(description, {
  repository: { type: 'git', url: `git+${address}.git` },
  homepage: `${address}#readme`,
  bugs: `${address}/issues`,
});
writeFileSync('package.json', `${JSON.stringify(description, null, 2)}\n`);

const page = readFileSync('README.md', 'utf8').replace(
  /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\((?![a-z]+:|#)([^)\s]+)\)/g,
  (_, mark, text, path) => `${mark}[${text}](${address}/${mark ? 'raw' : 'blob'}/${tag}/${path})`,
);
writeFileSync('README.md', page);
