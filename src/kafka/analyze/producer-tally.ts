/** Who wrote the batches, as far as their headers tell: idempotent and transactional producers have ids (KIP-98). */
import type { BatchHeader } from '../../wire/batch/record-batch-header.js';

/** More producers are counted together: one that starts anew gets a new id each time. */
const mostProducers = 10_000;
const mostEpochs = 20;

interface ProducerFigures {
  /** Null for all producers without idempotence, which have no id. */
  readonly producerId: number | null;
  /** In the order seen; the first 20. A transactional producer that starts again has the next one. */
  readonly epochs: readonly number[];
  readonly isTransactional: boolean;
  readonly batches: number;
  readonly records: number;
  readonly partitions: readonly number[];
}

export interface ProducersFigures {
  /** Those with the most records first. */
  readonly producers: readonly ProducerFigures[];
  /** Batches of producers beyond the limit. */
  readonly otherBatches: number;
}

interface Counted {
  readonly epochs: Set<number>;
  isTransactional: boolean;
  batches: number;
  records: number;
  readonly partitions: Set<number>;
}

export class ProducerTally {
  readonly #producers = new Map<number, Counted>();
  #other = 0;

  add(partition: number, header: Readonly<BatchHeader>): void {
    const { producerId, producerEpoch } = header;
    let producer = this.#producers.get(producerId);
    if (!producer) {
      if (this.#producers.size >= mostProducers) {
        this.#other += 1;
        return;
      }
      producer = { epochs: new Set(), isTransactional: false, batches: 0, records: 0, partitions: new Set() };
      this.#producers.set(producerId, producer);
    }
    producer.batches += 1;
    producer.records += header.recordCount;
    producer.partitions.add(partition);
    if (header.isTransactional) producer.isTransactional = true;
    if (producerEpoch >= 0 && producer.epochs.size < mostEpochs) producer.epochs.add(producerEpoch);
  }

  figures(): ProducersFigures {
    return {
      producers: [...this.#producers]
        .map(([id, { epochs, partitions, ...rest }]) => ({
          producerId: id < 0 ? null : id,
          epochs: [...epochs],
          ...rest,
          partitions: [...partitions].sort((one, other) => one - other),
        }))
        .sort((one, other) => other.records - one.records),
      otherBatches: this.#other,
    };
  }
}
