import { deceptive } from '../../../lib/review';

test.each([
  ['orders-\u0430pi', 'orders-\u0430pi: mixes Latin and Cyrillic (U+0430)'],
  ['\u043erders-admin', '\u043erders-admin: mixes Latin and Cyrillic (U+043E)'],
  ['\u03bfrders', '\u03bfrders: mixes Latin and Greek (U+03BF)'],
  ['p\u0430y\u03bfut', 'p\u0430y\u03bfut: mixes Latin, Cyrillic and Greek (U+0430, U+03BF)'],
  ['\u13d4rders', '\u13d4rders: mixes Latin and Cherokee (U+13D4)'],
  ['\u0441\u043e\u0440-admin', '\u0441\u043e\u0440-admin: has a word that looks Latin and is Cyrillic (U+0441)'],
  ['\u0391\u03a1\u0399', '\u0391\u03a1\u0399: has a word that looks Latin and is Greek (U+0391)'],
  ['or\u200bders', 'or\\u200bders: holds characters that are not seen (U+200B)'],
  ['or\u200dders', 'or\\u200dders: holds characters that are not seen (U+200D)'],
  ['orders\u202eipa', 'orders\\u202eipa: holds characters that are not seen (U+202E)'],
  ['orders\u0000', 'orders\\u0000: holds characters that are not seen (U+0000)'],
  ['orders\u3164', 'orders\u3164: holds characters that are not seen (U+3164)'],
  ['orders\ud800', 'orders\\ud800: holds characters that are not seen (U+D800)'],
  ['orders\u{e0041}', 'orders\u{e0041}: holds characters that are not seen (U+E0041)'],
  ['order\u00a0managers', 'order\u00a0managers: holds spaces that are others than they look (U+00A0)'],
  ['\u{1d428}rders', '\u{1d428}rders: holds letters of formulas (U+1D428)'],
])('%j is not what it looks like, and why is said', (name, reason) => {
  expect(deceptive(name)).toBe(reason);
});

test.each([
  'orders-api',
  'Orders.Read.All',
  'Bestellübersicht',
  'café, crème brûlée',
  '注文API',
  '注文サービスとお支払い',
  'ユーザー一覧v2',
  '주문 서비스 API',
  '주문目錄',
  '订单服务',
  'ㄅㄆ注音',
  'заказы-api',
  'Каталог заказов',
  'παραγγελίες',
  'الطلبات-api',
  'خدمةAPI',
  'می\u200cخواهم',
  'क्\u200dष',
  'הזמנות',
  'คำสั่งซื้อ',
  'émoji 👩\u200d💻 ✔\ufe0f',
  'µ-service 2',
  '00000000-0000-4000-8000-000000000001',
  '',
])('%j is what it looks like', (name) => {
  expect(deceptive(name)).toBeUndefined();
});

test('a name with several deceptions has each of them said once', () => {
  expect(deceptive('\u0430pi \u0430pi\u200b')).toBe(
    '\u0430pi \u0430pi\\u200b: holds characters that are not seen (U+200B); mixes Latin and Cyrillic (U+0430)',
  );
});
