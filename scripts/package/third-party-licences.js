// The licences of what the bundle is made of: they ask that their texts go where the code goes.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A text with each package, its version and its licence, in the order of their names.
 * @param {readonly string[]} files What esbuild's metafile names as inputs, relative to the current folder.
 */
export async function thirdPartyLicences(files) {
  const folders = new Set(files.flatMap((file) => packageFolderOf(file) ?? []));
  const sections = await Promise.all([...folders].map(sectionOf));
  sections.sort((a, b) => (a.title < b.title ? -1 : 1));
  return [
    'The file program.cjs in this folder is made of kafka-lab and of parts of these packages:',
    ...sections.map(({ title }) => `- ${title}`),
    '',
    ...sections.map(({ title, text }) => `${'='.repeat(80)}\n${title}\n\n${text}\n`),
  ].join('\n');
}

/**
 * Undefined for files of our own.
 * @param {string} file
 */
function packageFolderOf(file) {
  const words = file.split('/');
  const at = words.lastIndexOf('node_modules');
  if (at < 0) return undefined;
  return words.slice(0, at + (words[at + 1]?.startsWith('@') ? 3 : 2)).join('/');
}

/** @param {string} folder */
async function sectionOf(folder) {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const names = (await readdir(folder)).filter((each) => /^(licen[cs]e|notice|copying)/i.test(each)).sort();
  const texts = await Promise.all(names.map((each) => readFile(join(folder, each), 'utf8')));
  const title = `${name} ${version} (${license})`;
  if (texts.length > 0) return { title, text: texts.map((text) => text.trim()).join('\n\n') };
  // The package has no text of it; who wrote it, and under which licence, is all that it says.
  if (typeof license !== 'string') throw new Error(`${folder} says nothing of its licence`);
  return {
    title,
    text: `by ${typeof author === 'string' ? author : (author?.name ?? 'its authors')}, licence: ${license}`,
  };
}
