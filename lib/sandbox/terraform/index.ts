export { TerraformWorkspace, type TerraformRun } from './terraform';
