/** The choices of the menu's home: with a cluster that answers, and without one. */
import { shellLine, type Chosen } from '../../contract/command-words.js';
import type { Menu } from '../form/menu-context.js';
import type { Choice } from '../ui/ui.js';

export type Place =
  | {
      readonly to:
        | 'browse'
        | 'do'
        | 'produce'
        | 'records'
        | 'tail'
        | 'learn'
        | 'drill'
        | 'explain'
        | 'cluster'
        | 'address'
        | 'connection'
        | 'leave';
    }
  /** One command; `ready`: with these options, and without its form. */
  | { readonly to: 'path'; readonly path: string; readonly ready?: Chosen }
  | { readonly to: 'again'; readonly argv: readonly string[] };

const mostRecent = 3;

/** `isByLines`: what was run recently comes last, so that the numbers of the others stay the same. */
export function places(menu: Menu, isByLines: boolean): Choice<Place>[] {
  const recent = recentPlaces(menu);
  return [
    ...(isByLines ? [] : recent),
    {
      value: { to: 'browse' },
      label: 'Browse',
      detail: 'everything live: brokers, topics and their records, groups, ZooKeeper',
      about:
        'Look around in the cluster, on one screen that shows what changes. Nothing is changed by looking.',
    },
    { value: { to: 'records' }, label: 'Records', detail: 'of a topic, newest first', term: 'record' },
    {
      value: { to: 'do' },
      label: 'Run a command',
      detail: 'pick one and fill in its options',
      about:
        'All commands, grouped as in kafka-lab --help. Each choice shows the line that you could type yourself.',
    },
    { value: { to: 'produce' }, label: 'Produce', detail: 'write a record by hand', term: 'producer' },
    { value: { to: 'tail' }, label: 'Tail', detail: 'watch records arrive', term: 'consumer' },
    ...practice(),
    ...everywhere(),
    ...(isByLines ? recent : []),
  ];
}

/** What a newcomer begins with, in this order. */
const firstSteps = ['Start the practice cluster', 'Learn', 'Add a connection'];

/** If no cluster answers. */
export function placesWithout(menu: Menu, isNewcomer: boolean): Choice<Place>[] {
  const offered: Choice<Place>[] = [
    {
      value: { to: 'path', path: 'cluster up', ready: {} },
      label: 'Start the practice cluster',
      detail: 'ZooKeeper and three brokers on this machine',
      term: 'practice cluster',
    },
    {
      value: { to: 'path', path: 'cluster up', ready: { registry: true } },
      label: 'Start with a registry',
      detail: 'the same, for schemas in Avro, Protobuf, JSON Schema',
      term: 'schema registry',
    },
    {
      value: { to: 'cluster' },
      label: 'Another cluster',
      detail: 'one that you named, started or used before',
      term: 'cluster',
    },
    {
      value: { to: 'address' },
      label: 'Type an address',
      detail: 'HOST:PORT of any broker',
      term: 'bootstrap server',
    },
    {
      value: { to: 'connection' },
      label: 'Add a connection',
      detail: 'a name for brokers, ZooKeeper and security',
      term: 'connection',
    },
    {
      value: { to: 'path', path: 'connections doctor' },
      label: 'Ask the doctor',
      detail: 'what is wrong between here and the brokers',
    },
    { value: { to: 'do' }, label: 'Run a command', detail: 'pick one and fill in its options' },
    ...practice(),
    ...everywhere().filter(({ value }) => value.to !== 'cluster'),
  ];
  const known = offered.filter(
    ({ value }) => value.to !== 'path' || menu.entries.some(({ path }) => path === value.path),
  );
  if (!isNewcomer) return known;
  const isFirst = ({ label }: Choice<Place>) => firstSteps.includes(label);
  return [
    ...firstSteps.flatMap((step) => known.filter(({ label }) => label === step)),
    ...known.filter((choice) => !isFirst(choice)),
  ];
}

function practice(): Choice<Place>[] {
  return [
    {
      value: { to: 'learn' },
      label: 'Learn',
      detail: 'lessons of five minutes on real brokers',
      about:
        'Each step of a lesson is a real command on the practice cluster, and its result is checked there. A lesson can be left and continued later.',
    },
    {
      value: { to: 'drill' },
      label: 'Drill',
      detail: 'something breaks while records flow: which are lost?',
      about:
        'A drill breaks brokers of the practice cluster on purpose while numbered records flow, puts it back, and accounts for every record.',
    },
  ];
}

function everywhere(): Choice<Place>[] {
  return [
    { value: { to: 'explain' }, label: 'Look up', detail: 'a Kafka term or error' },
    {
      value: { to: 'cluster' },
      label: 'Another cluster',
      detail: 'a connection, a practice cluster, an address; add one, or ask the doctor',
      term: 'connection',
    },
    { value: { to: 'leave' }, label: 'Quit', detail: 'or press ^C twice' },
  ];
}

function recentPlaces(menu: Menu): Choice<Place>[] {
  return menu.recent.commands.slice(0, mostRecent).map((argv) => ({
    value: { to: 'again', argv },
    label: `$ ${shellLine(argv)}`,
    about: 'You ran this recently. It is shown once more before it runs.',
  }));
}
