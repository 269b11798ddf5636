import { describe, expect, test } from '@jest/globals';
import { testCluster } from '../../testing/clusters/test-cluster.js';
import { kafkaHelp } from '../../testing/peers/kafka-tools.js';
import { optionsOnParityPage, optionsPrinted, scriptClasses } from '../../testing/peers/script-options.js';

const rows = optionsOnParityPage();
const common = rows.get('every script')!;

test('each script has a row, and no row is of a script that is gone', () => {
  expect([...rows.keys()].filter((name) => name !== 'every script').sort()).toEqual(
    Object.keys(scriptClasses).sort(),
  );
});

// The page is of the scripts of Kafka 4.
if (testCluster().mode === 'kraft') {
  describe.each(Object.entries(scriptClasses))('%s', (name, [className, ...subcommands]) => {
    test('each option has a row, and each row an option', async () => {
      const helps = [[], ...subcommands.map((subcommand) => [subcommand])];
      const printed = await Promise.all(helps.map((argv) => kafkaHelp(className, argv)));
      const options = new Set(printed.flatMap(optionsPrinted));
      const own = rows.get(name)!;
      expect(options.size).toBeGreaterThan(0);
      expect([...options].filter((option) => !own.has(option) && !common.has(option))).toEqual([]);
      expect([...own].filter((option) => !options.has(option))).toEqual([]);
    });
  });
}
