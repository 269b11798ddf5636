/** Lesson 3: point-to-point and broadcast; on Kafka 4 share groups (KIP-932) and their dead letter queue (KIP-1191). */
import type { Lesson } from '../lesson.js';
import { allRead, partitionsOf, recordsIn } from './checks.js';

const topic = 'learn-orders';
const kitchen = 'learn-kitchen';
const audit = 'learn-audit';
const tickets = 'learn-tickets';
const cooks = 'learn-cooks';
/** Brokers take such a topic only if its name begins with errors.deadletterqueue.topic.name.prefix. */
const deadLetters = 'dlq.learn-tickets';

const startsAt = 'share.auto.offset.reset';
const deliveryLimit = 'share.delivery.count.limit';
const deadLetterTopic = 'errors.deadletterqueue.topic.name';
const copyRecord = 'errors.deadletterqueue.copy.record.enable';

/** Reads as a share consumer until nothing more is delivered. */
const share = (...options: readonly string[]) =>
  ['consume', tickets, '--share-group', cooks, ...options, '--exit --offsets --delivery-counts'].join(' ');
const order = (dish: string) => `produce ${tickets} ${dish}`;

export const queuesLesson: Lesson = {
  number: 3,
  name: 'queues',
  minutes: 8,
  title: {
    en: 'Point-to-point and broadcast: one group, several groups, share groups',
    vi: 'Point-to-point và broadcast: một group, nhiều group, share group',
  },
  topics: [topic, tickets, deadLetters],
  groups: [kitchen, audit, cooks],
  groupConfigs: { [cooks]: [startsAt, deliveryLimit, deadLetterTopic, copyRecord] },
  steps: [
    {
      say: {
        en: 'Other systems have queues (each message goes to one receiver) and topics (each message goes to all). Kafka has one concept for both: the consumer group. First, some lunch orders.',
        vi: 'Các hệ thống khác có hàng đợi (queue: mỗi thông điệp đến một người nhận) và topic (mỗi thông điệp đến tất cả). Kafka dùng một thứ cho cả hai: consumer group, tức một nhóm chương trình đọc (consumer). Trước hết là vài đơn đặt bữa trưa.',
      },
      run: [
        `topics create ${topic} --partitions 4 --replication-factor 3`,
        `produce ${topic} --file {sample lunch.csv} --key-separator ,`,
      ],
      picture: { topic },
      check: recordsIn(topic, 12),
    },
    {
      say: {
        en: 'Point-to-point: two cooks are members of one group. They work in terminals 2 and 3.',
        vi: 'Point-to-point (điểm-điểm): hai đầu bếp là thành viên của cùng một group. Họ làm việc ở terminal 2 và 3.',
      },
      beside: [
        { terminal: 2, run: `consume ${topic} --group ${kitchen} --from-beginning --follow --partitions` },
        { terminal: 3, run: `consume ${topic} --group ${kitchen} --from-beginning --follow --partitions` },
      ],
      picture: { group: kitchen },
      check: {
        that: { membersOf: kitchen, are: 2 },
        otherwise: {
          en: `The group ${kitchen} should have two members. See its members: groups describe ${kitchen}`,
          vi: `Group ${kitchen} phải có hai thành viên. Xem ai đang ở đó: groups describe ${kitchen}`,
        },
      },
      notice: {
        en: 'each partition belongs to one member of the group, A or B, so each order is cooked once. "read" is how far the group has come in the partition, "lag" what it has not read yet. (If one cook printed everything: that one joined first, and was quick.)',
        vi: 'mỗi partition thuộc về đúng một thành viên của group, A hoặc B, nên mỗi đơn chỉ được nấu một lần. "đã đọc" là group đã đọc đến đâu trong partition, "lag" là phần chưa đọc. (Nếu một đầu bếp in ra hết: người đó đến trước và nhanh tay.)',
      },
    },
    {
      say: {
        en: 'Now that both have joined, 12 more orders arrive.',
        vi: 'Giờ cả hai đã có mặt. Thêm 12 đơn nữa đến.',
      },
      run: [`produce ${topic} --file {sample lunch.csv} --key-separator ,`],
      picture: { group: kitchen },
      check: allRead(kitchen),
      notice: {
        en: 'terminal 2 printed some of the new orders, terminal 3 the others, and no order was printed by both: the work is shared.',
        vi: 'terminal 2 in một số đơn mới, terminal 3 in các đơn còn lại, không đơn nào được cả hai in: công việc được chia ra.',
      },
    },
    {
      say: {
        en: 'Broadcast: the accountants want all orders as well. They are a group of their own.',
        vi: 'Broadcast (quảng bá): phòng kế toán cũng muốn nhận mọi đơn hàng. Họ là một group riêng.',
      },
      run: [`consume ${topic} --group ${audit} --from-beginning --exit --partitions`],
      lines: 8,
      picture: { group: audit },
      check: allRead(audit),
      notice: {
        en: 'they got all 24 (only the first 8 are shown), although the cooks had read them: groups are independent of each other. the table says "no member", as this reader has left again.',
        vi: 'họ nhận đủ 24 đơn (ở đây chỉ hiện 8 dòng đầu) dù các đầu bếp đã đọc: các group không biết gì về nhau. Trong bảng ghi "không có thành viên" vì người đọc này đã rời đi.',
      },
    },
    {
      say: {
        en: 'Within a group: shared. Between groups: each gets all. Both at once, from one topic.',
        vi: 'Trong một group: chia nhau. Giữa các group: ai cũng nhận đủ. Cả hai cùng lúc, từ một topic.',
      },
      ends: [2, 3],
      run: ['groups list --filter ^learn-'],
      check: {
        that: { membersOf: kitchen, are: 0 },
        otherwise: {
          en: `${kitchen} should have no members left: end the consumers with ^C.`,
          vi: `Trong ${kitchen} không được còn ai: hãy kết thúc các consumer bằng ^C.`,
        },
      },
      notice: {
        en: 'the groups stay, without members: Kafka remembers how far each has read.',
        vi: 'các group vẫn còn dù không có thành viên: Kafka nhớ mỗi group đã đọc đến đâu.',
      },
    },
    {
      on: 'zookeeper',
      say: {
        en: 'Kafka 4 has one thing more: share groups, which are queues. Their members read the same partition, each record is answered for by itself, delivered again if need be, and put into a dead letter queue if nothing helps. The second half of this lesson shows them, and needs Kafka 4 without ZooKeeper; this cluster is Kafka 3.',
        vi: 'Kafka 4 còn một thứ nữa: share group, tức hàng đợi thật sự. Các thành viên cùng đọc một partition, mỗi bản ghi được xác nhận riêng, được giao lại nếu cần, và được đưa vào dead letter queue nếu không ai xử lý nổi. Nửa sau của bài học này nói về chúng và cần Kafka 4 không có ZooKeeper; cụm này là Kafka 3.',
      },
      notice: {
        en: 'such a cluster runs beside this one: kafka-lab cluster up --kraft --name kraft --base-port 19092, then kafka-lab learn run queues --cluster kraft',
        vi: 'có thể chạy một cụm như vậy bên cạnh cụm này: kafka-lab cluster up --kraft --name kraft --base-port 19092, rồi kafka-lab learn run queues --cluster kraft',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'Kafka 4 has another kind of group, the share group, and that is a queue: its members share partitions instead of dividing them up, and each record is delivered and answered for by itself. For it a topic of one partition, and two configs of a group that is not there yet: it begins at the start (otherwise at the end), and a record is delivered 3 times at most (otherwise 5).',
        vi: 'Kafka 4 có thêm một loại group là share group, và đó chính là hàng đợi: các thành viên dùng chung partition thay vì chia nhau, mỗi bản ghi được giao và được xác nhận riêng. Ta cần một topic có một partition, và hai config cho một group chưa tồn tại: đọc từ đầu (mặc định là từ cuối), và mỗi bản ghi được giao nhiều nhất 3 lần (mặc định là 5).',
      },
      run: [
        `topics create ${tickets} --partitions 1 --replication-factor 3`,
        `groups config ${cooks} set ${startsAt}=earliest ${deliveryLimit}=3`,
      ],
      check: partitionsOf(tickets, 1),
      notice: {
        en: 'these are configs of the group and not of its consumers: the brokers keep count of the deliveries, so they hold for all members.',
        vi: 'đây là config của group chứ không phải của từng consumer: broker đếm số lần giao, nên chúng có hiệu lực với mọi thành viên.',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'Two cooks for the one partition. In a group like the first one, the second cook would have nothing to do.',
        vi: 'Hai đầu bếp cho một partition. Trong một group như lúc đầu thì đầu bếp thứ hai sẽ không có việc gì để làm.',
      },
      beside: [
        { terminal: 2, run: `consume ${tickets} --share-group ${cooks} --follow --offsets` },
        { terminal: 3, run: `consume ${tickets} --share-group ${cooks} --follow --offsets` },
      ],
      check: {
        that: { membersOf: cooks, are: 2 },
        otherwise: {
          en: `The share group ${cooks} should have two members. See its members: groups describe ${cooks}`,
          vi: `Share group ${cooks} phải có hai thành viên. Xem ai đang ở đó: groups describe ${cooks}`,
        },
      },
    },
    {
      on: 'kraft',
      say: {
        en: '12 orders arrive, six a second.',
        vi: '12 đơn hàng đến, mỗi giây sáu đơn.',
      },
      run: [
        `produce ${tickets} --file {sample lunch.csv} --key-separator , --rate 6`,
        `groups describe ${cooks}`,
      ],
      check: allRead(cooks),
      notice: {
        en: 'both terminals printed orders of partition 0, and none was printed twice. A record that is delivered to one member is locked for the others (for 30 s) until it is accepted, which consume does as soon as it is shown. The price is the order: several readers of one partition cannot keep it. (If one cook printed everything: the other was not given the partition in time.)',
        vi: 'cả hai terminal đều in đơn của partition 0, và không đơn nào bị in hai lần. Bản ghi đã giao cho một thành viên thì bị khóa với các thành viên khác (30 giây) cho đến khi được accept, và consume làm việc đó ngay khi hiện bản ghi. Cái giá phải trả là thứ tự: nhiều người cùng đọc một partition thì không giữ được thứ tự. (Nếu một đầu bếp in ra hết: người kia chưa kịp được giao partition.)',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'The cooks leave. Three more orders arrive, and the first is for a dish that this kitchen does not make. A reader is given all three, and with --ack release it gives them back at the end.',
        vi: 'Các đầu bếp ra về. Thêm ba đơn nữa, và đơn đầu tiên gọi một món mà bếp này không nấu. Một người đọc được giao cả ba đơn, và với --ack release thì trả lại (release) hết khi kết thúc.',
      },
      ends: [2, 3],
      run: [order('pizza'), order('pho'), order('che'), share('--ack release')],
      check: {
        that: { lagOf: cooks, atLeast: 3 },
        otherwise: {
          en: `The share group ${cooks} should have three orders to deliver (lag 3). See: groups describe ${cooks}`,
          vi: `Share group ${cooks} phải còn ba đơn để giao (lag 3). Hãy xem: groups describe ${cooks}`,
        },
      },
      notice: {
        en: 'the number behind the offset is the delivery count: 1. What was released can be delivered again, to any member.',
        vi: 'số đứng sau offset là số lần đã giao (delivery count): 1. Những gì được trả lại có thể được giao lần nữa, cho bất kỳ thành viên nào.',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'Take the first one alone and reject it. Then read the others and accept them, as consume does unless told otherwise.',
        vi: 'Lấy riêng đơn đầu tiên và từ chối (reject) nó. Sau đó đọc các đơn còn lại và chấp nhận (accept), như consume vẫn làm nếu không được bảo khác đi.',
      },
      run: [share('-n 1', '--ack reject'), share()],
      check: allRead(cooks),
      notice: {
        en: 'all three came for the second time. A group that commits offsets can only say "everything before this one is done"; here each record has its own answer, so one bad order does not hold up the others. A rejected one is archived: the group is done with it, and nobody hears of it. (To be asked for each record: --ack ask)',
        vi: 'cả ba đơn đều được giao lần thứ hai. Group commit offset chỉ nói được "mọi thứ trước chỗ này đã xong"; ở đây mỗi bản ghi có câu trả lời riêng, nên một đơn hỏng không làm kẹt những đơn khác. Đơn bị từ chối được xếp vào loại archived: group coi như xong với nó, và không ai được báo. (Muốn được hỏi ở từng bản ghi: --ack ask)',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'So that somebody does, give the group a dead letter queue (Kafka 4.4 and newer): a topic whose name begins with dlq. and whose config allows it, and two configs of the group, its name and that records are copied to it.',
        vi: 'Để có người biết, hãy cho group một dead letter queue, nơi chứa những bản ghi không xử lý được (từ Kafka 4.4): một topic có tên bắt đầu bằng dlq. và config cho phép điều đó, cùng hai config của group: tên topic, và việc chép cả nội dung bản ghi.',
      },
      run: [
        `topics create ${deadLetters} --partitions 1 --replication-factor 3 --config errors.deadletterqueue.group.enable=true`,
        `groups config ${cooks} set ${deadLetterTopic}=${deadLetters} ${copyRecord}=true`,
      ],
      check: partitionsOf(deadLetters, 1),
      notice: {
        en: 'none of it is on by itself. Without the name nothing is kept; without the copies only headers are, which say where the record was.',
        vi: 'không có gì được bật sẵn. Không đặt tên topic thì không giữ lại gì; không chép nội dung thì chỉ có các header cho biết bản ghi từng nằm ở đâu.',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'A program that fails at a record seldom rejects it: it crashes, is started again, and fails again. The record is a poison message. Here is one, and a reader that gives it back three times.',
        vi: 'Chương trình hỏng vì một bản ghi thì hiếm khi kịp từ chối nó: chương trình sập, khởi động lại, rồi lại hỏng. Bản ghi đó là một "poison message". Đây là một bản ghi như vậy, và một người đọc trả nó lại ba lần.',
      },
      run: [order('pizza'), share('--ack release'), share('--ack release'), share('--ack release')],
      check: {
        that: { recordsOf: deadLetters, atLeast: 1 },
        otherwise: {
          en: `There should be a record in ${deadLetters}. If the delivery count reached 3 and there is none, the feature share.version is below 2 in this cluster. See: cluster features`,
          vi: `Trong ${deadLetters} phải có một bản ghi. Nếu delivery count đã đến 3 mà vẫn không có, thì feature share.version của cụm này thấp hơn 2. Hãy xem: cluster features`,
        },
      },
      notice: {
        en: 'the delivery count was 1, 2, 3, and 3 is the limit: at the third release the broker did not put it back, but wrote it to the dead letter queue. A group that commits offsets would read it for ever, and nothing behind it.',
        vi: 'delivery count là 1, 2 rồi 3, và 3 là giới hạn: sau lần trả lại thứ ba, broker không để nó vào hàng đợi nữa mà ghi vào dead letter queue. Một group commit offset thì sẽ đọc đi đọc lại nó mãi mãi, và không đọc được gì phía sau.',
      },
    },
    {
      on: 'kraft',
      say: {
        en: 'Here it is, with headers in which the broker says where it comes from. The group has nothing left to deliver.',
        vi: 'Nó đây, kèm các header trong đó broker ghi rõ nó từ đâu đến. Group không còn gì để giao.',
      },
      run: [`consume ${deadLetters} --from-beginning --exit --headers`, `groups describe ${cooks}`],
      check: allRead(cooks),
      notice: {
        en: 'topic, partition, offset, group, delivery count, and why: the limit was reached, or a client rejected it. It can be looked at, mended and produced again, while the queue goes on. The same with thousands of records, each accounted for: kafka-lab drill run poison-message',
        vi: 'topic, partition, offset, group, số lần đã giao, và lý do: đã đến giới hạn, hoặc bị từ chối. Có thể xem, sửa rồi ghi lại nó, trong khi hàng đợi vẫn chạy tiếp. Cũng chuyện này với hàng nghìn bản ghi, từng bản ghi đều được đối chiếu: kafka-lab drill run poison-message',
      },
    },
  ],
};
