/** Which states may follow each; a state that is not listed after another is never reached from it. */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>

export const mayBecome = <S extends string>(table: Transitions<S>, from: S, to: S): boolean => table[from].includes(to)
