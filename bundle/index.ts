// The face of the room.
export { BundleError } from './bundle-error'
export { countersign } from './countersign'
export { makeBundle, type Intact } from './make'
export { isKeyText, publicKeyText, type Signing, type Statement } from './signatures'
export { keyIn, ownKey, ownKeyIfAny, ownKeyPath } from './signer-key'
export { verifyBundle, type Alteration, type Checked, type RunFacts } from './verify'
