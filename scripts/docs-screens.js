// `npm run docs:screens`: the pictures in docs/images, of a real practice cluster. Names after it: only these.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPractice } from './screens/practice.js';
import { scenes } from './screens/scenes.js';
import { steadied } from './screens/steady.js';
import { svgOf } from './screens/svg.js';
import { openTerminal } from './screens/terminal.js';
import { quoted } from './screens/quoted.js';

const images = fileURLToPath(new URL('../docs/images', import.meta.url));
/** What fits beside GitHub's margins without being made smaller. */
const columns = 100;

const names = process.argv.slice(2);
mkdirSync(images, { recursive: true });
const practice = await startPractice();
try {
  for (const scene of scenes.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const { name, title, rows, argv, isInline = false } = scene;
    const terminal = openTerminal(argv, {
      columns,
      rows,
      home: practice.home,
      ...(isInline && argv.length > 0 ? { typed: `$ kafka-lab ${quoted(argv)}` } : {}),
    });
    try {
      await scene.go(terminal, practice);
      const screen = terminal.cells();
      const last = screen.findLastIndex((line) => line.some(({ text }) => text !== ' '));
      const shown = isInline ? screen.slice(0, last + 1) : screen;
      writeFileSync(join(images, `${name}.svg`), svgOf(steadied(shown, practice.basePort), title));
      console.log(`docs/images/${name}.svg`);
      await scene.leave?.(terminal);
    } catch (error) {
      console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    } finally {
      terminal.close();
    }
  }
} finally {
  await practice.remove();
}
