/**
 * A parsed document, in which whatever is as in another one is that one's. Two revisions of a large deployment are nearly the
 * same: so they are held once, and compared at a glance.
 */
export function sharing<Content>(now: Content, was: unknown): Content {
  return shared(now, was) as Content;
}

type Parsed = Record<string, unknown>;

function shared(now: unknown, was: unknown): unknown {
  if (typeof now !== 'object' || typeof was !== 'object' || now === null || was === null) return now === was ? was : now;
  if (Array.isArray(now) !== Array.isArray(was)) return now;
  const [after, before] = [now as Parsed, was as Parsed];
  const names = Object.keys(after);
  const others = Object.keys(before);
  let isSame = names.length === others.length;
  for (const [at, name] of names.entries()) {
    const value = Object.hasOwn(before, name) ? shared(after[name], before[name]) : after[name];
    after[name] = value;
    // The order of names is part of what a document says to those who write it again.
    isSame &&= name === others[at] && Object.hasOwn(before, name) && value === before[name];
  }
  return isSame ? was : now;
}
