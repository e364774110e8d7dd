/** Names and values of an alert's labels. */
export type Labels = Record<string, string>;

/** Whether all of the wanted labels are there. */
export function have(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}

/** Labels for people, such as {service="cart"}. */
export function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${parts.sort().join(', ')}}`;
}

/** Text from elsewhere on one line, without what a terminal would take for a command. */
export function printable(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}
