import { mutationsOf, type Mutation } from './mutation';

const RECORDED = 'test/router/recorded-cases.test.ts :: every recorded case';
const CHOICES = 'test/router/choices.test.ts';
const HOSTILE = 'test/router/hostile.test.ts';

/** Flips in which route takes a request. */
export const ROUTER: readonly Mutation[] = [
  ...mutationsOf(
    'lib/router/path.ts',
    [RECORDED, HOSTILE],
    [
      ['%2F is a slash', 'return RESERVED.has(byte) ? encoded', 'return RESERVED.has(byte) && byte !== 0x2f ? encoded'],
      ['an encoding in small letters is another path', 'encoded.toUpperCase()', 'encoded'],
      [
        '`..` does not go up',
        "if (path.startsWith('/../', at)) return { at: at + 3, up: true };",
        "if (path.startsWith('/../', at)) return { at: at + 3 };",
      ],
      ['`..` at the end does not go up', '{ at: path.length, up: true, slash: true }', '{ at: path.length, slash: true }'],
      ['double slashes are another path', "decoded.includes('.') || decoded.includes('//')", "decoded.includes('.')"],
      ['a plain look overlooks dots', 'byte === PERCENT || byte === DOT ||', 'byte === PERCENT ||'],
      ['the query is part of the path', 'if (byte === QUESTION) end = at;', 'if (byte === QUESTION) end = target.length;'],
    ],
  ),
  ...mutationsOf(
    'lib/router/acceptance.ts',
    [RECORDED, HOSTILE],
    [
      ['a path may climb above the root', 'if (depth < 0) return true;', 'if (depth < -99) return true;'],
      ['NUL passes', '%(?:00|', '%(?:'],
      ['control characters pass', 'byte <= 0x20 || byte === 0x7f', 'byte === 0x7f'],
    ],
  ),
  ...mutationsOf(
    'lib/router/protocol.ts',
    [CHOICES, RECORDED],
    [
      [
        'plain HTTP is served where HTTPS is asked for',
        "&& scheme !== 'https') return towardsHttps",
        "&& scheme === 'https') return towardsHttps",
      ],
      ['the redirect has another status', 'route.https_redirect_status_code ?? 426', 'route.https_redirect_status_code ?? 301'],
      [
        'what a proxy says of the scheme does not count',
        'request.forwardedScheme ?? request.scheme',
        'request.scheme ?? request.forwardedScheme',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/router/compatible/criteria.ts',
    [CHOICES, RECORDED],
    [
      ['a prefix must be the whole path', 'test: (path) => path.startsWith(prefix)', 'test: (path) => path === prefix'],
      ['an expression matches anywhere', '`^${path.slice(1)', '`${path.slice(1)'],
      [
        'header values differ by case',
        "if (!value.startsWith('~*')) values.add(asciiLower(value));",
        "if (!value.startsWith('~*')) values.add(value);",
      ],
      [
        'any port is right',
        'if (port !== undefined && port !== asked) return false;',
        'if (port !== undefined && port < asked - 99999) return false;',
      ],
      [
        'a wildcard at the end of a host is no wildcard',
        "if (name.endsWith('*')) return { pattern: { kind: 'prefix'",
        "if (name.endsWith('*.')) return { pattern: { kind: 'prefix'",
      ],
      ['a wildcard covers any end', 'text: name.slice(1) }, port };', 'text: name.slice(2) }, port };'],
      [
        'server names are not asked for without TLS in strict',
        "if (!secure) return calculation !== 'strict';",
        'if (!secure) return true;',
      ],
      ['a server name is not compared', 'return sni !== undefined && snis.some(', 'return sni === undefined || snis.some('],
      [
        'one value of a header must be all',
        'if (values.has(value)) return true;',
        'if (values.has(value) && values.size === 1) return true;',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/router/compatible/priority.ts',
    [CHOICES, RECORDED],
    [
      ['the number of criteria wraps elsewhere', 'traits.criteria << 29', 'traits.criteria << 28'],
      ['headers weigh twice', 'traits.headers << 20', 'traits.headers << 21'],
      ['regex priority weighs twice', 'traits.regexPriority << 19, traits.length', 'traits.regexPriority << 20, traits.length'],
      ['interpreted and compiled are one', 'return part < 0 ? TOP_BIT : BigInt(part);', 'return BigInt.asUintN(64, BigInt(part));'],
      ['strict counts headers after regex priority', 'wide(headers, 52n)', 'wide(headers, 18n)'],
      ['a plain host is not preferred', '1n << 60n', '0n << 60n'],
      ['an expression is not preferred to a prefix', '1n << 51n', '0n << 51n'],
      ['a longer prefix is not preferred', 'length: group.length & MOST_LENGTH', 'length: 0 & group.length & MOST_LENGTH'],
      ['strict is original', "if (calculation === 'strict')", "if (calculation === 'strict' && traits.criteria > 99)"],
    ],
  ),
  ...mutationsOf(
    'lib/router/compatible/entries.ts',
    [RECORDED],
    [
      ['ties go to the smaller id', "(a.id ?? '') > (b.id ?? '')", "(a.id ?? '') < (b.id ?? '')"],
      ['groups of paths are counted from nought', '`${id}#${index + 1}`', '`${id}#${index}`'],
      ['prefixes of any length are one group', 'isRegex(path) ? 0 : path.length;', 'isRegex(path) ? 0 : 1;'],
    ],
  ),
  ...mutationsOf(
    'lib/router/compatible/index.ts',
    [CHOICES, RECORDED],
    [
      [
        'the method does not matter',
        'entry.methods !== undefined && !entry.methods.has(seen.method)',
        'entry.methods !== undefined && entry.methods.size === 0',
      ],
      [
        'one of the headers is enough',
        '      if (found === false) return false;',
        '      if (found === false && entry.headers.length === 1) return false;',
      ],
      ['the port of HTTPS is that of HTTP', 'secure ? 443 : 80', 'secure ? 80 : 80'],
      ['the port of the connection counts before that of Host', 'port ?? request.port ??', 'request.port ?? port ??'],
      [
        'the first that fits is taken, not the best',
        'if (best !== undefined && entry.rank >= best.rank) break;',
        'if (best !== undefined) break;',
      ],
      [
        'the scheme does not matter in expressions',
        'entry.secure !== undefined && entry.secure !== seen.secure',
        'entry.secure !== undefined && entry.route.protocols === null',
      ],
      [
        'a route with an expression that does not compile takes all',
        'if (headers === DROPPED || readable.length < paths.length) return [];',
        'if (headers === DROPPED) return [];',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/router/upstream.ts',
    [CHOICES, RECORDED],
    [
      ['what is stripped may climb', "postfix.startsWith('../') ? postfix.slice(3) : postfix", 'postfix'],
      [
        'slashes are doubled where paths are joined',
        'if (left && right) return base.slice(0, -1) + postfix;',
        'if (left && right) return base + postfix;',
      ],
      [
        'the path is stripped where it is to stay',
        '  if (route.strip_path === false) return kept(base, path);',
        '  if (route.strip_path === true) return kept(base, path);',
      ],
      [
        'v1 joins as v0',
        'if (route.strip_path === false) return base + path.slice(1);',
        'if (route.strip_path === false) return base + path;',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/router/router.ts',
    [CHOICES, RECORDED],
    [
      ['routes of a service that is switched off are served', 'route.service?.enabled !== false && isHttp(route)', 'isHttp(route)'],
      ['an expression of the router itself is overlooked', "typeof expression === 'string'", "typeof expression === 'number'"],
      ['addresses are overlooked', '(sources ?? []).length > 0 ||', '(sources ?? []).length > 99 ||'],
    ],
  ),
  ...mutationsOf(
    'lib/router/headers.ts',
    [RECORDED],
    [
      ['header names differ by case', 'const key = asciiLower(bytesOf(name));', 'const key = bytesOf(name);'],
      ['of a header sent twice the last counts', 'else values.push(bytesOf(value));', 'else table.set(key, [bytesOf(value)]);'],
    ],
  ),
  ...mutationsOf(
    'lib/router/traditional/order.ts',
    [RECORDED],
    [
      ['the fewer headers go first', 'return b.headers.length - a.headers.length;', 'return a.headers.length - b.headers.length;'],
      [
        'the greater regex priority goes last',
        '(b.route.regex_priority ?? 0) - (a.route.regex_priority ?? 0)',
        '(a.route.regex_priority ?? 0) - (b.route.regex_priority ?? 0)',
      ],
      ['the shorter prefix goes first', 'prefixLength(b) - prefixLength(a)', 'prefixLength(a) - prefixLength(b)'],
      ['the younger goes first', 'created === other ? 0 : created - other', 'created === other ? 0 : other - created'],
    ],
  ),
  ...mutationsOf(
    'lib/router/prefix-index.ts',
    [RECORDED],
    [
      [
        'of prefixes only the whole text is found',
        'if (node.items.length > 0) found.push(node.items);',
        'if (node.items.length > 0 && at >= text.length) found.push(node.items);',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/router/traditional/category.ts',
    [RECORDED],
    [
      [
        'the shortlist is all there is',
        '?? firstOf(lists, seen, hits, () => true)',
        '?? firstOf(lists, seen, hits, shortlist ?? (() => true))',
      ],
      ['the longest list is looked at first', 'list[0] < (shortest?.[0] ?? Infinity)', 'list[0] > (shortest?.[0] ?? -Infinity)'],
    ],
  ),
];
