export { gitHubApi, isSafe, type GitHubApi, type GitHubSettings } from './api';
export { downloadArtefact } from './artefact';
export { fitting, stacksOf, type Author } from './comment';
export { publish, type Publication, type Published } from './publish';
export { type Head } from './pull-requests';
