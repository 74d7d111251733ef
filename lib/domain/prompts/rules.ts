/** What a prompt is made of, as rules read it. */
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

/** What every version of a prompt should say. */
export interface Expects {
  role: boolean
  task: boolean
}

/** Unless its settings say otherwise. */
export const everything: Expects = { role: true, task: true }

const variable = /\{\{\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*\}\}/gu

/** Texts of a prompt, in their order. */
const textsOf = ({ template, messages }: Pick<PromptContent, 'template' | 'messages'>): string[] =>
  template !== null ? [template] : (messages ?? []).flatMap(({ content }) => content ?? [])

/** Names in `{{…}}`, each once, in the order of their first place; placeholders of whole messages are not among them. */
export function variablesIn(content: Pick<PromptContent, 'template' | 'messages'>): string[] {
  const names = textsOf(content).flatMap(text => [...text.matchAll(variable)].map(([, name]) => name as string))
  return [...new Set(names)]
}

/** A name's folder: what stands before its last slash. */
export const folderOf = (name: string) => name.slice(0, Math.max(0, name.lastIndexOf('/')))

/** A text as versions are compared: a message begins with its role. */
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

/** What is wrong with a prompt by its text alone. Whether a text says who the model is and what it does is a guess by its words: a warning. */
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
    ...missing.map(name => finding('undeclared-variable', 'error', `{{${name}}} is used and not declared.`)),
    ...unused.map(name => finding('unused-variable', 'warning', `${name} is declared and not used.`)),
    open !== undefined && finding('unclosed-variable', 'error', `“${open}” is not a variable: it needs a name and }}.`),
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

/** The texts with values in place of variables; what has no value stays as it stands. Values are not read again. */
export function render(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(variable, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] as string) : whole,
  )
}
