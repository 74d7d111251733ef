'use client'

import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { When } from '#components/kit/when.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { createProjectContract, listProjectsContract, renameProjectContract } from '#lib/domain/projects/contract.ts'
import styles from './account.module.css'
import table from './projects.module.css'
import { RemoveProject } from './remove-project.tsx'
import { SettingsFrame } from './settings-frame.tsx'

const open = (slug: string) => globalThis.location.assign(`/settings/projects?project=${encodeURIComponent(slug)}`)

/** The projects of this person, and the one that this tab shows. */
export function ProjectsScreen({ demo, stop }: { demo: ReactNode; stop: ReactNode }) {
  const { user, project } = useShell()
  const denial = denialForRole('projects.manage', user.role)
  const mine = useContract(listProjectsContract, { query: { limit: 200 } })
  const [removing, setRemoving] = useState(false)
  const current = mine.data?.items.find(({ id }) => id === project.id)
  return (
    <SettingsFrame>
      <div className={styles.screen}>
        <section className={styles.part} aria-label="Your projects">
          <h2>Your projects</h2>
          <p className="hp-muted">
            Each project has its own traces, requests, members and keys. You have one account; your role can differ from
            project to project.
          </p>
          {mine.error ? (
            <Failure what="The projects could not be read." error={mine.error} retry={() => void mine.refetch()} />
          ) : null}
          <ul className={table.list}>
            {mine.data?.items.map(({ id, slug, name, demo, role, createdAt }) => (
              <li key={id} data-current={id === project.id}>
                {id === project.id ? (
                  <strong>{name}</strong>
                ) : (
                  <button type="button" onClick={() => open(slug)}>
                    {name}
                  </button>
                )}
                <code>{slug}</code>
                <span>{demo ? 'demo' : ''}</span>
                <span>{role}</span>
                <When at={createdAt} />
              </li>
            ))}
          </ul>
        </section>
        <section className={styles.part} aria-label="Stop">
          <h2>Stop</h2>
          <p className="hp-muted">
            For when agents do harm and nobody knows yet which one: this stops all agents of {project.name} at once.
          </p>
          <div>{stop}</div>
        </section>
        {denial ? (
          <p>{denial}</p>
        ) : (
          <>
            {mine.data && !mine.data.items.some(one => one.demo) ? (
              <section className={styles.part} aria-label="Demo">
                <h2>Demo</h2>
                <p className="hp-muted">
                  Four invented agents with a month of history, in a project of their own that is removed in one click.
                </p>
                {demo}
              </section>
            ) : null}
            <section className={styles.part} aria-label="New project">
              <h2>New project</h2>
              <CreateProject />
            </section>
            {current ? (
              <section className={styles.part} aria-label="This project">
                <h2>This project: {current.name}</h2>
                <RenameProject key={current.name} name={current.name} />
                <div>
                  <Button
                    variant="default"
                    disabled={project.id === 'default'}
                    title={
                      project.id === 'default'
                        ? 'The first project keeps the audit log of the instance, so it cannot be removed.'
                        : undefined
                    }
                    onClick={() => setRemoving(true)}
                  >
                    Remove project
                  </Button>
                </div>
              </section>
            ) : null}
          </>
        )}
      </div>
      {removing && current ? <RemoveProject name={current.name} onClose={() => setRemoving(false)} /> : null}
    </SettingsFrame>
  )
}

function CreateProject() {
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: { name: '', slug: '' },
    validate: ({ name }) => (name.trim() === '' ? { name: 'Give it a name.' } : {}),
    request: ({ name, slug }) =>
      call(createProjectContract, { body: { name: name.trim(), ...(slug.trim() && { slug: slug.trim() }) } }),
    onDone: ({ slug }) => open(slug),
  })
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <TextInput label="Name" maxLength={100} {...form.getInputProps('name')} />
      <TextInput
        label="Name in addresses"
        description="Cannot be changed later; made from the name when left empty"
        maxLength={40}
        {...form.getInputProps('slug')}
      />
      {problem ? <Failure what="No project was created." error={problem} /> : null}
      <div>
        <Button type="submit" loading={busy}>
          Create project
        </Button>
      </div>
    </form>
  )
}

function RenameProject({ name }: { name: string }) {
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: { name },
    validate: values => (values.name.trim() === '' ? { name: 'Give it a name.' } : {}),
    request: values => call(renameProjectContract, { body: { name: values.name.trim() } }),
    // The side bar says the name too, from the page load on.
    onDone: () => globalThis.location.reload(),
  })
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <TextInput label="Name of this project" maxLength={100} {...form.getInputProps('name')} />
      {problem ? <Failure what="It was not renamed." error={problem} /> : null}
      <div>
        <Button type="submit" variant="default" loading={busy}>
          Rename
        </Button>
      </div>
    </form>
  )
}
