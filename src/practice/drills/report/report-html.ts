/** The report of a drill as one self-contained page: charts as SVG, the account as a table. Pure. */
import { htmlPage } from '../../../output/page/html-page.js';
import { escaped, seconds } from '../../../output/page/html-text.js';
import type { DrillReport } from '../run-drill.js';
import { accountLines } from './account-lines.js';
import { copyVerdict } from './copy-lines.js';
import { poisonVerdict } from './poison-lines.js';
import { chartOf } from './report-chart.js';

export function reportHtml(report: DrillReport): string {
  const { scenario, summary, settings, mode, startedAt, account, timeline, durationMs } = report;
  const lossy = account.lostAfterAck + account.unconfirmedLost;
  const title = `Drill ${scenario}, acks=${settings.acks}`;
  return htmlPage(
    title,
    `<p>${escaped(summary.charAt(0).toUpperCase() + summary.slice(1))}. ${escaped(startedAt)}, ${(durationMs / 1000).toFixed(1)} s${report.interrupted ? ', interrupted' : ''}; ${mode === 'kraft' ? 'without ZooKeeper (KRaft)' : 'with ZooKeeper'}.</p>
<p class="verdict ${lossy > 0 ? 'bad' : 'good'}">${verdict(report)}</p>
${findings(report)}
${chartOf(report)}
<h2>Account</h2>
<table><tbody>${accountRows(report)}</tbody></table>
${examples(report)}
<h2>What was done</h2>
<table><tbody>${timeline.actions
      .map(({ atMs, text }) => `<tr><td class="n">${seconds(atMs)}</td><td>${escaped(text)}</td></tr>`)
      .join('')}</tbody></table>
<h2>Settings</h2>
<table><tbody>${Object.entries(settings)
      .map(([name, value]) => `<tr><td>${escaped(name)}</td><td>${escaped(String(value))}</td></tr>`)
      .join('')}</tbody></table>
<h2>How it was counted</h2>
<p>Acknowledgements were noted as the brokers’ answers came over the wire, each with its offset. Afterwards all brokers were
started again, every partition was read back by offset, and each id looked for.</p>`,
  );
}

function verdict({ account, settings }: DrillReport): string {
  if (settings.acks === '0') {
    return `${account.unconfirmedLost} of ${account.sent} records are not in the log, and no error was reported.`;
  }
  return account.lostAfterAck > 0
    ? `${account.lostAfterAck} of ${account.acknowledged} acknowledged records were lost.`
    : `None of the ${account.acknowledged} acknowledged records was lost.`;
}

function accountRows(report: DrillReport): string {
  return accountLines(report)
    .map(
      ({ what, value, meaning, isBad }) =>
        `<tr><td>${escaped(what)}</td><td class="n${isBad ? ' bad' : ''}">${escaped(String(value))}</td><td>${escaped(meaning)}</td></tr>`,
    )
    .join('');
}

/** What was found besides, each in a sentence, and what is wrong with it. */
function findings({ poison, copies = [] }: DrillReport): string {
  return [
    ...(poison ? [sentence(poisonVerdict(poison), poison.faults)] : []),
    ...copies.map((copy) => sentence(copyVerdict(copy), copy.faults)),
  ].join('\n');
}

function sentence(verdict: string, faults: readonly string[]): string {
  const list = faults.map((each) => `<li>${escaped(each)}</li>`).join('');
  return `<p class="verdict ${faults.length > 0 ? 'bad' : 'good'}">${escaped(verdict)}</p>${list === '' ? '' : `<ul>${list}</ul>`}`;
}

function examples({ account }: DrillReport): string {
  if (account.lost.length === 0) return '';
  const rows = account.lost
    .map(
      ({ id, partition, offset, atMs, nowThere }) =>
        `<tr><td class="n">${id}</td><td class="n">${partition}</td><td class="n">${offset}</td><td class="n">${seconds(atMs)}</td><td class="n">${nowThere === null ? 'nothing' : nowThere}</td></tr>`,
    )
    .join('');
  return `<h2>Lost records</h2>
<table><thead><tr><th>id</th><th>partition</th><th>acknowledged at offset</th><th>when</th><th>id there now</th></tr></thead><tbody>${rows}</tbody></table>
${account.lostAfterAck > account.lost.length ? `<p>The first ${account.lost.length} of ${account.lostAfterAck}.</p>` : ''}`;
}
