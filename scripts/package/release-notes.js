// `node scripts/package/release-notes.js 1.2.3`: what CHANGELOG.md says of that version.
import { readFileSync } from 'node:fs';

const [version = ''] = process.argv.slice(2);
const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m).slice(1);
const section = sections.find((each) => /^\[?([^\s\]]+)/.exec(each)?.[1] === version);
const notes = section?.slice(section.indexOf('\n')).trim();
if (!notes) {
  console.error(
    `CHANGELOG.md says nothing of version "${version}": its heading is "## ${version || '1.2.3'} - 2026-01-31".`,
  );
  process.exit(1);
}
console.log(notes);
