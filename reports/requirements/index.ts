// The requirement matrix of a run: for scripts, and as a page.
export { requirementsDocument, requirementsSchema, type RequirementsDocument } from './requirements-document'
export { requirementsHtml } from './requirements-page'
