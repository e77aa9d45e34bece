import { DefinitionError } from '../errors';
import { type GitHubApi } from './api';

/** The newest artefact of a name that a run uploaded, as the bytes of its zip file. Its size is checked before, and while it comes. */
export async function downloadArtefact(api: GitHubApi, runId: string, name: string, limit: number): Promise<Uint8Array> {
  const found = await api.all(`/actions/runs/${runId}/artifacts?name=${encodeURIComponent(name)}`, 'artifacts');
  const [newest] = found
    .filter((artefact) => artefact['name'] === name && artefact['expired'] === false)
    .sort((a, b) => Number(b['id']) - Number(a['id']));
  if (newest === undefined) throw refused(runId, `has no artefact ${JSON.stringify(name)}`);
  const { id, size_in_bytes: size } = newest;
  if (typeof size !== 'number' || typeof id !== 'number') throw refused(runId, 'has an artefact without a size');
  if (size > limit) throw refused(runId, `has an artefact of ${size} bytes; at most ${limit} are read`);
  return api.download(`/actions/artifacts/${id}/zip`, limit);
}

function refused(runId: string, what: string): DefinitionError {
  return new DefinitionError([
    {
      where: `run ${runId}`,
      what,
      fix: 'let the job that synthesizes upload what a synthesis writes, and nothing else',
      code: 'ARTEFACT_REFUSED',
    },
  ]);
}
