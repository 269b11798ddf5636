// What the rows read and write: two files of lines, topics filled with them by the peer, and many empty topics.
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from './run.js';

const require = createRequire(import.meta.url);
/** @type {typeof import('kafkajs')} */
const { Kafka, logLevel } = require('kafkajs');

const partitions = 6;
const lineBytes = 100;
const prefix = 'kafka-lab-bench-';
const manyTopics = 2000;
const topicsAtOnce = 200;

export class Topics {
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
    this.#admin = new Kafka({ brokers: [bootstrapServer], logLevel: logLevel.NOTHING }).admin();
  }

  async open() {
    await this.#admin.connect();
  }

  /**
   * `NUMBER text…`, and with `keyed` one of 5,003 keys and a colon before it; 100 bytes each.
   * @param {boolean} keyed
   */
  lines(keyed) {
    const path = join(this.#folder, keyed ? 'keyed.txt' : 'lines.txt');
    if (this.#made.has(path)) return path;
    const file = openSync(path, 'w');
    let text = '';
    for (let index = 0; index < this.#records; index++) {
      const start = keyed ? `key${index % 5003}:${index} ` : `${index} `;
      text += `${start.padEnd(lineBytes, 'the quick brown fox jumps over the lazy dog ')}\n`;
      if (text.length > 2 ** 20 || index === this.#records - 1) {
        writeSync(file, text);
        text = '';
      }
    }
    closeSync(file);
    this.#made.set(path, path);
    return path;
  }

  /**
   * An empty topic of six partitions.
   * @param {string} name
   */
  async empty(name) {
    return this.#once(name, () => this.#create([name], partitions));
  }

  /**
   * One that kcat filled with the lines, in batches of this compression.
   * @param {string} compression
   */
  async filled(compression) {
    return this.#once(compression, async () => {
      await this.#create([compression], partitions);
      const command = `exec kcat -b ${this.#bootstrapServer} -P -t ${prefix}${compression} -z ${compression} -l ${this.lines(false)}`;
      const { exitCode, complaints } = await run(command, { signal: this.#signal });
      if (exitCode !== 0) throw new Error(`kcat could not fill a topic: ${complaints}`);
    });
  }

  /** 2,000 of one partition. It takes a while, and slows the broker down afterwards. */
  async many() {
    for (let first = 0; first < manyTopics; first += topicsAtOnce) {
      this.#signal.throwIfAborted();
      const names = Array.from({ length: topicsAtOnce }, (_, index) => `many-${first + index}`);
      await this.#create(names, 1);
      for (const name of names) this.#made.set(name, `${prefix}${name}`);
    }
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
    const topics = names.map((name) => ({ topic: prefix + name, numPartitions, replicationFactor: 1 }));
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
