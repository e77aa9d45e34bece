import { type HeaderList } from '../header-list';
import { type Exchange, type GatewayAnswer } from '../exchange';
import { isCount, isFlag, isHeaderNames, isListOf, listOf, unenforced } from '../fields';
import { type PluginKind } from './factory';

const NAME = 'cors';

/** What Kong allows where nothing is said, in its order. */
const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];

/** Kong takes any other text for a pattern. */
function isOrigin(value: unknown): boolean {
  return value === '*' || (typeof value === 'string' && /^https?:\/\/[a-z0-9.-]+(?::\d+)?$/.test(value));
}

/** Answers preflights of browsers, and tells them who may read answers. */
export const cors: PluginKind = {
  problems: (where, config) =>
    unenforced(where, config, {
      origins: (value) => isListOf(isOrigin, value),
      methods: (value) => isListOf((one) => METHODS.includes(String(one)), value),
      headers: isHeaderNames,
      exposed_headers: isHeaderNames,
      credentials: isFlag,
      max_age: isCount,
      preflight_continue: [false],
      private_network: [false],
    }),
  create: (config) => {
    const origins = listOf(config['origins']);
    const [methods, headers, exposed] = ['methods', 'headers', 'exposed_headers'].map((field) => listOf(config[field]).join(','));
    const allowOrigin = (exchange: Exchange, answer: (name: string, value: string) => void): boolean => {
      const origin = exchange.received.get('origin');
      const isAny = origins.length === 0 || origins.includes('*');
      if (isAny && config['credentials'] !== true) {
        answer('Access-Control-Allow-Origin', '*');
        return true;
      }
      answer('Vary', 'Origin');
      if (origin === undefined || !(isAny || origins.includes(origin))) return false;
      answer('Access-Control-Allow-Origin', origin);
      if (config['credentials'] === true) answer('Access-Control-Allow-Credentials', 'true');
      return true;
    };
    return {
      name: NAME,
      access: (exchange) => {
        if (!isPreflight(exchange)) return undefined;
        const own: [string, string][] = [];
        const isAllowed = allowOrigin(exchange, (name, value) => own.push([name, value]));
        if (isAllowed) {
          own.push(['Access-Control-Allow-Methods', methods || METHODS.join(',')]);
          own.push(['Access-Control-Allow-Headers', headers || (exchange.received.get('access-control-request-headers') ?? '')]);
          if (typeof config['max_age'] === 'number') own.push(['Access-Control-Max-Age', String(config['max_age'])]);
        }
        const found = exchange.received.get('origin') ?? '';
        exchange.checks.push({
          by: NAME,
          what: 'preflight',
          outcome: isAllowed ? 'pass' : 'fail',
          expected: origins.length === 0 ? 'any origin' : origins.join(', '),
          found,
          field: 'origins',
        });
        return { status: 200, headers: [...own, ['Content-Length', '0']] } satisfies GatewayAnswer;
      },
      answer: (exchange, answer: HeaderList) => {
        if (isPreflight(exchange)) return;
        const isAllowed = allowOrigin(exchange, (name, value) => {
          if (name === 'Vary') answer.add(name, value);
          else answer.set(name, value);
        });
        if (isAllowed && exposed) answer.set('Access-Control-Expose-Headers', exposed);
      },
    };
  },
};

function isPreflight({ method, received }: Exchange): boolean {
  return method === 'OPTIONS' && received.get('origin') !== undefined && received.get('access-control-request-method') !== undefined;
}
