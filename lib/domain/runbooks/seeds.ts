import type { z } from 'zod'
import type { runbookFields } from './schemas.ts'

type Written = z.input<z.ZodObject<typeof runbookFields>>

/** The first runbooks of every project. From then on they belong to the project, which may change and delete them. */
export const seeds: Readonly<Record<string, Written>> = {
  'looping-agent': {
    title: 'An agent goes round in circles',
    about:
      'The same tool is called again and again with the same arguments, or a run uses up its calls without an answer. It costs money, and may do the same thing to the outside world many times.',
    matches: { cause: 'looping-agent' },
    steps: [
      {
        text: 'Open the run that was stopped. Which call repeats, and **what did the agent get back** each time? An error that it does not understand is the usual reason.',
      },
      {
        text: 'Does it act on anything outside, or does it only read? If it acts, stop it.',
        action: { kind: 'stop-agent' },
      },
      {
        text: 'Did it begin with a release? Then ask to go back to the one before.',
        action: { kind: 'roll-back' },
      },
      { text: 'Look at what its last runs did outside, and undo what must be undone.' },
      { text: 'Mend the tool’s answer or the prompt. Then try it in staging with the run’s input.' },
      { text: 'Have an administrator switch the agent on again. Watch its next ten runs.' },
    ],
  },
  'cost-spike': {
    title: 'Cost rises',
    about: 'More is spent than usual, or than a budget allows.',
    matches: { cause: 'cost-spike' },
    steps: [
      { text: 'Costs, by agent, then by model: which one is it? **More requests, or more expensive ones?**' },
      {
        text: 'More requests: who sends them? Look at users and sessions. Retries of a client show as the same input many times.',
      },
      {
        text: 'More expensive requests: compare tokens of each request with the day before, and the release that came in between.',
      },
      { text: 'It began with a release: ask to go back.', action: { kind: 'roll-back' } },
      { text: 'If none of it is wanted: deny its steps until it is understood.', action: { kind: 'force-open' } },
      {
        text: 'Set a hard limit for the day, or a limit in USD for each run, so that it ends by itself the next time.',
      },
    ],
  },
  'quality-drop': {
    title: 'Answers get worse',
    about: 'The score that stands for the agent’s quality fell, or people complain.',
    matches: { cause: 'quality-drop' },
    steps: [
      { text: 'Read ten traces with the lowest scores. **Is it one kind of question, or all of them?**' },
      { text: 'Compare them with ten good ones of the day before: model, prompt, documents found, tools called.' },
      { text: 'What changed: a release, a model behind the same name, the documents, the score itself?' },
      { text: 'It came with a release: ask to go back.', action: { kind: 'roll-back' } },
      { text: 'Put the bad traces into review, so that people label them. They are the test of the repair.' },
    ],
  },
  'tool-outage': {
    title: 'A tool does not work',
    about: 'Calls of a tool fail or take too long. Its breaker is open: agents are answered with the fallback.',
    matches: { cause: 'tool-outage' },
    steps: [
      { text: 'Read the calls that opened the breaker. Is it **the service, our key, or the arguments**?' },
      { text: 'Look at the status page of the service. Note its incident here.' },
      { text: 'Does the fallback answer? Look at a run since then.' },
      {
        text: 'The service will be away for long: keep the breaker open, so that no probe goes out.',
        action: { kind: 'force-open' },
      },
      { text: 'When it works again, reset the breaker. Watch the first calls.' },
      { text: 'Were actions done only in part? Look at approvals whose outcome is unknown, and settle them.' },
    ],
  },
  'failing-agent': {
    title: 'An agent fails',
    about: 'Several of its steps in a row failed, and its breaker is open.',
    matches: { cause: 'failing-agent' },
    steps: [
      {
        text: 'Read the steps that opened the breaker. **Do they fail in the model, in a tool, or in the agent’s own code?**',
      },
      { text: 'In the model: look at the status page of the provider, at rate limits, and at the key.' },
      { text: 'It began with a release: ask to go back.', action: { kind: 'roll-back' } },
      { text: 'Reset the breaker when it is mended, or leave it to the next probe.' },
    ],
  },
  'prompt-injection': {
    title: 'Somebody tells the agent what to do, or it says what it must not',
    about:
      'A guardrail found something critical. Take it as an attack until you know better: what the agent read last may have told it what to do.',
    matches: { cause: 'safety' },
    steps: [
      { text: 'Stop the agent. It is switched on again only by an administrator.', action: { kind: 'stop-agent' } },
      {
        text: 'Open the trace behind the guardrail event. **Where did the text come from**: the user, a document, the answer of a tool?',
      },
      {
        text: 'What did the agent do after it had read it? Go through its tool calls and approvals to the end of the run.',
      },
      { text: 'Keys or personal data in an output: revoke the keys, and tell who is responsible for data protection.' },
      { text: 'Search for the same text in other traces. Take it out of the documents, or block where it comes from.' },
      { text: 'Add a guardrail that would have blocked it, and try it with the text.' },
    ],
  },
  'bad-deploy': {
    title: 'A release is bad',
    about: 'Since a release errors, cost, time or quality are worse than before.',
    matches: { cause: 'bad-deploy' },
    steps: [
      { text: 'Ask to go back to the release before. Understanding can wait.', action: { kind: 'roll-back' } },
      {
        text: 'Compare the two releases: errors, cost of each request, latency, quality. **Is it really the release?**',
      },
      { text: 'The old one is out again: are the figures what they were?' },
      { text: 'Keep three traces that show the fault. They are the test of the next release.' },
    ],
  },
}
