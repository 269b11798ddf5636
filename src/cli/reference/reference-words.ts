/** What every page of the reference says of commands and options in the same words. */
import type { CommandReference, OptionReference } from './describe-commands.js';

export function effectText({ effect, effectDepends, changes }: CommandReference): string {
  if (effect === 'reads') return 'Reads: it changes nothing.';
  const where = {
    cluster: '',
    zookeeper: ' in ZooKeeper',
    registry: ' in the schema registry',
    machine: ' on this machine',
  }[changes];
  if (effect === 'writes') {
    return effectDepends
      ? `Writes${where} with some of its options; reads otherwise.`
      : `Writes: it adds or changes something${where}.`;
  }
  return effectDepends
    ? `Destroys${where} with some of its options: then it asks first, unless \`--yes\`.`
    : `Destroys${where}: it asks first, unless \`--yes\`.`;
}

/** `-p, --partitions N` */
export function optionTerm({ name, flag, short, placeholder }: OptionReference): string {
  const names = flag === null ? [name] : short === null ? [flag] : [short, flag];
  return `${names.join(', ')}${placeholder === null ? '' : ` ${placeholder}`}`;
}

/** With what it may be, and what it is when it is not given. */
export function optionText(option: OptionReference): string {
  const { description, choices, required } = option;
  const remarks = [
    ...(required ? ['required'] : []),
    ...(choices === null ? [] : [`one of ${choices.join(', ')}`]),
    ...(hasDefault(option) ? [`default: ${String(option.default)}`] : []),
  ];
  return remarks.length > 0 ? `${description} (${remarks.join('; ')})` : description;
}

function hasDefault({ default: value, type }: OptionReference): boolean {
  return value !== null && type !== 'boolean' && !(Array.isArray(value) && value.length === 0);
}
