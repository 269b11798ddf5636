/** Checks that several lessons make. */
import type { Step } from '../lesson.js';

type Check = NonNullable<Step['check']>;

export const threeBrokers: Check = {
  that: { brokersUp: 3 },
  otherwise: {
    en: 'Three brokers should be up. Start what is missing: cluster up',
    vi: 'Phải có ba broker đang chạy. Hãy khởi động phần còn thiếu: cluster up',
  },
};

export const partitionsOf = (topic: string, partitions: number): Check => ({
  that: { topic, partitions },
  otherwise: {
    en: `There should be a topic ${topic} with ${partitions} partitions. Create it with the command shown above.`,
    vi: `Phải có topic ${topic} với ${partitions} partition. Hãy tạo nó bằng lệnh ở trên.`,
  },
});

export const recordsIn = (topic: string, atLeast: number): Check => ({
  that: { recordsOf: topic, atLeast },
  otherwise: {
    en: `There should be ${atLeast} records in ${topic}. Write them with the command shown above.`,
    vi: `Trong ${topic} phải có ${atLeast} bản ghi. Hãy ghi chúng bằng lệnh ở trên.`,
  },
});

export const allRead = (group: string): Check => ({
  that: { lagOf: group, atMost: 0 },
  otherwise: {
    en: `The group ${group} should have read everything (lag 0). See: groups describe ${group}`,
    vi: `Group ${group} phải đọc hết (lag 0). Hãy xem: groups describe ${group}`,
  },
});

export const inSync = (topic: string, replicas: 1 | 2 | 3): Check => ({
  that: { isrOf: topic, is: replicas },
  otherwise: {
    en: `There should be ${replicas} of 3 replicas in the ISR now; it can take some seconds. See: topics describe ${topic}`,
    vi: `Lúc này ISR phải có ${replicas} trong 3 replica; có thể mất vài giây. Hãy xem: topics describe ${topic}`,
  },
});
