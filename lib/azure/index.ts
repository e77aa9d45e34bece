// The constructs that load the azurerm bindings have an entry of their own, audit/: a gateway stack must not pay for them.
export { azureCloud } from './cloud';
export { stateBackend, stateFile } from './state-backend';
