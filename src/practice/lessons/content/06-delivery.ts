/** Lesson 6: at most once, at least once, exactly once. */
import type { Lesson } from '../lesson.js';
import { allRead } from './checks.js';

const topic = 'learn-payments';
const group = 'learn-bank';

export const deliveryLesson: Lesson = {
  number: 6,
  name: 'delivery',
  minutes: 6,
  title: {
    en: 'Delivery: at most once, at least once, exactly once',
    vi: 'Giao nhận: at most once, at least once, exactly once',
  },
  topics: [topic],
  groups: [group],
  breaksBrokers: true,
  steps: [
    {
      say: {
        en: 'A bank carries out payments that it reads from Kafka. 12 are waiting; it processes 5 of them and commits.',
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
          vi: 'Group phải đọc 5 trong 12 khoản (lag 7): groups describe learn-bank',
        },
      },
      notice: {
        en: 'it works first and then commits. The commit says: everything below offset 5 is processed.',
        vi: 'nó làm việc trước, commit sau. Commit nghĩa là: mọi thứ trước offset 5 đã xong.',
      },
    },
    {
      say: {
        en: 'Suppose that it had crashed before this commit, and the previous commit was at offset 3. We reset the group to 3, as if that had happened, and start the bank again.',
        vi: 'Giả sử nó bị sập trước lần commit này, và lần commit trước đó ở offset 3. Ta đưa group về 3 như thể đã xảy ra vậy, rồi cho ngân hàng chạy lại.',
      },
      run: [
        `groups reset ${group} --topic ${topic} --shift-by -2 --execute`,
        `consume ${topic} --group ${group} --exit --max-messages 4 --offsets`,
      ],
      check: {
        that: { lagOf: group, atMost: 5 },
        otherwise: {
          en: 'The group should be at offset 7 now.',
          vi: 'Lúc này group phải ở offset 7.',
        },
      },
      notice: {
        en: 'offsets 3 and 4 came again, so two payments were made twice. That is "at least once": no record is missed, some may be repeated.',
        vi: 'offset 3 và 4 đến lần nữa nên hai khoản bị trả hai lần. Đó là at least once (ít nhất một lần): không sót gì, nhưng có thể lặp.',
      },
    },
    {
      say: {
        en: 'The other way round: commit first, then work. The bank commits the next 2 payments and crashes before it has made them. Again we move the group as if that had happened, and start the bank.',
        vi: 'Làm ngược lại: commit trước, làm sau. Ngân hàng commit 2 khoản kế tiếp rồi bị sập trước khi thực hiện. Ta lại dời group như thể đã xảy ra vậy, rồi cho ngân hàng chạy lại.',
      },
      run: [
        `groups reset ${group} --topic ${topic} --shift-by 2 --execute`,
        `consume ${topic} --group ${group} --exit --offsets`,
      ],
      check: allRead(group),
      notice: {
        en: 'it continues at offset 9: the payments at 7 and 8 were never made. That is "at most once": no record is repeated, some may be missed.',
        vi: 'nó đọc tiếp từ offset 9: khoản ở offset 7 và 8 không bao giờ được thực hiện. Đó là at most once (nhiều nhất một lần): không lặp, nhưng có thể sót.',
      },
    },
    {
      say: {
        en: 'Now the producer. In a transaction all records become visible together, or none do.',
        vi: 'Giờ đến phía ghi. Trong một transaction (giao dịch), mọi bản ghi cùng hiện ra, hoặc không bản ghi nào hiện ra.',
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
        en: 'Now one that fails. The seventh line of this file is damaged, so six records are written and then the transaction is aborted.',
        vi: 'Giờ là một transaction đứt giữa chừng. Dòng thứ bảy của tệp này bị hỏng, nên sáu bản ghi được ghi rồi transaction bị hủy (abort).',
      },
      run: [`produce ${topic} --json --file {sample half-written.jsonl} --transaction learn-transfer`],
      fails: true,
      notice: {
        en: 'the error is expected: this step is about it. "aborted" means that none of the six counts.',
        vi: 'lỗi này là có chủ ý: đó là nội dung của bước này. "aborted" nghĩa là cả sáu bản ghi đều không được tính.',
      },
    },
    {
      say: {
        en: 'Count what is in the log (read_uncommitted), and what a reader of committed transactions sees (read_committed).',
        vi: 'Đếm những gì nằm trong log (read_uncommitted), và những gì người đọc các transaction đã hoàn tất nhìn thấy (read_committed).',
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
        en: '30 and 24: the six aborted records are in the log, but read_committed skips them. A program that also commits its offsets in the transaction makes each record count exactly once.',
        vi: '30 và 24: sáu bản ghi bị hủy vẫn nằm trong log, và read_committed bỏ qua chúng. Chương trình nào commit cả offset trong transaction thì mỗi bản ghi được tính exactly once (đúng một lần).',
      },
    },
    {
      say: {
        en: 'Last, losses, counted. Numbered records are written with acks=1: each is acknowledged as soon as the leader of its partition has it; the other replicas, the followers, copy it later. Here they freeze for two seconds, and then the leader is killed. It takes about half a minute.',
        vi: 'Cuối cùng, đếm số bản ghi bị mất. Các bản ghi đánh số được ghi với acks=1: mỗi bản ghi được xác nhận (acknowledged) ngay khi broker làm leader của partition đã có nó; các broker khác, gọi là follower, sao chép sau. Ở đây các follower bị đóng băng hai giây, rồi leader bị tắt đột ngột. Mất khoảng nửa phút.',
      },
      run: ['drill run leader-alone --acks 1 --rate 100 --duration 5s'],
      notice: {
        en: 'look at "lost after ack": the leader acknowledged these, and died before any follower had copied them. With --acks all it is 0; see for yourself: kafka-lab drill run leader-alone. "duplicated" is 0 although the producer retried after the failure: it numbers its batches, so that a broker recognises those it already has (idempotence).',
        vi: 'hãy nhìn "lost after ack" (mất sau khi đã xác nhận): leader từng nói là đã có chúng, rồi chết trước khi ai kịp sao chép. Với --acks all con số này bằng 0; hãy tự thử: kafka-lab drill run leader-alone. "duplicated" (trùng) bằng 0 dù producer đã gửi lại sau sự cố: nó đánh số những gì gửi đi nên broker biết mình đã có gì (idempotence).',
      },
    },
  ],
};
