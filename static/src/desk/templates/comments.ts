/**
 * Whether a file has comments, which a form can not show and a save of the form leaves out.
 *
 * A `#` that may stand in a quoted text does not count: better no warning than a wrong one.
 */
export function hasComments(yaml: string): boolean {
  return yaml.split('\n').some((line) => /^\s*#/.test(line) || /^[^'"#]*\s#/.test(line))
}
