// `npm test`: everything, with both processors busy from beginning to end; goes on after a failed step so that one run tells
// all. The last line is "N passed, N failed": tests, and one for each of the other steps.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, runNodeAside, runProject, workers } from './jest-project.js';

const reports = mkdtempSync(join(tmpdir(), 'kafka-lab-test-'));
let passed = 0;
let failed = 0;
await script('build', () => runNode(['scripts/build.js']));
await Promise.all([tests('unit'), script('class archives', () => runNode(['scripts/class-archives.js']))]);
// On real brokers the tests wait more than they compute: three rows at the same time, and beside them what needs no answer in time.
await Promise.all([tests('broker'), tests('practice'), tests('kraft'), checks()]);
rmSync(reports, { recursive: true, force: true });
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);

async function checks() {
  await check('format', 'oxfmt/bin/oxfmt', '--check');
  await check('lint', 'oxlint/bin/oxlint');
  await check('unused', 'knip/bin/knip.js', '--no-progress');
  // The compiler in Go, in a quarter of the time. Jest needs the other one, which can be called from JavaScript.
  await check('types', 'typescript-7/bin/tsc', '--noEmit');
  await check('types of scripts', 'typescript-7/bin/tsc', '-p', 'scripts');
}

/**
 * @param {string} name
 * @param {string} tool
 * @param {string[]} argv
 */
async function check(name, tool, ...argv) {
  await script(name, async () => {
    const { status, output } = await runNodeAside([`node_modules/${tool}`, ...argv]);
    process.stdout.write(output);
    return status;
  });
}

/**
 * @param {string} name
 * @param {() => Promise<number>} run
 */
async function script(name, run) {
  const status = await step(name, run);
  count(status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

/**
 * A project of Jest.
 * @param {string} project
 */
async function tests(project) {
  const report = join(reports, `${project}.json`);
  const status = await step(project, () =>
    runProject(project, ['--json', '--outputFile', report], workers.besideOthers),
  );
  count(countsOf(report, status));
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
