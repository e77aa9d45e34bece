/**
 * Text as a literal in Terraform's template language: nothing in it is evaluated.
 * Applied once, where data of the definition enters a construct, and never to a token of the framework.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function terraformLiteral(text: string): string {
  // A function, because a text would be read as a pattern in which `$$` is one dollar.
  return text.replace(/[$%]\{/g, (start) => `${start.charAt(0)}${start}`);
}
