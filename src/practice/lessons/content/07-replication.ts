/** Lesson 7: replication and durability: leader, ISR, acks, min.insync.replicas. */
import type { Lesson } from '../lesson.js';
import { inSync, recordsIn } from './checks.js';

const topic = 'learn-ledger';

export const replicationLesson: Lesson = {
  number: 7,
  name: 'replication',
  minutes: 7,
  title: {
    en: 'Replication and durability: leader, ISR, acks, min.insync.replicas',
    vi: 'Replication và độ bền: leader, ISR, acks, min.insync.replicas',
  },
  topics: [topic],
  groups: [],
  breaksBrokers: true,
  steps: [
    {
      say: {
        en: 'One partition, kept on three brokers: it has three replicas. One of them leads, the others follow: they copy from the leader.',
        vi: 'Một partition được lưu trên ba broker, tức là có ba replica (bản sao). Một broker làm leader, các broker còn lại là follower: chúng sao chép từ leader.',
      },
      run: [
        `topics create ${topic} --partitions 1 --replication-factor 3 --config min.insync.replicas=2`,
        `produce ${topic} "balance 100" --acks all`,
      ],
      picture: { topic },
      check: inSync(topic, 3),
      notice: {
        en: 'ISR means in-sync replicas: those that are up to date with the leader. With acks=all the write was acknowledged once all of them had the record.',
        vi: 'ISR là in-sync replicas: các replica có đủ mọi thứ mà leader có. Với acks=all, lần ghi chỉ được xác nhận khi tất cả chúng đã có bản ghi.',
      },
    },
    {
      say: {
        en: 'The leader dies. It is not stopped cleanly but killed, as by a power cut.',
        vi: 'Broker làm leader chết. Nó không được dừng tử tế mà bị tắt ngay lập tức, như khi mất điện.',
      },
      run: [`cluster kill {leader ${topic}/0}`],
      check: inSync(topic, 2),
      picture: { topic },
      notice: {
        en: 'another broker leads now (★ has moved), and the dead one is ○. The new leader was in the ISR, so it has every record that was acknowledged.',
        vi: 'giờ một broker khác làm leader (★ đã chuyển), broker chết thành ○. Leader mới ở trong ISR nên có mọi bản ghi đã được xác nhận.',
      },
    },
    {
      say: {
        en: 'Does the cluster still work? Write and read with one broker down.',
        vi: 'Hệ thống còn chạy không? Ghi và đọc khi một broker đã chết.',
      },
      run: [`produce ${topic} "balance 90" --acks all`, `consume ${topic} --from-beginning --exit --offsets`],
      check: recordsIn(topic, 2),
      notice: {
        en: 'nothing is lost, and no action was needed. The topic requires that at least two replicas are in sync (min.insync.replicas=2), and two are.',
        vi: 'không mất gì, và không ai phải làm gì. Topic đòi hỏi ít nhất hai replica trong ISR (min.insync.replicas=2), và đang có đúng hai.',
      },
    },
    {
      on: 'zookeeper',
      say: {
        en: 'The second one dies.',
        vi: 'Broker thứ hai chết.',
      },
      run: [`cluster kill {follower ${topic}/0}`],
      check: inSync(topic, 1),
      picture: { topic },
    },
    {
      on: 'kraft',
      say: {
        en: 'The second one dies. Each of these brokers is a controller as well, so two of three controllers are gone.',
        vi: 'Broker thứ hai chết. Mỗi broker ở đây cũng là controller, nên hai trong ba controller đã mất.',
      },
      run: [`cluster kill {follower ${topic}/0}`],
      check: inSync(topic, 2),
      picture: { topic },
      notice: {
        en: 'the ISR still shows the dead one, and goes on doing so: one controller of three is not a majority, and without one nothing can be changed. That is why large clusters keep controllers on machines of their own.',
        vi: 'ISR vẫn còn ghi broker đã chết, và sẽ mãi như vậy: một trong ba controller không phải đa số, mà không có đa số thì không được thay đổi gì. Vì thế các cụm lớn đặt controller trên máy riêng.',
      },
    },
    {
      on: 'zookeeper',
      say: {
        en: 'Write with acks=all, and wait for 3 seconds.',
        vi: 'Ghi với acks=all, và kiên nhẫn 3 giây.',
      },
      run: [`produce ${topic} "balance 80" --acks all --delivery-timeout 3s`],
      fails: true,
      notice: {
        en: 'refused (NOT_ENOUGH_REPLICAS): one replica is fewer than the two that min.insync.replicas requires. Kafka rejects the write rather than promise what it cannot keep.',
        vi: 'bị từ chối (NOT_ENOUGH_REPLICAS): một replica ít hơn con số hai mà min.insync.replicas đòi hỏi. Kafka thà không ghi còn hơn hứa điều không giữ được.',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'Write with acks=all, and wait for some seconds.',
        vi: 'Ghi với acks=all, và kiên nhẫn vài giây.',
      },
      run: [`produce ${topic} "balance 80" --acks all --delivery-timeout 3s`],
      fails: true,
      notice: {
        en: 'no acknowledgement: the leader waits for the dead replica that its ISR names. The producer knows that the write is not confirmed; the record may have been written anyway.',
        vi: 'không có xác nhận: leader chờ replica đã chết mà ISR còn ghi. Người ghi biết mình không được hứa gì; dù vậy bản ghi vẫn có thể đã được ghi.',
      },
    },
    {
      on: 'zookeeper',
      say: {
        en: 'acks=1 needs only the leader, which is alive. Write that way, and read.',
        vi: 'acks=1 chỉ hỏi leader, mà leader thì còn sống. Hãy ghi theo cách đó, rồi đọc.',
      },
      run: [`produce ${topic} "balance 70" --acks 1`, `consume ${topic} --from-beginning --exit --offsets`],
      notice: {
        en: '"balance 70" is acknowledged, but no reader gets it: readers see only what enough replicas have (up to the "high watermark"), and one is not enough. If this last machine failed now, the record would be lost although it was acknowledged. To see it counted: kafka-lab drill run leader-alone --acks 1',
        vi: '"balance 70" đã được xác nhận nhưng chưa ai đọc được: người đọc chỉ thấy những gì đã có trên đủ số replica (đến mốc "high watermark"), mà một thì chưa đủ. Nếu chiếc máy cuối cùng này cháy, bản ghi sẽ mất dù đã được xác nhận. Hãy xem con số thật: kafka-lab drill run leader-alone --acks 1',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'acks=1 needs only the leader, which is alive. Write that way, and read.',
        vi: 'acks=1 chỉ hỏi leader, mà leader thì còn sống. Hãy ghi theo cách đó, rồi đọc.',
      },
      run: [`produce ${topic} "balance 70" --acks 1`, `consume ${topic} --from-beginning --exit --offsets`],
      notice: {
        en: '"balance 70" is acknowledged, but no reader gets it: readers see only up to the high watermark, which waits for every replica in the ISR. If this last machine failed now, the record would be lost although it was acknowledged. To see it counted: kafka-lab drill run leader-alone --acks 1',
        vi: '"balance 70" đã được xác nhận nhưng chưa ai đọc được: người đọc chỉ thấy đến high watermark, mà mốc này chờ mọi replica trong ISR. Nếu chiếc máy cuối cùng này cháy, bản ghi sẽ mất dù đã được xác nhận. Hãy xem con số thật: kafka-lab drill run leader-alone --acks 1',
      },
    },
    {
      say: {
        en: 'Start the dead brokers again. They copy what they missed, and only then rejoin the ISR.',
        vi: 'Khởi động lại các broker đã chết. Chúng sao chép phần còn thiếu, xong mới trở lại ISR.',
      },
      run: ['cluster up'],
      check: inSync(topic, 3),
      picture: { topic },
      notice: {
        en: 'three in sync again. With replication factor 3, min.insync.replicas 2 and acks=all one broker may die and nothing is lost; writing pauses for a few seconds until another one leads.',
        vi: 'cả ba lại ở trong ISR. Với replication factor 3, min.insync.replicas 2 và acks=all, một broker có thể chết mà không mất gì; việc ghi chỉ ngừng vài giây cho đến khi có leader khác.',
      },
    },
  ],
};
