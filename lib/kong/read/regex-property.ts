const CATEGORIES = new Set(
  'C Cc Cf Cn Co Cs L L& LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs'.toLowerCase().split(' '),
);
const OF_PCRE = new Set(['any', 'xan', 'xps', 'xsp', 'xuc', 'xwd']);
const OF_RUST = new Set(['any', 'ascii', 'assigned']);

/** Whether an engine knows what `\p{...}` names. Unknown names are told by Unicode's own, which Node has. */
export function knowsProperty(engine: 'rust' | 'pcre', written: string): boolean {
  const name = written.replace(/^\^/, '').trim();
  const [, key, value] = /^([A-Za-z_ -]+)[=:](.*)$/.exec(name) ?? [];
  const plain = name.toLowerCase().replace(/[\s_-]/g, '');
  if (value !== undefined) return knowsKey(engine, (key ?? '').toLowerCase().replace(/[\s_-]/g, ''), value);
  if (CATEGORIES.has(plain) || (engine === 'pcre' ? OF_PCRE : OF_RUST).has(plain)) return true;
  if (engine === 'pcre' && plain === 'assigned') return false;
  const short = engine === 'rust' ? name.replace(/^is[\s_-]*/i, '') : name;
  return spellings(short).some((one) => isUnicode(`Script=${one}`) || (isUnicode(one) && (engine === 'rust' || !isUnicode(`gc=${one}`))));
}

function knowsKey(engine: 'rust' | 'pcre', key: string, value: string): boolean {
  if (/^(?:sc|script|scx|scriptextensions)$/.test(key)) return spellings(value).some((one) => isUnicode(`Script=${one}`));
  if (engine === 'pcre') return /^(?:bc|bidiclass)$/.test(key);
  if (/^(?:gc|generalcategory)$/.test(key)) return spellings(value).some((one) => isUnicode(`gc=${one}`));
  return /^(?:age|gcb|graphemeclusterbreak|wb|wordbreak|sb|sentencebreak)$/.test(key);
}

function spellings(name: string): readonly string[] {
  const words = name.trim().split(/[\s_-]+/);
  const capital = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
  return [name, capital.join('_'), name.toUpperCase()];
}

function isUnicode(property: string): boolean {
  if (!/^[\w=]+$/.test(property)) return false;
  try {
    new RegExp(`\\p{${property}}`, 'u');
    return true;
  } catch {
    return false;
  }
}
