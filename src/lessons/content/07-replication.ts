/** Lesson 7: replication and durability: leader, ISR, acks, min.insync.replicas. */
import type { Lesson } from '../lesson.js';

const topic = 'learn-ledger';

export const replicationLesson: Lesson = {
  number: 7,
  name: 'replication',
  minutes: 7,
  title: {
    en: 'Replication and durability: leader, ISR, acks, min.insync.replicas',
    vi: 'Nhân bản và độ bền: leader, ISR, acks, min.insync.replicas',
  },
  topics: [topic],
  groups: [],
  breaksBrokers: true,
  steps: [
    {
      say: {
        en: 'One partition, kept on three brokers. One of them leads, the others copy from it.',
        vi: 'Một partition, lưu trên ba broker. Một broker làm leader, các broker còn lại sao chép từ nó.',
      },
      run: [
        `topics create ${topic} --partitions 1 --replication-factor 3 --config min.insync.replicas=2`,
        `produce ${topic} "balance 100" --acks all`,
      ],
      picture: { topic },
      check: {
        that: { isrOf: topic, is: 3 },
        otherwise: {
          en: 'All three replicas should be in the ISR. Are three brokers up? cluster status',
          vi: 'Cả ba bản sao phải nằm trong ISR. Có đủ ba broker đang chạy không? cluster status',
        },
      },
      notice: {
        en: 'ISR means in-sync replicas: those that have everything. acks=all waited until all of them had the record.',
        vi: 'ISR là in-sync replicas: các bản sao có đầy đủ dữ liệu. acks=all đã chờ đến khi tất cả đều có bản ghi.',
      },
    },
    {
      say: {
        en: 'The leader’s machine dies. Not a clean stop: SIGKILL.',
        vi: 'Máy của leader chết. Không phải dừng êm: SIGKILL.',
      },
      run: [`cluster kill {leader ${topic}/0}`],
      check: {
        that: { isrOf: topic, is: 2 },
        otherwise: {
          en: 'One broker should be missing from the ISR now. It can take 5 s until the dead one is noticed.',
          vi: 'Lúc này ISR phải thiếu một broker. Có thể mất 5 giây mới phát hiện broker đã chết.',
        },
      },
      picture: { topic },
      notice: {
        en: 'another broker leads (★ has moved). It was in the ISR, so it has every record that was acknowledged.',
        vi: 'một broker khác làm leader (★ đã chuyển). Nó ở trong ISR nên có mọi bản ghi đã được xác nhận.',
      },
    },
    {
      say: {
        en: 'Does the system still work? Write and read with one broker dead.',
        vi: 'Hệ thống còn chạy không? Ghi và đọc khi một broker đã chết.',
      },
      run: [`produce ${topic} "balance 90" --acks all`, `consume ${topic} --from-beginning --exit --offsets`],
      check: {
        that: { recordsOf: topic, atLeast: 2 },
        otherwise: {
          en: 'Both records should be there.',
          vi: 'Cả hai bản ghi phải còn đó.',
        },
      },
      notice: {
        en: 'nothing is lost, and nobody had to do anything. min.insync.replicas=2 is met: two replicas are in sync.',
        vi: 'không mất gì, và không ai phải làm gì. min.insync.replicas=2 vẫn thỏa: còn hai bản sao trong ISR.',
      },
    },
    {
      on: 'zookeeper',
      say: {
        en: 'The second one dies.',
        vi: 'Broker thứ hai chết.',
      },
      run: [`cluster kill {follower ${topic}/0}`],
      check: {
        that: { isrOf: topic, is: 1 },
        otherwise: {
          en: 'Only the leader should be left in the ISR. See: topics describe learn-ledger',
          vi: 'Trong ISR chỉ còn leader. Hãy xem: topics describe learn-ledger',
        },
      },
      picture: { topic },
    },
    {
      on: 'kraft',
      say: {
        en: 'The second one dies. Each of these brokers is a controller as well, so two of three controllers are gone.',
        vi: 'Broker thứ hai chết. Mỗi broker ở đây cũng là controller, nên hai trong ba controller đã mất.',
      },
      run: [`cluster kill {follower ${topic}/0}`],
      check: {
        that: { isrOf: topic, is: 2 },
        otherwise: {
          en: 'The topic should be as it was, with 2 in its ISR. See: topics describe learn-ledger',
          vi: 'Topic phải vẫn như trước, với 2 broker trong ISR. Hãy xem: topics describe learn-ledger',
        },
      },
      picture: { topic },
      notice: {
        en: 'the ISR still shows the dead one, and goes on doing so: one controller of three is no majority, and without one nothing may be changed. That is why large clusters keep controllers on machines of their own.',
        vi: 'ISR vẫn còn ghi broker đã chết, và sẽ mãi như vậy: một trong ba controller không phải đa số, mà không có đa số thì không được thay đổi gì. Vì thế các cụm lớn đặt controller trên máy riêng.',
      },
    },
    {
      on: 'zookeeper',
      say: {
        en: 'Write with acks=all, and be patient for 3 seconds.',
        vi: 'Ghi với acks=all, và kiên nhẫn 3 giây.',
      },
      run: [`produce ${topic} "balance 80" --acks all --delivery-timeout 3s`],
      fails: true,
      notice: {
        en: 'refused: one replica is fewer than min.insync.replicas=2. Kafka would rather not write than promise what it cannot keep.',
        vi: 'bị từ chối: một bản sao ít hơn min.insync.replicas=2. Kafka thà không ghi còn hơn hứa điều không giữ được.',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'Write with acks=all, and be patient for some seconds.',
        vi: 'Ghi với acks=all, và kiên nhẫn vài giây.',
      },
      run: [`produce ${topic} "balance 80" --acks all --delivery-timeout 3s`],
      fails: true,
      notice: {
        en: 'no acknowledgement: the leader waits for the dead replica that its ISR names. The writer knows that it has no promise; the record may be written all the same.',
        vi: 'không có xác nhận: leader chờ bản sao đã chết mà ISR còn ghi. Người ghi biết mình không được hứa gì; dù vậy bản ghi vẫn có thể đã được ghi.',
      },
    },
    {
      on: 'zookeeper',
      say: {
        en: 'acks=1 asks only the leader, which is alive. Write that way, and read.',
        vi: 'acks=1 chỉ hỏi leader, mà leader thì còn sống. Hãy ghi theo cách đó, rồi đọc.',
      },
      run: [`produce ${topic} "balance 70" --acks 1`, `consume ${topic} --from-beginning --exit --offsets`],
      notice: {
        en: '"balance 70" is acknowledged, and still no reader gets it: readers see only up to the high watermark, and that waits for min.insync.replicas. If this last machine burned down now, the record would be gone although it was acknowledged. See it counted: kafka-lab drill run leader-alone --acks 1',
        vi: '"balance 70" đã được xác nhận nhưng chưa ai đọc được: người đọc chỉ thấy đến high watermark, mà mốc này chờ đủ min.insync.replicas. Nếu chiếc máy cuối cùng này cháy, bản ghi sẽ mất dù đã được xác nhận. Hãy xem con số thật: kafka-lab drill run leader-alone --acks 1',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'acks=1 asks only the leader, which is alive. Write that way, and read.',
        vi: 'acks=1 chỉ hỏi leader, mà leader thì còn sống. Hãy ghi theo cách đó, rồi đọc.',
      },
      run: [`produce ${topic} "balance 70" --acks 1`, `consume ${topic} --from-beginning --exit --offsets`],
      notice: {
        en: '"balance 70" is acknowledged, and still no reader gets it: readers see only up to the high watermark, which waits for every replica in the ISR. If this last machine burned down now, the record would be gone although it was acknowledged. See it counted: kafka-lab drill run leader-alone --acks 1',
        vi: '"balance 70" đã được xác nhận nhưng chưa ai đọc được: người đọc chỉ thấy đến high watermark, mà mốc này chờ mọi bản sao trong ISR. Nếu chiếc máy cuối cùng này cháy, bản ghi sẽ mất dù đã được xác nhận. Hãy xem con số thật: kafka-lab drill run leader-alone --acks 1',
      },
    },
    {
      say: {
        en: 'Start the dead brokers again. They copy what they missed, and only then are in the ISR again.',
        vi: 'Khởi động lại các broker đã chết. Chúng sao chép phần bị lỡ, xong mới trở lại ISR.',
      },
      run: ['cluster up'],
      check: {
        that: { isrOf: topic, is: 3 },
        otherwise: {
          en: 'All three should be in the ISR again. Which ones run? cluster status',
          vi: 'Cả ba phải trở lại ISR. Broker nào đang chạy? cluster status',
        },
      },
      picture: { topic },
      notice: {
        en: 'three copies again. Replication factor 3, min.insync.replicas 2, acks=all: one broker may die without loss and without a pause.',
        vi: 'lại có ba bản. Replication factor 3, min.insync.replicas 2, acks=all: một broker có thể chết mà không mất dữ liệu và không phải dừng.',
      },
    },
  ],
};
