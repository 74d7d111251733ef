import type { Context } from '#lib/platform/context.ts'
import type { ReleaseDetail, ReleaseItem } from './schemas.ts'

const isVersion = (text: string) => /^[1-9]\d{0,8}$/.test(text)

/** Adds which prompts of a release are stored here in exactly that version. Others are kept elsewhere and have no page. */
export async function withKeptPrompts(
  { db, projectId }: Context,
  releases: readonly ReleaseItem[],
): Promise<ReleaseDetail[]> {
  const wanted = releases.flatMap(({ prompts }) => Object.entries(prompts).filter(([, version]) => isVersion(version)))
  const kept = await db.prisma.promptVersion.findMany({
    where: { projectId, OR: wanted.map(([name, version]) => ({ name, version: Number(version) })) },
    select: { name: true, version: true },
  })
  const known = new Set(kept.map(({ name, version }) => JSON.stringify([name, String(version)])))
  return releases.map(release => ({
    ...release,
    promptsKept: Object.entries(release.prompts).flatMap(([name, version]) =>
      known.has(JSON.stringify([name, version])) ? [name] : [],
    ),
  }))
}
