/** A reference to one attribute of a resource, a data source, or an output of another stack. */
export interface Reference {
  /** Address, such as `azuread_application.orders` or `data.azuread_service_principal.graph`. */
  readonly address: string;
  /** Attribute and what follows it, such as `client_id` or `outputs.orders`. */
  readonly attribute: string;
}

const REFERENCE = /^\$\{((?:data\.)?[A-Za-z][\w-]*\.[A-Za-z_][\w-]*)\.([A-Za-z_][\w.-]*)\}$/;

/** The reference a text is, where it is one and nothing else. */
export function referenceIn(text: string): Reference | undefined {
  const [, address, attribute] = REFERENCE.exec(text) ?? [];
  return address === undefined || attribute === undefined ? undefined : { address, attribute };
}

/** True where Terraform would evaluate something in a text. Any number of marks before the last one makes it a literal. */
export function isEvaluated(text: string): boolean {
  return /(?:^|[^$])\$\{|(?:^|[^%])%\{/.test(text);
}

/** A text without references as Terraform reads it. */
export function literalOf(text: string): string {
  return text.replace(/\$\$\{|%%\{/g, (mark) => mark.slice(1));
}
