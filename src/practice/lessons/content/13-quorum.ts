/** Lesson 13: what the controllers do for Kafka where there is no ZooKeeper. */
import type { Lesson } from '../lesson.js';
import { inSync, partitionsOf, threeBrokers } from './checks.js';

const topic = 'learn-facts';

export const quorumLesson: Lesson = {
  number: 13,
  name: 'quorum',
  minutes: 5,
  needs: 'kraft',
  title: {
    en: 'Without ZooKeeper: the quorum of controllers (KRaft)',
    vi: 'Không cần ZooKeeper: các controller bỏ phiếu (KRaft)',
  },
  topics: [topic],
  groups: [],
  breaksBrokers: true,
  steps: [
    {
      say: {
        en: 'Brokers must agree on a few facts: which brokers are up, which topics there are, which broker leads which partition. Kafka 4 keeps them without ZooKeeper: some nodes are controllers and vote. Here each of the three is both.',
        vi: 'Các broker phải thống nhất vài điều: ai đang chạy, có những topic nào, broker nào làm leader của partition nào. Kafka 4 tự giữ những điều đó, không cần ZooKeeper: một số nút là controller và có quyền bỏ phiếu. Ở đây cả ba nút vừa là broker vừa là controller.',
      },
      run: ['cluster quorum'],
      check: threeBrokers,
      notice: {
        en: 'three voters, and one of them leads: it is the active controller. It decides, the others copy what it writes. LAG is what they have not copied yet.',
        vi: 'ba nút có quyền bỏ phiếu (voter), một trong số đó đứng đầu: đó là controller đang hoạt động. Nó quyết định, các nút kia sao chép những gì nó ghi. LAG là phần chúng chưa sao chép.',
      },
    },
    {
      say: {
        en: 'The facts are kept in a log, as records are. Change something, and see the log grow.',
        vi: 'Những điều đó nằm trong một log, giống như bản ghi. Hãy thay đổi gì đó và xem log dài ra.',
      },
      run: [`topics create ${topic} --partitions 3 --replication-factor 3`, 'cluster quorum'],
      check: partitionsOf(topic, 3),
      picture: { topic },
      notice: {
        en: 'LOG-END-OFFSET is higher: the topic and its partitions are records there now. (It also grows by itself, twice a second, as a heartbeat.) A change is committed once a majority of the voters has it.',
        vi: 'LOG-END-OFFSET lớn hơn: topic và các partition của nó giờ là bản ghi trong đó. (Nó cũng tự tăng mỗi giây hai lần, làm tín hiệu sống.) Một thay đổi chỉ có hiệu lực khi đa số nút bỏ phiếu đã có nó.',
      },
    },
    {
      say: {
        en: 'Kill the active controller.',
        vi: 'Tắt đột ngột (kill) controller đang hoạt động.',
      },
      run: ['cluster kill {controller}'],
      check: {
        that: { newController: true },
        otherwise: {
          en: 'Another node should be the active controller by now. See: cluster quorum',
          vi: 'Lúc này một nút khác phải là controller đang hoạt động. Hãy xem: cluster quorum',
        },
      },
      notice: {
        en: 'the others heard nothing from it for two seconds, one of them stood for election, and two votes of three are a majority. It had copied the log, so it knew everything at once.',
        vi: 'các nút kia không nghe gì từ nó trong hai giây, một nút ra ứng cử, và hai phiếu trên ba là đa số. Nó đã sao chép log nên biết ngay mọi thứ.',
      },
    },
    {
      say: {
        en: 'See the new one. The dead node was also a broker: some seconds later the controller takes it out of every ISR.',
        vi: 'Xem controller mới. Nút đã chết cũng là broker: vài giây sau controller loại nó khỏi mọi ISR.',
      },
      run: ['cluster quorum'],
      check: inSync(topic, 2),
      picture: { topic },
      notice: {
        en: 'the epoch counts elections. If the old controller resumes and sends requests, the nodes see its old epoch and ignore it.',
        vi: 'epoch đếm số lần bầu. Nếu controller cũ tỉnh dậy và ra lệnh, các nút thấy số cũ và bỏ qua.',
      },
    },
    {
      say: {
        en: 'Two of three are a majority, so everything can still be changed.',
        vi: 'Hai trong ba là đa số, nên vẫn thay đổi được mọi thứ.',
      },
      run: [`topics config ${topic} set retention.ms=3600000`],
      check: {
        that: { configOf: topic, name: 'retention.ms', value: '3600000' },
        otherwise: {
          en: 'retention.ms of the topic should be 3600000.',
          vi: 'retention.ms của topic phải là 3600000.',
        },
      },
    },
    {
      say: {
        en: 'Kill a second one. One of three is not a majority.',
        vi: 'Tắt thêm một nút. Một trong ba không phải là đa số.',
      },
      run: [`cluster kill {follower ${topic}/0}`],
      notice: {
        en: '3 voters: 2 are a majority, 1 may die. 4 voters: 3 are a majority, still only 1 may die. So an even number only costs more: use 3 or 5.',
        vi: '3 nút bỏ phiếu: 2 là đa số, được phép chết 1. 4 nút: 3 mới là đa số, vẫn chỉ được chết 1. Số chẵn chỉ tốn thêm máy: hãy dùng 3 hoặc 5.',
      },
    },
    {
      say: {
        en: 'Try to change something now. We wait 3 seconds for an answer.',
        vi: 'Bây giờ thử thay đổi gì đó. Ta chờ câu trả lời trong 3 giây.',
      },
      run: [`topics config ${topic} set retention.ms=7200000 --timeout 3s`],
      fails: true,
      picture: { topic },
      notice: {
        en: 'without a majority no controller can decide or answer, and the picture is as old as the last decision. Leaders that are alive still serve their partitions, but no new leader can be elected.',
        vi: 'không ai được quyết định nên không ai trả lời, và hình vẽ vẫn như lần quyết định cuối. Leader còn sống vẫn phục vụ partition của mình, nhưng không bầu được leader nào khác.',
      },
    },
    {
      say: {
        en: 'Start the dead nodes again.',
        vi: 'Khởi động lại các nút đã chết.',
      },
      run: ['cluster up', 'cluster quorum'],
      check: inSync(topic, 3),
      picture: { topic },
      notice: {
        en: 'there is a majority again, and changes go through. The restarted nodes copied from the log what they had missed: records and metadata are kept in the same way.',
        vi: 'lại có đa số, và mọi thứ chạy tiếp. Chúng sao chép từ log phần còn thiếu: bản ghi và thông tin về chúng được lưu theo cùng một cách.',
      },
    },
  ],
};
