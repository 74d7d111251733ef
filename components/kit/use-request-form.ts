'use client'

import { type FormErrors, type UseFormReturnType, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { isProblem } from '#lib/shared/problem.ts'

interface Options<V extends object, A> {
  initialValues: V
  /** Names of fields with what is wrong with them. */
  validate?: (values: V) => FormErrors
  /** Sends the values. What it throws is shown: beside the field that the server names, or over the button. */
  request: (values: V) => Promise<A>
  onDone?: (answer: A, form: UseFormReturnType<V>) => unknown
  /**
   * Reads the fields from the form itself when it is sent: what a password manager or a quick typist filled before
   * hydration counts. The inputs are then not tied to the values.
   */
  read?: (data: FormData) => V
}

/** A form that sends one request; a problem is shown beside its input. */
export function useRequestForm<V extends object, A>({ initialValues, validate, request, onDone, read }: Options<V, A>) {
  const form = useForm<V>({
    mode: read ? 'uncontrolled' : 'controlled',
    initialValues,
    ...(validate ? { validate } : {}),
  })
  const send = useMutation({
    mutationFn: request,
    onSuccess: answer => onDone?.(answer, form),
    onError: error => {
      const place = placeOf(error, initialValues)
      if (place) form.setErrors({ [place.name]: place.text })
    },
  })
  const submit = (event?: FormEvent<HTMLFormElement>) => {
    event?.preventDefault()
    if (send.isPending) return
    if (read && event) form.setValues(read(new FormData(event.currentTarget)))
    if (!form.validate().hasErrors) send.mutate(form.getValues())
  }
  const placed = placeOf(send.error, initialValues) !== null
  return {
    form,
    submit,
    busy: send.isPending || (read !== undefined && send.isSuccess),
    answer: send.data,
    /** What went wrong with the whole form; null where it stands beside a field. */
    problem: placed ? null : send.error,
  }
}

/** The field that a problem is about, where the form has it: `body.email` is `email`. */
function placeOf(error: unknown, values: object): { name: string; text: string } | null {
  if (!isProblem(error)) return null
  const name = /^body\.(\w+)/.exec(error.fields.field ?? '')?.[1]
  if (name === undefined || !(name in values)) return null
  return { name, text: (error.fields.detail ?? error.fields.title).replace(/^body\.[\w.]+: /, '') }
}
