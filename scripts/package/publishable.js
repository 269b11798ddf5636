// Before `npm publish`: what is published says where it comes from, which only a release knows.
import { readFileSync } from 'node:fs';

const { repository } = JSON.parse(readFileSync('package.json', 'utf8'));
if (!repository) {
  console.error(
    'package.json names no repository. Releases are made by .github/workflows/release.yml: see CONTRIBUTING.md.',
  );
  process.exit(1);
}
