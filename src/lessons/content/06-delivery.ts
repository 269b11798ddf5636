/** Lesson 6: at most once, at least once, exactly once. */
import type { Lesson } from '../lesson.js';

const topic = 'learn-payments';
const group = 'learn-bank';

export const deliveryLesson: Lesson = {
  number: 6,
  name: 'delivery',
  minutes: 6,
  title: {
    en: 'Delivery: at most once, at least once, exactly once',
    vi: 'Giao nhận: nhiều nhất một lần, ít nhất một lần, đúng một lần',
  },
  topics: [topic],
  groups: [group],
  breaksBrokers: true,
  steps: [
    {
      say: {
        en: 'A bank carries out payments that it reads from Kafka. 12 are waiting; it does 5 of them and commits.',
        vi: 'Một ngân hàng thực hiện các khoản thanh toán đọc từ Kafka. Có 12 khoản đang chờ; nó làm 5 khoản rồi commit.',
      },
      run: [
        `topics create ${topic} --partitions 1 --replication-factor 3 --config min.insync.replicas=2`,
        `produce ${topic} --file {sample lunch.csv} --key-separator ,`,
        `consume ${topic} --group ${group} --from-beginning --exit --max-messages 5 --offsets`,
      ],
      picture: { group },
      check: {
        that: { lagOf: group, atLeast: 7, atMost: 7 },
        otherwise: {
          en: 'The group should have read 5 of 12 payments (lag 7): groups describe learn-bank',
          vi: 'Nhóm phải đọc 5 trong 12 khoản (lag 7): groups describe learn-bank',
        },
      },
      notice: {
        en: 'work first, then commit. The commit says: everything below offset 5 is done.',
        vi: 'làm việc trước, commit sau. Commit nghĩa là: mọi thứ dưới offset 5 đã xong.',
      },
    },
    {
      say: {
        en: 'Suppose that it had crashed after the work, before the last commit. Then Kafka would remember offset 3. We set it there.',
        vi: 'Giả sử nó chết sau khi làm xong nhưng trước lần commit cuối. Khi đó Kafka chỉ nhớ offset 3. Ta đặt lại như thế.',
      },
      run: [
        `groups reset ${group} --topic ${topic} --shift-by -2 --execute`,
        `consume ${topic} --group ${group} --exit --max-messages 4 --offsets`,
      ],
      check: {
        that: { lagOf: group, atMost: 5 },
        otherwise: {
          en: 'The group should be at offset 7 now.',
          vi: 'Lúc này nhóm phải ở offset 7.',
        },
      },
      notice: {
        en: 'offsets 3 and 4 came again: two payments twice. That is at least once: nothing is missed, something may be repeated.',
        vi: 'offset 3 và 4 đến lần nữa: hai khoản bị trả hai lần. Đó là ít nhất một lần (at least once): không sót gì, nhưng có thể lặp.',
      },
    },
    {
      say: {
        en: 'The other way round: commit first, then work. It crashes in between, having committed 2 payments that it never did.',
        vi: 'Làm ngược lại: commit trước, làm sau. Nó chết giữa chừng, sau khi commit 2 khoản chưa hề thực hiện.',
      },
      run: [
        `groups reset ${group} --topic ${topic} --shift-by 2 --execute`,
        `consume ${topic} --group ${group} --exit --offsets`,
      ],
      check: {
        that: { lagOf: group, atMost: 0 },
        otherwise: {
          en: 'The group should be at the end.',
          vi: 'Nhóm phải ở cuối.',
        },
      },
      notice: {
        en: 'it goes on at offset 9: payments 7 and 8 were never done. That is at most once: nothing is repeated, something may be missed.',
        vi: 'nó đọc tiếp từ offset 9: khoản 7 và 8 không bao giờ được làm. Đó là nhiều nhất một lần (at most once): không lặp, nhưng có thể sót.',
      },
    },
    {
      say: {
        en: 'Now the writing side: a transaction. All records become visible together, or none.',
        vi: 'Giờ đến phía ghi: giao dịch (transaction). Mọi bản ghi cùng hiện ra, hoặc không bản ghi nào.',
      },
      run: [`produce ${topic} --file {sample lunch.csv} --key-separator , --transaction learn-transfer`],
      check: {
        that: { recordsOf: topic, atLeast: 24 },
        otherwise: {
          en: 'There should be 24 payments in the topic.',
          vi: 'Trong topic phải có 24 khoản.',
        },
      },
    },
    {
      say: {
        en: 'And one that breaks off: the seventh line of this file is damaged, so the transaction is aborted.',
        vi: 'Và một giao dịch đứt giữa chừng: dòng thứ bảy của tệp này bị hỏng nên giao dịch bị hủy.',
      },
      run: [`produce ${topic} --json --file {sample half-written.jsonl} --transaction learn-transfer`],
      fails: true,
      notice: {
        en: 'the error is what this step is about: nothing of it counts.',
        vi: 'lỗi này chính là điều cần thấy ở bước này: không có gì của nó được tính.',
      },
    },
    {
      say: {
        en: 'Count what is in the log, and what a reader should see.',
        vi: 'Đếm những gì có trong log, và những gì người đọc nên thấy.',
      },
      run: [
        `offsets count ${topic} --isolation read_uncommitted`,
        `offsets count ${topic} --isolation read_committed`,
      ],
      check: {
        that: { readable: topic, atMost: 24 },
        otherwise: {
          en: 'A reader of committed records should see 24.',
          vi: 'Người đọc bản ghi đã commit phải thấy 24.',
        },
      },
      notice: {
        en: 'the six aborted records lie in the log, and read_committed passes them over. If a program also commits its offsets in the transaction, each record counts exactly once.',
        vi: 'sáu bản ghi bị hủy vẫn nằm trong log, và read_committed bỏ qua chúng. Nếu chương trình commit cả offset trong giao dịch thì mỗi bản ghi được tính đúng một lần (exactly once).',
      },
    },
    {
      say: {
        en: 'Last, count losses for real: numbered records flow with acks=1, the followers lag behind for two seconds, and the leader is killed. It takes about 20 seconds.',
        vi: 'Cuối cùng, đếm mất mát thật: các bản ghi đánh số được ghi với acks=1, các follower chậm lại hai giây, rồi leader bị giết. Mất khoảng 20 giây.',
      },
      run: ['drill run leader-alone --acks 1 --rate 100 --duration 5s'],
      notice: {
        en: 'look at "lost after ack": brokers had said that they had these. With --acks all it is 0, and retries do not duplicate, as the producer numbers its batches (idempotence). Try it: kafka-lab drill run leader-alone',
        vi: 'hãy nhìn "lost after ack": broker từng nói là đã có chúng. Với --acks all con số này bằng 0, và gửi lại không tạo bản trùng vì producer đánh số các lô (idempotence). Thử xem: kafka-lab drill run leader-alone',
      },
    },
  ],
};
