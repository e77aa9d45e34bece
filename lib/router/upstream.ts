import { type ByteString } from './bytes';
import { type RouterRoute } from './types';

/** Drops what would climb at the start of a postfix. As `sanitize_uri_postfix` of kong/router/utils.lua. */
export function safePostfix(postfix: ByteString): ByteString {
  if (postfix === '.' || postfix === '..') return '';
  if (postfix.startsWith('./')) return postfix.slice(2);
  return postfix.startsWith('../') ? postfix.slice(3) : postfix;
}

/** The path the upstream receives, not yet escaped. As `get_upstream_uri_v0` of kong/router/utils.lua. */
export function upstreamPath(route: RouterRoute, postfix: ByteString, path: ByteString): ByteString {
  const base = route.service?.path ?? '/';
  if (route.strip_path === false) return kept(base, path);
  return postfix === '' ? stripped(base, path) : joined(base, postfix);
}

function kept(base: ByteString, path: ByteString): ByteString {
  if (base.endsWith('/')) return base + path.slice(1);
  return path === '/' ? base : base + path;
}

function stripped(base: ByteString, path: ByteString): ByteString {
  if (base === '/') return base;
  if (base.endsWith('/')) return path.endsWith('/') ? base : base.slice(0, -1);
  return path.length > 1 && path.endsWith('/') ? `${base}/` : base;
}

function joined(base: ByteString, postfix: ByteString): ByteString {
  const [left, right] = [base.endsWith('/'), postfix.startsWith('/')];
  if (left && right) return base.slice(0, -1) + postfix;
  return left || right ? base + postfix : `${base}/${postfix}`;
}

/** The same in the older way to join (`path_handling: v1`), which the flavor `traditional` alone knows. */
export function upstreamPathV1(route: RouterRoute, postfix: ByteString, path: ByteString): ByteString {
  const base = route.service?.path ?? '/';
  if (route.strip_path === false) return base + path.slice(1);
  return base.endsWith('/') && postfix.startsWith('/') ? base.slice(0, -1) + postfix : base + postfix;
}
