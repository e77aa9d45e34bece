import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'cdktf.out', 'node_modules', 'test/fixtures'] },
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', prefer: 'type-imports' }],
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
      ],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 20],
      eqeqeq: 'error',
    },
  },
  { files: ['eslint.config.mjs', 'jest.config.mjs'], rules: { 'no-restricted-syntax': 'off' } },
  // Scripts in plain JavaScript have no types to say.
  { files: ['test/**/*.mjs'], rules: { '@typescript-eslint/explicit-function-return-type': 'off' } },
  { files: ['lib/model/data/**'], rules: { 'max-lines': 'off' } },
  // Cases are lists.
  { files: ['test/**'], rules: { 'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }] } },
);
