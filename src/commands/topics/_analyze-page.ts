/** The analysis of a topic as one self-contained page. Pure. */
import type { TopicAnalysis } from '../../kafka/analyze/analysis.js';
import { barsOfHours } from '../../kafka/analyze/hour-bars.js';
import { barChart } from '../../output/page/bar-chart.js';
import { htmlList, htmlPage, htmlSection } from '../../output/page/html-page.js';
import { escaped } from '../../output/page/html-text.js';
import { printable } from '../../text/printable.js';
import { analysisView, notesOf, stepText } from './_analyze-view.js';

const mostBars = 400;

export function analysisPage(analysis: TopicAnalysis, now: Date): string {
  const { more = [], ...first } = analysisView(analysis);
  const { bars, stepHours } = barsOfHours(analysis.hours.hours, mostBars);
  const label = `Records per ${stepText(stepHours)}`;
  const chart = barChart(
    bars.map(({ startMs, records }) => ({ startMs, count: records })),
    stepHours * 3_600_000,
    label,
  );
  return htmlPage(
    printable(`Topic ${analysis.topic}`),
    [
      `<p>${escaped(now.toISOString())}</p>`,
      htmlList(notesOf(analysis)),
      ...(chart === '' ? [] : [`<h2>${label}</h2>`, chart]),
      htmlSection(first),
      // The chart is drawn already.
      ...more.filter(({ header }) => !header.includes('CHART')).map(htmlSection),
    ].join('\n'),
  );
}
