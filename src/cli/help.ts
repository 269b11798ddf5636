/** The layout of help: usage, commands or options, examples, and one line for the options that all commands take. */
import type { Command, Help } from 'commander';

/** `Usage: … \n\n description`, then a list each for what is there; the commands of a group, and of the program, come first. */
export function formatHelp(command: Command, helper: Help): string {
  const sections = [
    `Usage: ${helper.commandUsage(command)}`,
    helper.boxWrap(helper.commandDescription(command), helper.helpWidth ?? 80),
    list(
      helper,
      'Commands:',
      helper
        .visibleCommands(command)
        // The program has so many that each must fit a line or two.
        .map((each) => [
          command.parent ? helper.subcommandTerm(each) : each.name(),
          helper.subcommandDescription(each),
        ]),
    ),
    list(
      helper,
      'Arguments:',
      helper
        .visibleArguments(command)
        .map((each) => [helper.argumentTerm(each), helper.argumentDescription(each)]),
    ),
    list(
      helper,
      command.parent ? 'Options:' : 'Global options:',
      helper.visibleOptions(command).map((each) => [helper.optionTerm(each), helper.optionDescription(each)]),
    ),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** In columns as wide as this list needs them. */
function list(helper: Help, heading: string, items: readonly (readonly [string, string])[]): string {
  if (items.length === 0) return '';
  const width = items.reduce((widest, [term]) => Math.max(widest, helper.displayWidth(term)), 0);
  const lines = items.map(([term, description]) => helper.formatItem(term, width, description, helper));
  return [heading, ...lines].join('\n');
}
