import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  recordedProgress,
  temporaryHome,
  type TemporaryHome,
} from '../../../testing/clusters/cluster-fixtures.js';
import { fetchedByMaven } from './maven.js';
import { noTransfers, transferredBytes, withOutput } from './maven-transfers.js';
import { downloadText } from './show-download.js';

/** As Maven 3.8 wrote it. */
const said = [
  '[INFO] Scanning for projects...\n',
  'Downloading from central: https://repo.example/a/a-1.pom\nProgress (1): 4.1/18 kB\rProgress (1): 18 kB    \r',
  '                    \rDownloaded from central: https://repo.example/a/a-1.pom (18 kB at 48 kB/s)\n',
  'Progress (2): 0.2/4.7 MB | 0/2.3 MB\rProgress (2): 4.7 MB | 1.3/2.3 MB',
  '\rDownloaded from central: https://repo.example/a/a-1.jar (4.7 MB at 5.4 MB/s)\nProgress (1): 2.0/2.3 MB\r',
];

describe('what Maven says', () => {
  test('is bytes so far, piece by piece', () => {
    let transfers = noTransfers;
    const bytes = said.map((piece) => {
      transfers = withOutput(transfers, piece);
      return Math.round(transferredBytes(transfers));
    });
    expect(bytes).toEqual([0, 18_000, 18_000, 218_000, 4_718_000 + 2_000_000]);
  });

  test('however it is cut', () => {
    const whole = withOutput(noTransfers, said.join(''));
    expect(Array.from(said.join('')).reduce(withOutput, noTransfers)).toEqual(whole);
  });

  test.each<[string, number]>([
    ['[INFO] Downloaded from central: https://x/y.jar (1.5 GB at 9 MB/s)\n', 1.5e9],
    ['Downloaded from central: https://x/y.jar (512 B)\n', 512],
    ['Progress (2): a.jar (0.2/4.7 MB) | b.jar (1.3/2.3 MB)\r', 1.5e6],
    ['Progress (1): 12 kB\r', 12_000],
    ['Progress (1): nothing of the kind\r', 0],
    ['Downloaded from central: https://x/y.jar (1.2.3 MB at 1 MB/s)\n', 0],
    ['Downloaded from central: https://x/y.jar (1 PB at 1 MB/s)\n', 0],
    ['[ERROR] Could not transfer (5 MB at 1 MB/s)\n', 0],
    ['Downloading from central: https://x/(5 MB at 1 MB/s)\n', 0],
  ])('%j', (text, bytes) => {
    expect(transferredBytes(withOutput(noTransfers, text))).toBe(bytes);
  });

  test('a line without an end is not kept', () => {
    expect(withOutput(noTransfers, 'x'.repeat(1_000_000)).rest.length).toBeLessThan(20_000);
  });
});

test.each<[number, string]>([
  [23.4e6, '22 MiB of at most 76 MiB, 1.8 MiB/s'],
  [80e6, '76 MiB of at most 76 MiB, 1.8 MiB/s'],
  [81e6, '77 MiB, 1.8 MiB/s'],
])('%i bytes are told as %s', (bytes, text) => {
  expect(downloadText(bytes, 80e6, 1.9e6)).toBe(text);
});

describe('a program that is fetched', () => {
  let home: TemporaryHome;
  let server: Server;
  beforeEach(() => {
    home = temporaryHome();
    // Of 3 MB, in pieces over a second and a half.
    server = createServer((_request, answer) => {
      answer.setHeader('content-length', 3e6);
      let left = 15;
      const timer = setInterval(() => {
        answer.write(Buffer.alloc(200_000));
        left -= 1;
        if (left > 0) return;
        clearInterval(timer);
        answer.end();
      }, 100);
    });
  });
  afterEach(() => {
    server.close();
    home.remove();
  });

  test('is measured while it comes', async () => {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/big.jar`;
    // A Maven that downloads one file, and tells of it as Maven does.
    home.program(
      'mvn',
      `for a; do case $a in -DoutputDirectory=*) d=\${a#*=};; esac; done
exec ${process.execPath} -e '
const { createWriteStream } = require("node:fs");
require("node:http").get("${url}", (answer) => {
  const out = createWriteStream(process.argv[1] + "/big.jar");
  let bytes = 0;
  answer.on("data", (piece) => {
    bytes += piece.length;
    out.write(piece);
    process.stdout.write("Progress (1): " + (bytes / 1e6).toFixed(1) + "/3.0 MB\\r");
  });
  answer.on("end", () => {
    console.log("Downloaded from loop: ${url} (3.0 MB at 2.0 MB/s)");
    out.end();
  });
});' "$d"`,
    );
    const progress = recordedProgress();
    await fetchedByMaven(
      {
        ...{
          what: 'Big',
          version: '1',
          folder: 'big-1',
          dependencies: '',
          otherWay: 'wait',
          atMostBytes: 4e6,
        },
        goal: (folder) => [`-DoutputDirectory=${folder}`],
        isComplete: async (folder) => (await import('node:fs')).existsSync(`${folder}/big.jar`),
      },
      { cacheFolder: home.folders.cache, env: home.env, progress, signal: new AbortController().signal },
    );
    const measured = progress.lines.filter((line) => line.startsWith('measured'));
    expect(measured.length).toBeGreaterThan(1);
    for (const line of measured) {
      expect(line).toMatch(
        /^measured Fetching Big 1: [\d.]+ [KM]iB of at most 3\.8 MiB, [\d.]+ [KM]?i?B\/s$/,
      );
    }
    expect(progress.lines.at(-1)).toMatch(/^done Fetched Big 1 into /);
  }, 20_000);
});
