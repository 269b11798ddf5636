// What the rows read and write: topics filled with lines by the peer, many empty topics, and groups.
import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { linesFile } from './lines.js';
import { run } from './run.js';

const require = createRequire(import.meta.url);
/** @type {typeof import('kafkajs')} */
const { Kafka, logLevel } = require('kafkajs');

const prefix = 'kafka-lab-bench-';
const topicsAtOnce = 200;
/** Room for the largest lines. */
const mostBytes = '20000000';

export class Topics {
  #kafka;
  #admin;
  #bootstrapServer;
  #folder;
  #signal;
  #records;
  /**
   * Made by this run, and deleted at its end.
   * @type {Map<string, string>}
   */
  #made = new Map();

  /**
   * @param {string} bootstrapServer
   * @param {string} folder
   * @param {number} records
   * @param {AbortSignal} signal
   */
  constructor(bootstrapServer, folder, records, signal) {
    this.#bootstrapServer = bootstrapServer;
    this.#folder = folder;
    this.#records = records;
    this.#signal = signal;
    this.#kafka = new Kafka({ brokers: [bootstrapServer], logLevel: logLevel.NOTHING });
    this.#admin = this.#kafka.admin();
  }

  async open() {
    await this.#admin.connect();
  }

  /** @param {import('./types.js').Lines} kind */
  lines(kind) {
    return linesFile(this.#folder, kind, this.#records);
  }

  /**
   * The path of a file that `command` writes on its standard output.
   * @param {string} name
   * @param {string} command
   */
  async file(name, command) {
    const path = `${this.#folder}/${name}`;
    if (!this.#made.has(path)) await this.#mustRun(`${command} > ${path}`);
    this.#made.set(path, path);
    return path;
  }

  /**
   * An empty topic.
   * @param {string} name
   */
  async empty(name, partitions = 6) {
    return this.#once(name, () => this.#create([name], partitions));
  }

  /**
   * One that kcat filled.
   * @param {import('./types.js').Filling} filling
   */
  async filled({ compression = 'none', partitions = 6, kind = 'plain', headers = 0 }) {
    const name = `${compression}-${partitions}-${kind}-${headers}`;
    return this.#once(name, async () => {
      await this.#create([name], partitions);
      const each = Array.from({ length: headers }, (_, index) => `-H header-${index}=value-of-it-${index}`);
      const large = `-X message.max.bytes=${mostBytes}`;
      const keys = kind === 'keyed' || kind === 'distinct' ? '-K:' : '';
      await this.#mustRun(
        `exec kcat -b ${this.#bootstrapServer} -P -t ${prefix}${name} -z ${compression} ${large} ${keys} ${each.join(' ')} -l ${this.lines(kind)}`,
      );
    });
  }

  /**
   * One that `command` fills, which is given its name.
   * @param {string} name
   * @param {(topic: string) => string} command
   */
  async filledBy(name, command) {
    return this.#once(name, async () => {
      await this.#create([name], 6);
      await this.#mustRun(command(`${prefix}${name}`));
    });
  }

  /**
   * The path of a file with this text.
   * @param {string} name
   * @param {string} text
   */
  text(name, text) {
    const path = `${this.#folder}/${name}`;
    writeFileSync(path, text);
    return path;
  }

  /**
   * So many of one partition, counting those that are there. It takes a while, and slows the broker down afterwards.
   * @param {number} count
   */
  async many(count) {
    const names = Array.from({ length: count }, (_, index) => `many-${index}`).filter(
      (name) => !this.#made.has(name),
    );
    for (let first = 0; first < names.length; first += topicsAtOnce) {
      this.#signal.throwIfAborted();
      const some = names.slice(first, first + topicsAtOnce);
      await this.#create(some, 1);
      for (const name of some) this.#made.set(name, `${prefix}${name}`);
    }
  }

  /**
   * The name of a group without members that has a position in three partitions of `topic`.
   * @param {string} name
   * @param {string} topic
   */
  async group(name, topic) {
    await this.groups([name], topic);
    return prefix + name;
  }

  /**
   * @param {readonly string[]} names
   * @param {string} topic
   */
  async groups(names, topic) {
    /** @type {import('kafkajs').Cluster[]} */
    const clusters = [];
    // kafkajs hands its cluster to the assigners of a consumer; the consumer itself is never run.
    this.#kafka.consumer({
      groupId: 'unused',
      partitionAssigners: [
        ({ cluster }) => {
          clusters.push(cluster);
          return {
            name: 'none',
            version: 0,
            assign: () => Promise.resolve([]),
            protocol: () => ({ name: 'none', metadata: Buffer.alloc(0) }),
          };
        },
      ],
    });
    const [cluster] = clusters;
    await cluster?.connect();
    const partitions = [0, 1, 2].map((partition) => ({ partition, offset: '10' }));
    for (const name of names) {
      this.#signal.throwIfAborted();
      const groupId = prefix + name;
      const coordinator = await cluster?.findGroupCoordinator({ groupId });
      await coordinator?.offsetCommit({
        groupId,
        groupGenerationId: -1,
        memberId: '',
        topics: [{ topic, partitions }],
      });
    }
    await cluster?.disconnect();
  }

  async remove() {
    const topics = [...this.#made.values()].filter((name) => name.startsWith(prefix));
    for (let first = 0; first < topics.length; first += topicsAtOnce) {
      await this.#admin.deleteTopics({ topics: topics.slice(first, first + topicsAtOnce), timeout: 60_000 });
    }
  }

  async close() {
    await this.#admin.disconnect();
  }

  /** @param {string} command */
  async #mustRun(command) {
    const { exitCode, complaints } = await run(command, { signal: this.#signal });
    if (exitCode !== 0) throw new Error(`${command} failed: ${complaints}`);
  }

  /**
   * @param {string} name
   * @param {() => Promise<void>} make
   */
  async #once(name, make) {
    const full = `${prefix}${name}`;
    if (!this.#made.has(name)) {
      this.#made.set(name, full);
      await make();
    }
    return full;
  }

  /**
   * @param {readonly string[]} names
   * @param {number} numPartitions
   */
  async #create(names, numPartitions) {
    const topics = names.map((name) => ({
      topic: prefix + name,
      numPartitions,
      replicationFactor: 1,
      configEntries: [{ name: 'max.message.bytes', value: mostBytes }],
    }));
    await this.#admin.createTopics({ topics, timeout: 60_000, waitForLeaders: false });
    for (;;) {
      this.#signal.throwIfAborted();
      const found = await this.#admin
        .fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) })
        .catch(() => ({ topics: [] }));
      const ready = found.topics.flatMap((each) => each.partitions).filter(({ leader }) => leader >= 0);
      if (ready.length === names.length * numPartitions) return;
      await delay(100);
    }
  }
}
