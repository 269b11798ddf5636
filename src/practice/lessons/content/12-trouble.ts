/** Lesson 12: when it breaks, and how the reason is found. */
import type { Lesson } from '../lesson.js';
import { partitionsOf, threeBrokers } from './checks.js';

const topic = 'learn-small';
const deadLetters = 'learn-small.dlq';
const group = 'learn-slow';
const check = `monitor --check 'lag(${group}) < 60'`;

export const troubleLesson: Lesson = {
  number: 12,
  name: 'trouble',
  minutes: 8,
  title: {
    en: 'When it breaks: addresses, listeners, large messages, lag, dead letters',
    vi: 'Khi gặp sự cố: địa chỉ, listener, message quá lớn, lag, dead letter',
  },
  topics: [topic, deadLetters],
  groups: [group],
  steps: [
    {
      say: {
        en: 'A wrong address: no server listens on port 1.',
        vi: 'Sai địa chỉ. Không ai lắng nghe ở cổng 1.',
      },
      run: ['topics list -b localhost:1'],
      fails: true,
      notice: {
        en: '"nothing listens there" (ECONNREFUSED): the machine answers, but not that port. With a wrong machine there would often be no answer until the time-out.',
        vi: '"nothing listens there" (ECONNREFUSED): máy có trả lời nhưng không có gì lắng nghe ở cổng đó. Nếu sai máy thì thường chỉ có im lặng cho đến khi hết thời gian chờ.',
      },
    },
    {
      say: {
        en: 'The doctor checks the steps of a connection one by one and says which fails first.',
        vi: 'Lệnh doctor thử lần lượt từng bước kết nối và cho biết bước nào hỏng đầu tiên.',
      },
      run: ['connections doctor -b localhost:1'],
      fails: true,
    },
    {
      say: {
        en: 'Now on the practice cluster, which is healthy. The last lines, those with a number under BROKER, go to the addresses that the brokers themselves have given.',
        vi: 'Giờ thử trên cụm thực hành đang hoạt động tốt. Các dòng cuối, có số ở cột BROKER, đi đến những địa chỉ do chính broker đưa ra.',
      },
      run: ['connections doctor'],
      check: threeBrokers,
      notice: {
        en: 'a client connects twice: first to the address that you gave it, then to the addresses that the brokers advertise (advertised.listeners). If the first works and the second does not, that setting is wrong: the most common problem with Kafka in containers.',
        vi: 'client kết nối hai lần: đầu tiên đến địa chỉ bạn đưa, sau đó đến địa chỉ mà broker tự công bố (advertised.listeners). Nếu lần đầu được mà lần sau không được thì cấu hình này sai: sự cố hay gặp nhất khi chạy Kafka trong container.',
      },
    },
    {
      say: {
        en: 'A message that is too large: this topic accepts 200 bytes at most.',
        vi: 'Message (bản ghi) quá lớn: topic này chỉ nhận tối đa 200 byte.',
      },
      run: [`topics create ${topic} --partitions 1 --replication-factor 3 --config max.message.bytes=200`],
      check: {
        that: { configOf: topic, name: 'max.message.bytes', value: '200' },
        otherwise: {
          en: 'max.message.bytes of the topic should be 200.',
          vi: 'max.message.bytes của topic phải là 200.',
        },
      },
    },
    {
      say: {
        en: 'Write one that is longer.',
        vi: 'Ghi một message dài hơn thế.',
      },
      run: [`produce ${topic} "${'a long story that is told again and again, '.repeat(6)}"`],
      fails: true,
      notice: {
        en: 'MESSAGE_TOO_LARGE, and how large: 328 bytes. Raise max.message.bytes, or store large data elsewhere and send its location.',
        vi: 'MESSAGE_TOO_LARGE, kèm theo kích thước: 328 byte. Hãy tăng max.message.bytes, hoặc để dữ liệu lớn ở nơi khác và chỉ gửi đường dẫn.',
      },
    },
    {
      say: {
        en: 'Raise it, and write again. No broker needs a restart.',
        vi: 'Tăng lên rồi ghi lại. Không phải khởi động lại broker nào.',
      },
      run: [
        `topics config ${topic} set max.message.bytes=10000`,
        `produce ${topic} "${'a long story that is told again and again, '.repeat(6)}"`,
      ],
      check: {
        that: { recordsOf: topic, atLeast: 1 },
        otherwise: {
          en: 'The long message should be in the topic now.',
          vi: 'Lúc này message dài phải có trong topic.',
        },
      },
    },
    {
      say: {
        en: 'A group reads the topic and stops. Then 40 orders arrive, and a customer complains that they are late. Does the group lag?',
        vi: 'Một group đọc topic rồi dừng. Sau đó 40 đơn hàng đến, và có người than phiền là đơn bị chậm. Group có bị tụt lại không?',
      },
      run: [
        `consume ${topic} --group ${group} --from-beginning --exit`,
        `produce ${topic} --file {sample orders.csv}`,
        `groups describe ${group}`,
      ],
      picture: { group },
      check: {
        that: { lagOf: group, atLeast: 40 },
        otherwise: {
          en: 'The lag of the group should be 40.',
          vi: 'Lag của group phải là 40.',
        },
      },
      notice: {
        en: 'LAG is 40 and there are no members: no consumer is running. If there are members and the lag still grows, they are too slow: add members (up to the number of partitions), or make processing faster.',
        vi: 'LAG là 40 và không có thành viên nào: không ai đọc. Nếu có thành viên mà lag vẫn tăng thì chúng quá chậm: hãy thêm thành viên (tối đa bằng số partition), hoặc xử lý nhanh hơn.',
      },
    },
    {
      say: {
        en: 'What is in the topic? All its records are read, without a group, and measured.',
        vi: 'Trong topic có gì? Lệnh này đọc mọi bản ghi, không dùng group nào, và đo kích thước.',
      },
      run: [`topics analyze ${topic} --records`],
      notice: {
        en: 'under "Sizes in bytes", MAX of the values is the long message, and P50 is what half of them have at most: a few large messages do not show in the mean, but each of them holds up what stands behind it. Without --records only the headers of batches are looked at, which takes less time than reading the topic.',
        vi: 'trong bảng "Sizes in bytes", MAX của values là message dài, còn P50 là kích thước mà một nửa số bản ghi không vượt quá: vài message lớn không lộ ra ở giá trị trung bình, nhưng mỗi cái đều làm chậm những bản ghi đứng sau. Không có --records thì lệnh chỉ xem phần đầu (header) của các batch, nhanh hơn đọc cả topic.',
      },
    },
    {
      say: {
        en: 'You cannot watch all day. A check can: here it tests whether the lag is below 60. Then 40 more orders arrive, and still no consumer is running.',
        vi: 'Bạn không thể ngồi nhìn cả ngày, nhưng lệnh kiểm tra thì có thể: ở đây nó hỏi lag có dưới 60 không. Sau đó thêm 40 đơn hàng đến mà vẫn chưa ai đọc.',
      },
      run: [check, `produce ${topic} --file {sample orders.csv}`],
      check: {
        that: { lagOf: group, atLeast: 80 },
        otherwise: {
          en: 'The lag of the group should be 80. Write the orders with the command above.',
          vi: 'Lag của group phải là 80. Hãy ghi các đơn hàng bằng lệnh ở trên.',
        },
      },
      notice: {
        en: '"holds": the lag was 40.',
        vi: '"holds" nghĩa là điều kiện đúng: lúc đó lag là 40.',
      },
    },
    {
      say: {
        en: 'Check again.',
        vi: 'Hỏi lại lần nữa.',
      },
      run: [check],
      fails: true,
      picture: { group },
      notice: {
        en: 'now it fails: the lag has grown to 80. The exit code is 1, so a script can raise an alert. Type kafka-lab monitor on its own to see lag, brokers and events live.',
        vi: 'lần này "fails" (sai): lag đã tăng lên 80. Mã thoát (exit code) là 1 nên một script có thể báo động. Gõ kafka-lab monitor để xem trực tiếp lag, broker và các sự kiện.',
      },
    },
    {
      say: {
        en: 'A record that a program cannot process would hold it up for ever. Many programs put it into a topic of its own instead, a dead letter queue, with headers that say where it was. Here is such a topic, with a record as Kafka Connect would put it there.',
        vi: 'Một bản ghi mà chương trình không xử lý được sẽ chặn chương trình đó mãi. Vì vậy nhiều chương trình chuyển nó sang một topic riêng, gọi là dead letter queue, kèm các header cho biết trước đó nó ở đâu. Đây là một topic như vậy, với một bản ghi được ghi như Kafka Connect vẫn làm.',
      },
      run: [
        `topics create ${deadLetters} --partitions 1 --replication-factor 3`,
        `produce ${deadLetters} "two coffees" -H __connect.errors.topic=${topic} -H __connect.errors.partition=0`,
      ],
      check: partitionsOf(deadLetters, 1),
    },
    {
      say: {
        en: 'The reason is found and gone: say, the database is up again. Where would the dead letters go?',
        vi: 'Giả sử nguyên nhân đã được khắc phục, chẳng hạn cơ sở dữ liệu đã chạy lại. Các dead letter sẽ được gửi về đâu?',
      },
      run: [`copy ${deadLetters} --redrive`],
      notice: {
        en: 'only a plan: which header sends how many records to which topic. What has no such header, or would go round in circles, would be refused and counted.',
        vi: 'mới chỉ là kế hoạch: header nào gửi bao nhiêu bản ghi về topic nào. Bản ghi không có header như vậy, hoặc sẽ đi vòng tròn, thì bị từ chối và được đếm.',
      },
    },
    {
      say: {
        en: 'Send them back, and look at the last record of the topic.',
        vi: 'Gửi chúng về, rồi xem bản ghi cuối cùng của topic.',
      },
      run: [`copy ${deadLetters} --redrive --execute`, `consume ${topic} --from -1 --exit --headers`],
      check: {
        that: { recordsOf: topic, atLeast: 82 },
        otherwise: {
          en: `There should be 82 records in ${topic}, the last one from the dead letter queue. Send it back: copy ${deadLetters} --redrive --execute`,
          vi: `Trong ${topic} phải có 82 bản ghi, bản ghi cuối đến từ dead letter queue. Hãy gửi nó về: copy ${deadLetters} --redrive --execute`,
        },
      },
      notice: {
        en: 'the headers of the failure are gone, and a header counts how often it was sent back: after three times it is refused. The dead letter itself stays where it is, since Kafka cannot delete one record; the line that was printed begins behind it the next time.',
        vi: 'các header về lỗi đã được bỏ, và một header đếm số lần gửi về: sau ba lần thì bị từ chối. Bản thân dead letter vẫn nằm nguyên chỗ cũ vì Kafka không xóa được một bản ghi riêng lẻ; dòng lệnh được in ra sẽ bắt đầu từ sau nó trong lần tới.',
      },
    },
  ],
};
