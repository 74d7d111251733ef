/** The parts of a prompt that the rules read. */
interface PromptContent {
  template: string | null
  messages: readonly PromptMessage[] | null
  variables: readonly string[]
}

type PromptMessage =
  | { role: string; content: string; placeholder?: undefined }
  | { placeholder: string; role?: undefined; content?: undefined }

export interface Finding {
  rule: 'undeclared-variable' | 'unused-variable' | 'no-role' | 'no-task' | 'unclosed-variable' | 'empty'
  severity: 'error' | 'warning'
  message: string
}

/** What lint expects every version of a prompt to say. */
export interface Expects {
  role: boolean
  task: boolean
}

/** The default of the settings. */
export const everything: Expects = { role: true, task: true }

const variable = /\{\{\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*\}\}/gu

const textsOf = ({ template, messages }: Pick<PromptContent, 'template' | 'messages'>): string[] =>
  template !== null ? [template] : (messages ?? []).flatMap(({ content }) => content ?? [])

/** The names in `{{…}}`, each once, in the order in which they first appear. Placeholders for whole messages are left out. */
export function variablesIn(content: Pick<PromptContent, 'template' | 'messages'>): string[] {
  const names = textsOf(content).flatMap(text => [...text.matchAll(variable)].map(([, name]) => name as string))
  return [...new Set(names)]
}

/** The part of a name before its last slash. */
export const folderOf = (name: string) => name.slice(0, Math.max(0, name.lastIndexOf('/')))

/** A prompt as one text, by which versions are compared. Each message begins with its role. */
export const plainText = ({ template, messages }: Pick<PromptContent, 'template' | 'messages'>): string =>
  template ??
  (messages ?? [])
    .map(message =>
      message.placeholder === undefined ? `${message.role}:\n${message.content}` : `[${message.placeholder}]`,
    )
    .join('\n\n')

const saysRole = /\byou(?:['’]re| are| act| will act)\b|\bact as\b|\byour role\b|^#+ *role\b|\brole:/im
const saysTask =
  /\byour (?:task|job|goal|objective)\b|^#+ *(?:task|instructions?|goal)\b|\btask:|\b(?:analy[sz]e|answer|classify|compare|create|decide|describe|diagnose|draft|explain|extract|find|generate|identify|investigate|list|plan|propose|rank|rate|reply|respond|return|review|rewrite|route|score|search|select|summari[sz]e|translate|triage|verify|write)\b/im

/**
 * The faults of a prompt that its text alone shows. Whether it says who the model is and what it is to do is guessed by its
 * words, so these are warnings.
 */
export function lint(content: PromptContent, expects: Expects): Finding[] {
  const texts = textsOf(content)
  const whole = texts.join('\n')
  const used = variablesIn(content)
  const missing = used.filter(name => !content.variables.includes(name))
  const unused = content.variables.filter(name => !used.includes(name))
  const open = whole.replace(variable, '').match(/\{\{[^{}\n]{0,40}/)?.[0]
  const hasSystem =
    content.messages?.some(message => message.role === 'system' || message.role === 'developer') ?? false
  const findings: (Finding | false)[] = [
    whole.trim() === '' && finding('empty', 'error', 'The prompt has no text.'),
    ...missing.map(name =>
      finding('undeclared-variable', 'error', `{{${name}}} is used but not declared in variables.`),
    ),
    ...unused.map(name => finding('unused-variable', 'warning', `${name} is declared but not used.`)),
    open !== undefined &&
      finding('unclosed-variable', 'error', `“${open}” is not a variable: {{ needs a name and then }}.`),
    expects.role &&
      !hasSystem &&
      !saysRole.test(whole) &&
      finding('no-role', 'warning', 'It does not say who the model is, such as “You are …”.'),
    expects.task && !saysTask.test(whole) && finding('no-task', 'warning', 'It does not say what the model is to do.'),
  ]
  return findings.filter(each => each !== false)
}

const finding = (rule: Finding['rule'], severity: Finding['severity'], message: string): Finding => ({
  rule,
  severity,
  message,
})

/** The text with values in place of variables. Variables without a value stay, and variables within values are not filled. */
export function render(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(variable, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] as string) : whole,
  )
}
