/** Texts that mean something to one of the readers of what is written here, by whom they are aimed at. */
const BY_READER: Readonly<Record<string, readonly string[]>> = {
  terraform: ['${file("/etc/passwd")}', '%{ if true }x%{ endif }', '$${x}', '%%{x}', '$%{x}', '${', '%{', '$', '${"$"}{x}', '${self.id}', '//'],
  framework: ['${TfToken[TOKEN.0]}', '#{TfToken[1]}', '${TfToken[x]', '#{x}'],
  deck: ['${{ env "DECK_TOKEN" }}', '${{env "DECK_TOKEN"}}', '{{ .Values }}'],
  kong: ['{vault://env/x}', '$(headers.host)', '~*^.*$', '(?s:.*)', '[^/]+|.*', '/**', '..'],
  lua: [']==] os.execute("id")', '"); os.execute("id") --', 'h("x") or nil'],
  markers: ['@@client_id:orders@@', '@@', '@@client_id:'],
  json: ['"quoted"', 'it\'s', 'back\\slash', '\\u0041', '\\n', '"},"x":{"y":"'],
  lines: ['line\nbreak', 'carriage\rreturn', 'tab\there', 'null\u0000byte', 'next\u0085line', 'separator\u2028', 'escape\u001b[31m'],
  yaml: [': - & * ! | >', '- item', '*alias', '&anchor', '!!python/object:x', '| block', 'a: b', 'a # b', '%TAG', '? key', '<<', '=', 'yes', 'no', 'on', 'y', 'N', '0o7', '0x1F', '017', '1e3', '12:30:45', '~', 'null', '.nan', '2024-01-01', '  spaced  '],
  shell: ['; rm -rf / #', '`id`', '$(id)', '&& curl x | sh', '> /etc/passwd', '--help', '-x'],
  javascript: ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '<script>alert(1)</script>'],
  // The last is one letter in two code points, which Terraform, and nobody else here, turns into one.
  people: ['right\u202eleft', 'mark\u200f', 'no\u200bwidth', 'family 👩\u200d👧', '🙂', 'äöü 漢字', '\ud800', 'e\u0301'],
  memory: ['a'.repeat(10_000), '漢'.repeat(10_000), ' '.repeat(10_000), ''],
};

export const HOSTILE: readonly string[] = Object.values(BY_READER).flat();
