// `npm test`: everything, in the order in which a fault is found soonest; goes on after a failed step so that
// one run tells all. The last line is "N passed, N failed": tests, and one for each of the other steps.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, runProject } from './jest-project.js';

const reports = mkdtempSync(join(tmpdir(), 'kafka-lab-test-'));
let passed = 0;
let failed = 0;
await script('format', 'node_modules/prettier/bin/prettier.cjs', '--check', '.');
await script('lint', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0');
await script('unused', 'node_modules/knip/bin/knip.js', '--no-progress');
await script('types', 'node_modules/typescript/bin/tsc', '--noEmit');
await script('types of scripts', 'node_modules/typescript/bin/tsc', '-p', 'scripts');
await script('build', 'scripts/build.js');
await tests('unit');
// On real brokers, for which the tests wait more than they compute: two rows at the same time.
await Promise.all([tests('broker'), tests('practice', 'kraft')]);
rmSync(reports, { recursive: true, force: true });
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);

/**
 * @param {string} name
 * @param {string[]} argv
 */
async function script(name, ...argv) {
  const status = await step(name, () => runNode(argv));
  count(status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

/**
 * Projects of Jest, one after the other.
 * @param {string[]} projects
 */
async function tests(...projects) {
  for (const project of projects) {
    const report = join(reports, `${project}.json`);
    const status = await step(project, () => runProject(project, ['--json', '--outputFile', report]));
    count(countsOf(report, status));
  }
}

/**
 * @param {string} name
 * @param {() => Promise<number>} run
 */
async function step(name, run) {
  const startedAt = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  const status = await run();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
  return status;
}

/** @param {{ passed: number, failed: number }} more */
function count(more) {
  passed += more.passed;
  failed += more.failed;
}

/**
 * A suite that did not even start, or a run that died, counts as a failure too.
 * @param {string} reportPath
 * @param {number} status
 */
function countsOf(reportPath, status) {
  try {
    const report = JSON.parse(readFileSync(reportPath, 'utf8'));
    const broken = report.numRuntimeErrorTestSuites + (report.numTotalTests === 0 ? 1 : 0);
    const counted = { passed: report.numPassedTests, failed: report.numFailedTests + broken };
    return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  } catch {
    return { passed: 0, failed: 1 };
  }
}
