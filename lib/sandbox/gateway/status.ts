import { LOOPBACK, type ServedAnswer, type ServedRequest } from '../network';
import { type Metrics } from './metrics';

/** Names by which a page of this machine's own asks: any other one may be a page elsewhere that let its name lead here. */
const OWN_NAMES = [LOOPBACK, 'localhost'];

/** Answers as Kong's status API does, for whoever scrapes `/metrics`, and nothing else. */
export function answerStatus(metrics: Metrics, { method, host, path }: ServedRequest): ServedAnswer {
  const isAsked = OWN_NAMES.includes(host) && path === '/metrics' && method === 'GET';
  if (!isAsked) return { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'not found\n' };
  return { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }, body: metrics.text() };
}
